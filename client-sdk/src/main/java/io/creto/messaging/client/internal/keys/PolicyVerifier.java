package io.creto.messaging.client.internal.keys;

import com.google.protobuf.Message;
import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.client.FleetPolicy;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.SlicedEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * Checks a policy's record against the signed command that it comes with. Pure.
 *
 * <p>Guarantee: an admin of the fleet has signed this document to follow the version before. Not guaranteed: log times, that the
 * admin was active, that nothing newer exists, and the policy that a new fleet begins with, which are the server's word.
 */
final class PolicyVerifier {
    private static final long FIRST = 1;

    private PolicyVerifier() {}

    /**
     * Who is said to have put a policy.
     *
     * @throws EvidenceException POLICY if it may not have been put by that one
     */
    static AgentId author(PolicyRecord record) {
        AgentId author = id(record, record.getAuthor());
        if (record.hasEvidence()) {
            need(author.fleet().equals(record.getFleet()), record, "it was put by an agent of another fleet");
        }
        return author;
    }

    /**
     * The policy that nobody signed: the server's word.
     *
     * @param record without evidence
     * @throws EvidenceException POLICY if it is not said to be the one that a fleet begins with
     */
    static FleetPolicy initial(PolicyRecord record) {
        need(record.getVersion() == FIRST, record, "nobody signed it, which only a fleet's first version may be");
        return policy(record, author(record), false);
    }

    /**
     * A policy that was put.
     *
     * @param record with evidence, as the strict parser returned it
     * @param author the record's, verified
     * @throws EvidenceException saying which link fails
     */
    static FleetPolicy signed(PolicyRecord record, VerifiedAgent author) {
        need(author.role() == AgentRole.AGENT_ROLE_ADMIN, record, "it was put by one who is no admin");
        try {
            SlicedEnvelope sliced = record.getEvidence().getEnvelopes(0);
            BatchHeader batch = BatchParser.header(record.getEvidence().getBatchHeader());
            EnvelopeHeader header = EnvelopeParser.envelope(batch.getLane(), sliced.getEnvelope());
            boolean own = batch.getSigner().equals(record.getAuthor())
                    && header.getSender().equals(record.getAuthor());
            need(own, record, "its author did not put it");
            CompositePublicKey key = author.keyOf(batch.getSignerKeyId())
                    .orElseThrow(
                            () -> fail(Link.POLICY, record, "it is signed with a key that is not its author's", null));
            // who has a former key must not be able to sign a newest policy with it
            boolean inTime = author.hadNotBeenReplaced(key, batch.getCreatedAtMs());
            need(inTime, record, "it is signed with a key that had been replaced");
            VerifiedHeader.verify(
                            record.getEvidence().getBatchHeader(),
                            record.getEvidence().getSignature(),
                            key)
                    .verifyEnvelope(sliced.getEnvelope(), sliced.getIndex(), sliced.getPathList());
            Message command = CommandParser.command(header, sliced.getEnvelope().getBody());
            boolean same = command instanceof PutPolicy put
                    && put.getFleet().equals(record.getFleet())
                    && put.getPreviousVersion() == record.getVersion() - 1
                    && put.getDocument().equals(record.getDocument());
            need(same, record, "its author put another one, or for another fleet or version");
            return policy(record, author.agent(), true);
        } catch (WireException e) {
            throw fail(Link.ANSWER, record, "a link is not readable", e);
        } catch (VerificationException e) {
            throw fail(Link.POLICY, record, "its author did not sign it", e);
        }
    }

    private static FleetPolicy policy(PolicyRecord record, AgentId author, boolean signed) {
        return new FleetPolicy(
                record.getFleet(),
                record.getVersion(),
                record.getRecordedAtMs(),
                record.getEffectiveFromMs(),
                author,
                signed,
                record.getDocument());
    }

    private static AgentId id(PolicyRecord record, String agent) {
        try {
            return AgentId.parse(agent);
        } catch (WireException e) {
            throw fail(Link.ANSWER, record, "its author is none", e);
        }
    }

    private static void need(boolean holds, PolicyRecord record, String problem) {
        if (!holds) {
            throw fail(Link.POLICY, record, problem, null);
        }
    }

    private static EvidenceException fail(Link link, PolicyRecord record, String problem, @Nullable Exception cause) {
        String subject = record.getFleet() + "'s policy " + record.getVersion();
        return new EvidenceException(link, subject, problem, cause);
    }
}
