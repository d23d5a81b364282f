package io.creto.messaging.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Reads access rules written as calls of Kafka's own {@code kafka-acls.sh}, so that one file serves a deployment's operator and
 * the local stack. Takes the options that stand in it, in any order, and refuses all others.
 */
final class KafkaAcls {
    private static final String SERVICES = "kafka-acls.txt";
    private static final String ANY_HOST = "*";

    private KafkaAcls() {}

    /** The rules of the services. */
    static List<AclBinding> ofServices() {
        InputStream file = Objects.requireNonNull(KafkaAcls.class.getResourceAsStream(SERVICES), SERVICES);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .flatMap(line -> parse(line).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The rules of one line, one for each operation.
     *
     * @throws IllegalArgumentException if it is no such call
     */
    static List<AclBinding> parse(String line) {
        Deque<String> words = new ArrayDeque<>(List.of(line.strip().split("\\s+")));
        List<AclOperation> operations = new ArrayList<>();
        String principal = "";
        String name = "";
        ResourceType type = ResourceType.TOPIC;
        PatternType pattern = PatternType.LITERAL;
        while (!words.isEmpty()) {
            String option = words.pop();
            switch (option) {
                case "--add" -> {}
                case "--allow-principal" -> principal = once(principal, option, words);
                case "--operation" -> operations.add(operation(value(option, words)));
                case "--topic" -> name = once(name, option, words);
                case "--group" -> {
                    name = once(name, option, words);
                    type = ResourceType.GROUP;
                }
                case "--resource-pattern-type" ->
                    pattern = PatternType.fromString(value(option, words).toUpperCase(Locale.ROOT));
                default -> throw new IllegalArgumentException(option + ": not an option that is read here");
            }
        }
        if (!principal.startsWith("User:") || name.isEmpty() || operations.isEmpty() || pattern.isUnknown()) {
            throw new IllegalArgumentException("a principal, a topic or group, or an operation is missing: " + line);
        }
        ResourcePattern resource = new ResourcePattern(type, name, pattern);
        List<AclBinding> rules = new ArrayList<>();
        for (AclOperation operation : operations) {
            rules.add(new AclBinding(
                    resource, new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW)));
        }
        return rules;
    }

    private static String once(String before, String option, Deque<String> words) {
        if (!before.isEmpty()) {
            throw new IllegalArgumentException(option + ": a line names one principal, and one topic or group");
        }
        return value(option, words);
    }

    private static String value(String option, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(option + ": has no value");
        }
        return words.pop();
    }

    /** As the tool writes them: {@code DescribeConfigs}. */
    private static AclOperation operation(String name) {
        AclOperation operation = AclOperation.fromString(
                name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
        if (operation.isUnknown()) {
            throw new IllegalArgumentException("--operation " + name + ": no operation of Kafka");
        }
        return operation;
    }
}
