package io.creto.messaging.client.internal.keys;

import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.identity.VerifiedDelegation;
import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.UploadPrekeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks records against the signed commands that they come with, and these against the pinned operator key: the one place that
 * turns a server's answer into something to act on (architecture §3, Evidence). Pure and thread-safe.
 *
 * <p>Guarantee: keys, role, attributes and delegations of a verified record are what the operator, admins and the agent itself
 * have signed, and the fleet's topics what the operator has. Not guaranteed: log times and ends of validity, which are the
 * server's word, and that nothing newer exists: a server can withhold.
 */
public final class EvidenceVerifier {
    private final CompositePublicKey operatorKey;

    /** @param operatorKey the root of all evidence */
    public EvidenceVerifier(CompositePublicKey operatorKey) {
        this.operatorKey = operatorKey;
    }

    /**
     * Verifies an agent's record.
     *
     * @param record as the strict parser returned it
     * @throws EvidenceException saying which link fails
     */
    public VerifiedAgent agent(AgentId agent, IdentityRecord record) {
        String subject = agent.toString();
        need(
                record.hasAgent() && record.getAgent().getAgent().equals(subject),
                Link.SUBJECT,
                subject,
                "it is on another");
        AgentRecord told = record.getAgent();
        if (agent.equals(AgentId.OPERATOR)) {
            return operator(record, told);
        }
        EvidenceChain chain = new EvidenceChain(subject, agent.fleet(), operatorKey);
        chain.walk(record.getEvidenceList());
        ProvenAgent proven = chain.agent(subject)
                .orElseThrow(() -> fail(Link.ENROLMENT, subject, "its own enrolment is missing", null));
        need(told.getRole() == proven.role(), Link.RECORD, subject, "it claims another role than its token gave");
        sameKeys(subject, told, proven.keys());
        sameStatus(subject, told, proven.status());
        sameAttributes(subject, told, proven);
        return new VerifiedAgent(
                agent, record, proven.keys(), proven.replacedAtMs(), delegations(subject, told, proven.keys()));
    }

    /** The operator is pinned; no command stands behind its record. */
    private VerifiedAgent operator(IdentityRecord record, AgentRecord told) {
        String subject = told.getAgent();
        sameKeys(subject, told, List.of(operatorKey));
        sameStatus(subject, told, AgentStatus.AGENT_STATUS_ACTIVE);
        need(told.getDelegationsCount() == 0, Link.RECORD, subject, "it claims delegations of the operator");
        return new VerifiedAgent(AgentId.OPERATOR, record, List.of(operatorKey), List.of(), List.of());
    }

    /**
     * Verifies a fleet's record; the list of its admins is the server's word.
     *
     * @throws EvidenceException saying which link fails
     */
    public FleetRecord fleet(String fleet, IdentityRecord record) {
        need(record.hasFleet() && record.getFleet().getFleet().equals(fleet), Link.SUBJECT, fleet, "it is on another");
        EvidenceChain chain = new EvidenceChain(fleet, fleet, operatorKey);
        chain.walk(record.getEvidenceList());
        need(!chain.creations().isEmpty(), Link.FLEET, fleet, "its creation is missing");
        CreateFleet last = chain.creations().get(chain.creations().size() - 1);
        FleetRecord told = record.getFleet();
        boolean same = told.getGeneration() == last.getGeneration()
                && told.getDeliveryPartitions() == last.getDeliveryPartitions();
        need(same, Link.RECORD, fleet, "it claims other topics than the operator's command names");
        return told;
    }

