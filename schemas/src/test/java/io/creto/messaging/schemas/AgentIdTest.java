package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentIdTest {
    static String[] valid() {
        return new String[] {
            "a/b", "0/9", "acme/host-7", "a-/a.b_c-", text(63) + "/" + text(127), "creto/operator",
        };
    }

    static String[] invalid() {
        return new String[] {
            "",
            "/",
            "a",
            "a/",
            "/b",
            "a/b/c",
            "A/b",
            "a/B",
            "-a/b",
            "a/-b",
            "a/.b",
            "a/_b",
            "a.b/c",
            "a_b/c",
            "a /b",
            "a/b ",
            "a/é",
            "а/b",
            "a/b\0",
            text(64) + "/b",
            "a/" + text(128),
            "nhi://a/b",
        };
    }

    @ParameterizedTest
    @MethodSource("valid")
    void readsTheGrammar(String text) throws WireException {
        assertThat(AgentId.parse(text)).hasToString(text);
        assertThat(AgentId.parseNhiUri("nhi://" + text)).isEqualTo(AgentId.parse(text));
        assertThat(AgentId.parseSpiffeUri(AgentId.parse(text).toSpiffeUri())).isEqualTo(AgentId.parse(text));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesEverythingElse(String text) {
        assertRefused(() -> AgentId.parse(text), MALFORMED, "agent_id");
        assertRefused(() -> AgentId.parseNhiUri("nhi://" + text), MALFORMED, "agent_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b", "spiffe://a/b", "NHI://a/b", "nhi:/a/b", "nhi:///b", "nhi://a/b?c", "nhi://a/b/", ""})
    void refusesOtherUris(String uri) {
        assertRefused(() -> AgentId.parseNhiUri(uri), MALFORMED, "agent_id");
    }

    @Test
    void cannotBeMadeOfBadParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> AgentId.of("a/b", "c"));
        assertThatIllegalArgumentException().isThrownBy(() -> new AgentId("a", ""));
        assertThat(AgentId.of("acme", "bob").toNhiUri()).isEqualTo("nhi://acme/bob");
    }

    @Test
    void knowsTheReservedFleet() {
        assertThat(AgentId.of("creto", "operator").isReserved()).isTrue();
        assertThat(AgentId.of("creto2", "operator").isReserved()).isFalse();
    }

    @Test
    void comparesFleetsWhole() {
        assertThat(AgentId.sameFleet("acme/a", "acme/b")).isTrue();
        assertThat(AgentId.sameFleet("acme/a", "acme2/a")).isFalse();
        assertThat(AgentId.sameFleet("acm/a", "acme/a")).isFalse();
    }
}
