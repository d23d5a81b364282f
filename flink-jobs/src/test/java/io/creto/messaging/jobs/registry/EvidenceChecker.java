package io.creto.messaging.jobs.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.identity.KeyBinding;
import io.creto.messaging.crypto.identity.VerifiedEnrolment;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads evidence as a client does that knows nothing but the operator's key: link by link, each command verified with a key that
 * an earlier one established.
 */
public final class EvidenceChecker {
    private final Map<String, CompositePublicKey> keys = new HashMap<>();
    private final Map<ByteString, String> tokens = new HashMap<>();
    private final Set<String> admins = new HashSet<>();
    private final String operator = "creto/operator";

    private EvidenceChecker(CompositePublicKey operatorKey) {
        keys.put(name(operator, operatorKey.keyId().bytes()), operatorKey);
        admins.add(operator);
    }

    /** Fails unless every command verifies, no command stands twice, and every key of the record follows from them. */
    public static void check(IdentityRecord record, CompositePublicKey operatorKey) throws Exception {
        assertThat(record.getEvidenceList()).isNotEmpty().doesNotHaveDuplicates();
        EvidenceChecker checker = new EvidenceChecker(operatorKey);
        for (Slice command : record.getEvidenceList()) {
            checker.follow(command);
        }
        for (IdentityKey key : record.getAgent().getKeysList()) {
            CompositePublicKey established =
                    checker.keys.get(name(record.getAgent().getAgent(), key.getKeyId()));
            assertThat(established).as("a key that no evidence stands behind").isNotNull();
            assertThat(Objects.requireNonNull(established).encoded()).isEqualTo(key.getPublicKey());
        }
    }

    private void follow(Slice slice) throws Exception {
        assertThat(slice.getEnvelopesCount()).isEqualTo(1);
        SlicedEnvelope sliced = slice.getEnvelopes(0);
        EnvelopeHeader header = EnvelopeParser.header(sliced.getEnvelope().getHeader());
        Message body = CommandParser.command(header, sliced.getEnvelope().getBody());
        BatchHeader batch = BatchParser.header(slice.getBatchHeader());
        assertThat(batch.getSigner()).isEqualTo(header.getSender());
        if (body instanceof Enrol enrol) {
            learn(header.getSender(), enrol);
        }
        CompositePublicKey key = keys.get(name(batch.getSigner(), batch.getSignerKeyId()));
        assertThat(key)
                .as("%s by %s, whose key is not established", header.getKind(), batch.getSigner())
                .isNotNull();
        VerifiedHeader.verify(slice.getBatchHeader(), slice.getSignature(), Objects.requireNonNull(key))
                .verifyEnvelope(sliced.getEnvelope(), sliced.getIndex(), sliced.getPathList());
        if (body instanceof CreateFleet create) {
            assertThat(header.getSender()).isEqualTo(operator);
            tokens.put(create.getAdminTokenKeyId(), create.getAdmin());
            admins.add(create.getAdmin());
        } else if (body instanceof IssueToken issue) {
            assertThat(admins).contains(header.getSender());
            tokens.put(issue.getTokenKeyId(), issue.getAgent());
            if (issue.getRole() == AgentRole.AGENT_ROLE_ADMIN) {
                admins.add(issue.getAgent());
            }
        } else if (body instanceof ReplaceKey replace) {
            learn(replace);
        }
    }

    private void learn(String agent, Enrol enrol) throws Exception {
        VerifiedEnrolment verified = VerifiedEnrolment.verify(AgentId.parse(agent), enrol);
        assertThat(tokens).containsEntry(verified.tokenKeyId().bytes(), agent);
        keys.put(name(agent, verified.publicKey().keyId().bytes()), verified.publicKey());
    }

    private void learn(ReplaceKey replace) throws Exception {
        CompositePublicKey key = CompositePublicKey.parse(replace.getPublicKey());
        new KeyBinding(replace.getBinding(), replace.getNewKeySignature())
                .verifyReplacement(AgentId.parse(replace.getAgent()), KeyId.parse(replace.getOldKeyId()), key);
        assertThat(keys).containsKey(name(replace.getAgent(), replace.getOldKeyId()));
        keys.put(name(replace.getAgent(), key.keyId().bytes()), key);
    }

    private static String name(String agent, ByteString keyId) {
        return agent + " " + new KeyId(keyId);
    }
}