    /**
     * Verifies a key to seal to.
     *
     * @param owner its owner, verified
     * @return the key with the time at which its owner signed its upload
     * @throws EvidenceException saying which link fails
     */
    public VerifiedPrekey prekey(VerifiedAgent owner, PrekeyRecord record) {
        String subject = owner.agent().toString();
        need(record.getOwner().equals(subject), Link.SUBJECT, subject, "it is a key of another");
        try {
            SlicedEnvelope sliced = record.getEvidence().getEnvelopes(0);
            BatchHeader batch = BatchParser.header(record.getEvidence().getBatchHeader());
            EnvelopeHeader header = EnvelopeParser.envelope(batch.getLane(), sliced.getEnvelope());
            boolean own =
                    batch.getSigner().equals(subject) && header.getSender().equals(subject);
            need(own, Link.PREKEY, subject, "its owner did not upload it");
            CompositePublicKey key = owner.keyOf(batch.getSignerKeyId())
                    .orElseThrow(
                            () -> fail(Link.PREKEY, subject, "it is signed with a key that is not its owner's", null));
            // who has a former key must not be able to sign a newest upload with it
            boolean inTime = owner.hadNotBeenReplaced(key, batch.getCreatedAtMs());
            need(inTime, Link.PREKEY, subject, "it is signed with a key that had been replaced");
            VerifiedHeader.verify(
                            record.getEvidence().getBatchHeader(),
                            record.getEvidence().getSignature(),
                            key)
                    .verifyEnvelope(sliced.getEnvelope(), sliced.getIndex(), sliced.getPathList());
            var command = CommandParser.command(header, sliced.getEnvelope().getBody());
            boolean uploaded = command instanceof UploadPrekeys upload
                    && upload.getPeer().equals(record.getPeer())
                    && keys(upload).anyMatch(record.getPrekey()::equals);
            need(uploaded, Link.PREKEY, subject, "its owner uploaded another key");
            EncapsulationKey prekey = EncapsulationKey.parse(record.getPrekey().getPublicKey());
            need(
                    prekey.keyId().bytes().equals(record.getPrekey().getKeyId()),
                    Link.PREKEY,
                    subject,
                    "its id is not that of the key");
            return new VerifiedPrekey(prekey, header.getCreatedAtMs());
        } catch (WireException e) {
            throw fail(Link.ANSWER, subject, "a link is not readable", e);
        } catch (VerificationException e) {
            throw fail(Link.PREKEY, subject, "its owner did not sign the upload", e);
        }
    }

    /**
     * A key to seal to.
     *
     * @param key the key
     * @param createdAtMs when its owner made the upload, by its own clock: newer uploads are later
     */
    public record VerifiedPrekey(EncapsulationKey key, long createdAtMs) {}

    private static Stream<Prekey> keys(UploadPrekeys upload) {
        Stream<Prekey> current = upload.hasCurrent() ? Stream.of(upload.getCurrent()) : Stream.empty();
        return Stream.of(current, upload.getStagedList().stream(), upload.getOneTimeList().stream())
                .flatMap(all -> all);
    }

    private static void sameKeys(String subject, AgentRecord told, List<CompositePublicKey> proven) {
        boolean same = told.getKeysCount() == proven.size();
        for (int i = 0; same && i < proven.size(); i++) {
            boolean last = i == proven.size() - 1;
            same = told.getKeys(i).getPublicKey().equals(proven.get(i).encoded())
                    && told.getKeys(i).getKeyId().equals(proven.get(i).keyId().bytes())
                    && (last || told.getKeys(i).getValidity().getUntilMs() != 0);
        }
        need(same, Link.RECORD, subject, "its keys are not those that were enrolled");
    }

    private static void sameStatus(String subject, AgentRecord told, AgentStatus proven) {
        StatusInterval last = told.getStatuses(told.getStatusesCount() - 1);
        need(last.getStatus() == proven, Link.RECORD, subject, "its status does not follow from its commands");
    }

    private static void sameAttributes(String subject, AgentRecord told, ProvenAgent proven) {
        SetAttributes last = proven.attributes().orElse(SetAttributes.getDefaultInstance());
        boolean same = new HashSet<>(told.getGroupsList()).equals(new HashSet<>(last.getGroupsList()))
                && new HashSet<>(told.getAttributesList()).equals(new HashSet<>(last.getAttributesList()));
        need(same, Link.RECORD, subject, "its groups or attributes are not those that an admin gave it");
    }

    private static List<VerifiedAgent.Delegated> delegations(
            String subject, AgentRecord told, List<CompositePublicKey> keys) {
        List<VerifiedAgent.Delegated> verified = new ArrayList<>();
        for (DelegationRecord record : told.getDelegationsList()) {
            try {
                var delegation =
                        DelegationParser.delegation(record.getDelegation().getDelegation());
                need(delegation.getAgent().equals(subject), Link.RECORD, subject, "it holds another's delegation");
                CompositePublicKey key = keys.stream()
                        .filter(one -> one.keyId().bytes().equals(delegation.getAgentKeyId()))
                        .findFirst()
                        .orElseThrow(
                                () -> fail(Link.RECORD, subject, "a delegation by a key that is not its own", null));
                VerifiedDelegation proven = Delegations.verify(record.getDelegation(), key);
                verified.add(new VerifiedAgent.Delegated(proven, record.getValidity()));
            } catch (WireException | VerificationException e) {
                throw fail(Link.COMMAND, subject, "a delegation that it did not sign", e);
            }
        }
        return verified;
    }

    private static void need(boolean holds, Link link, String subject, String problem) {
        if (!holds) {
            throw fail(link, subject, problem, null);
        }
    }

    private static EvidenceException fail(Link link, String subject, String problem, @Nullable Exception cause) {
        return new EvidenceException(link, subject, problem, cause);
    }
}
