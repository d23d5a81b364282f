package io.creto.messaging.gateway.directory;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.SampleBatches;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.Validity;

/** Records that pass the strict parsers; keys and evidence are noise, which nobody here can tell. */
public final class DirectorySamples {
    public static final long NOW = 1_700_000_000_000L;
    private static final SampleBatches NOISE = new SampleBatches(3);
    private static final Validity SINCE_NOW =
            Validity.newBuilder().setFromMs(NOW).build();

    private DirectorySamples() {}

    public static IdentityRecord fleet(String fleet, long version) {
        return versioned(version)
                .setFleet(FleetRecord.newBuilder()
                        .setFleet(fleet)
                        .addAdmins(fleet + "/admin")
                        .setDeliveryPartitions(2)
                        .setGeneration(1))
                .build();
    }

    public static IdentityRecord agent(String agent, long version) {
        return agent(agent, version, 100);
    }

    /** An agent whose evidence has about so many bytes. */
    public static IdentityRecord agent(String agent, long version, int evidenceBytes) {
        return versioned(version)
                .setAgent(AgentRecord.newBuilder()
                        .setAgent(agent)
                        .setRole(AgentRole.AGENT_ROLE_MEMBER)
                        .addKeys(IdentityKey.newBuilder()
                                .setKeyId(keyId())
                                .setPublicKey(NOISE.noise(WireLimits.PUBLIC_KEY_BYTES))
                                .setValidity(SINCE_NOW))
                        .addStatuses(StatusInterval.newBuilder()
                                .setStatus(AgentStatus.AGENT_STATUS_ACTIVE)
                                .setValidity(SINCE_NOW)))
                .addEvidence(evidence(agent, evidenceBytes))
                .build();
    }

    public static PrekeyRecord prekey(String owner) {
        return PrekeyRecord.newBuilder()
                .setOwner(owner)
                .setPeer("*")
                .setPrekey(Prekey.newBuilder()
                        .setKeyId(keyId())
                        .setPublicKey(NOISE.noise(WireLimits.ENCAPSULATION_KEY_BYTES)))
                .setValidity(SINCE_NOW)
                .setEvidence(evidence(owner, 1500))
                .build();
    }

    /** A version that the fleet's admin put; the first is the one that nobody signed. */
    public static PolicyRecord policy(String fleet, long version) {
        String admin = fleet + "/admin";
        PolicyRecord.Builder record = PolicyRecord.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(NOW + version)
                .setEffectiveFromMs(NOW + version + 1000)
                .setFleet(fleet)
                .setDocument(PolicyDocument.newBuilder()
                        .setId("policy-" + version)
                        .addRules(PolicyRule.newBuilder()
                                .setId("inside-fleet")
                                .setEffect(Effect.EFFECT_PERMIT)
                                .addActions(Action.ACTION_SEND_MESSAGE)
                                .setPrincipal(Match.newBuilder().addFleets(fleet))
                                .setResource(Match.newBuilder().addFleets(fleet))))
                .setAuthor(version == 1 ? "creto/operator" : admin);
        return version == 1
                ? record.build()
                : record.setEvidence(evidence(admin, 300)).build();
    }

    /** What a list says of it. */
    public static PolicyVersion listed(PolicyRecord record) {
        return PolicyVersion.newBuilder()
                .setVersion(record.getVersion())
                .setRecordedAtMs(record.getRecordedAtMs())
                .setEffectiveFromMs(record.getEffectiveFromMs())
                .setAuthor(record.getAuthor())
                .setPolicy(record.getDocument().getId())
                .setInitial(!record.hasEvidence())
                .build();
    }

    private static IdentityRecord.Builder versioned(long version) {
        return IdentityRecord.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(NOW)
                .setEffectiveFromMs(NOW);
    }

    private static Slice evidence(String signer, int bytes) {
        SignedBatch batch = NOISE.batch(signer, Lane.LANE_NORMAL, 1, bytes);
        return Slice.newBuilder()
                .setBatchHeader(batch.getHeader())
                .setSignature(batch.getSignature())
                .setIngestTimeMs(NOW)
                .addEnvelopes(SlicedEnvelope.newBuilder().setEnvelope(batch.getEnvelopes(0)))
                .build();
    }

    private static ByteString keyId() {
        return ByteString.copyFrom(new byte[] {WireLimits.SUITE}).concat(NOISE.noise(WireLimits.KEY_ID_BYTES - 1));
    }
}
