package io.creto.messaging.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaAclsTest {
    @Test
    void aLineIsReadAsTheToolReadsIt() {
        var rules = KafkaAcls.parse("--add --allow-principal User:a --operation Write --operation DescribeConfigs"
                + " --topic ingest. --resource-pattern-type prefixed");
        assertThat(rules)
                .extracting(rule -> rule.entry().operation())
                .containsExactly(AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.pattern().patternType()).isEqualTo(PatternType.PREFIXED);
            assertThat(rule.pattern().name()).isEqualTo("ingest.");
            assertThat(rule.entry().principal()).isEqualTo("User:a");
        });
    }

    @Test
    void aGroupIsAResourceOfItsOwn() {
        var rules = KafkaAcls.parse(
                "--add --allow-principal User:a --operation Read --group g. --resource-pattern-type prefixed");
        assertThat(rules)
                .extracting(AclBinding::pattern)
                .containsExactly(new ResourcePattern(ResourceType.GROUP, "g.", PatternType.PREFIXED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--add",
                "--allow-principal User:a --topic t",
                "--allow-principal a --operation Read --topic t",
                "--allow-principal User:a --operation Read",
                "--allow-principal User:a --operation Reed --topic t",
                "--allow-principal User:a --operation Read --topic t --resource-pattern-type some",
                "--allow-principal User:a --operation Read --host h",
                "--allow-principal User:a --operation Read --topic t --topic u",
                "--allow-principal User:a --operation Read --topic t --group g",
                "--allow-principal User:a --allow-principal User:b --operation Read --topic t",
                "--allow-principal User:a --operation Read --topic"
            })
    void whatIsNotUnderstoodIsRefused(String line) {
        assertThatThrownBy(() -> KafkaAcls.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theServicesRulesAreReadableAndNoneMayDoEverything() {
        assertThat(KafkaAcls.ofServices())
                .isNotEmpty()
                .extracting(AclBinding::entry)
                .noneMatch(entry -> entry.operation() == AclOperation.ALL
                        || entry.principal().endsWith("*"));
    }
}
