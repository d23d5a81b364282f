package io.creto.messaging.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.creto.messaging.v1.AuthorizationProto;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.GatewayProto;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.PolicyProto;
import io.creto.messaging.v1.ReceiptProto;
import io.creto.messaging.v1.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the proto files and the README promise about themselves. */
class ContractTest {
    private static final Path PROTOS = Path.of("src/main/proto/creto/messaging/v1");
    private static final Pattern DECLARATION =
            Pattern.compile("^\\s*(message|enum|service|rpc|oneof) .*|^\\s*[\\w. ]+ = \\d+( \\[.*])?;.*");
    private static final Pattern REASON_ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|(.*\\|){4}$");
    private static final int MAX_FIELD_NUMBER = 199;

    static List<Path> protos() throws IOException {
        try (Stream<Path> files = Files.list(PROTOS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("protos")
    void everyDeclarationIsDocumented(Path proto) throws IOException {
        List<String> lines = Files.readAllLines(proto);
        List<String> bare = new ArrayList<>();
        int declarations = 0;
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (DECLARATION.matcher(line).matches()) {
                declarations++;
                if (!lines.get(i - 1).strip().startsWith("// ")) {
                    bare.add((i + 1) + ": " + line.strip());
                }
            }
        }
        assertThat(bare).isEmpty();
        assertThat(declarations).isGreaterThan(5);
        assertThat(lines.get(0)).startsWith("// ");
    }

    @Test
    void aCheckOfTheDocumentationSeesEveryKindOfDeclaration() {
        assertThat(List.of(
                        "message A {",
                        "  bytes id = 1;",
                        "  repeated a.b.C cs = 12;",
                        "    string recipient = 10;",
                        "  X_UNSPECIFIED = 0;",
                        "  oneof part {",
                        "  rpc Submit(A) returns (B);"))
                .allMatch(line -> DECLARATION.matcher(line).matches());
        assertThat("syntax = \"proto3\";").doesNotMatch(DECLARATION);
    }

    @Test
    void fieldNumbersAndEnumsFollowTheRules() throws IOException {
        List<Descriptor> messages = new ArrayList<>();
        List<EnumDescriptor> enums = new ArrayList<>();
        List<FileDescriptor> seen = new ArrayList<>();
        for (FileDescriptor file : List.of(
                AuthorizationProto.getDescriptor(),
                GatewayProto.getDescriptor(),
                PolicyProto.getDescriptor(),
                ReceiptProto.getDescriptor())) {
            collect(file, messages, enums, seen);
        }
        assertThat(seen).hasSameSizeAs(protos());
        assertThat(messages).hasSizeGreaterThan(70).contains(Envelope.getDescriptor());
        assertThat(enums).hasSizeGreaterThan(15).contains(Lane.getDescriptor());
        assertThat(messages)
                .allSatisfy(message -> assertThat(message.getFields())
                        .allMatch(field -> field.getNumber() <= MAX_FIELD_NUMBER && !field.isMapField()));
        assertThat(enums).allSatisfy(type -> {
            String prefix =
                    type.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT) + "_";
            assertThat(type.getValues()).allMatch(value -> value.getName().startsWith(prefix));
            assertThat(type.findValueByNumber(0).getName()).isEqualTo(prefix + "UNSPECIFIED");
        });
    }

    @Test
    void theReasonsAreThoseOfTheWireFormat() {
        assertThat(reasons())
                .containsExactly(("MALFORMED, TOO_LARGE, UNSUPPORTED_VERSION, UNKNOWN_SIGNER, NOT_DELEGATED, "
                                + "SENDER_SUSPENDED, SENDER_REVOKED, KEY_NOT_VALID, BAD_SIGNATURE_CLASSICAL, "
                                + "BAD_SIGNATURE_POST_QUANTUM, BAD_SIGNATURE_BOTH, ROOT_MISMATCH, CLOCK_SKEW, FENCED, "
                                + "SEQUENCE_GAP, DUPLICATE_ID, EXPIRED, DENIED, POLICY_UNAVAILABLE, QUOTA_EXCEEDED, "
                                + "UNKNOWN_RECIPIENT, RECIPIENT_REVOKED, RECIPIENT_KEY_EXPIRED, MAILBOX_FULL, "
                                + "NO_SUCH_CHANNEL, NOT_SUBSCRIBED, CHANNEL_FULL, NOT_ALLOWLISTED, STALE_ROSTER, INTERNAL")
                        .split(", "));
    }

    @Test
    void theReadmeExplainsEveryReasonOnceAndInOrder() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> rows = REASON_ROW
                .matcher(readme)
                .results()
                .map(MatchResult::group)
                .map(row -> row.substring(row.indexOf('`') + 1, row.indexOf('`', row.indexOf('`') + 1)))
                .toList();
        assertThat(rows).containsExactlyElementsOf(reasons());
    }

    @Test
    void importsNothingElseOfThisProject() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.creto.messaging.schemas");
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.creto.messaging.schemas",
                        "io.creto.messaging.v1",
                        "com.google.protobuf..",
                        "org.apache.kafka..",
                        "org.jspecify..",
                        "java..")
                .check(classes);
    }

    private static List<String> reasons() {
        return Arrays.stream(RejectionReason.values())
                .filter(reason -> reason != RejectionReason.REJECTION_REASON_UNSPECIFIED
                        && reason != RejectionReason.UNRECOGNIZED)
                .map(reason -> reason.name().substring("REJECTION_REASON_".length()))
                .toList();
    }

    private static void collect(
            FileDescriptor file, List<Descriptor> messages, List<EnumDescriptor> enums, List<FileDescriptor> seen) {
        if (seen.contains(file)
                || !file.getPackage().equals(GatewayProto.getDescriptor().getPackage())) {
            return;
        }
        seen.add(file);
        messages.addAll(file.getMessageTypes());
        enums.addAll(file.getEnumTypes());
        file.getDependencies().forEach(other -> collect(other, messages, enums, seen));
    }
}
