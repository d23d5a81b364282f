package io.creto.messaging.client;

import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.Slice;

/** Policies of fleet acme, as they stand in topic policies. */
public final class SamplePolicies {
    private static final long DELAY_MS = 1000;

    private SamplePolicies() {}

    public static PolicyDocument document(String id) {
        return PolicyDocument.newBuilder()
                .setId(id)
                .addRules(PolicyRule.newBuilder()
                        .setId("inside-fleet")
                        .setEffect(Effect.EFFECT_PERMIT)
                        .addActions(Action.ACTION_SEND_MESSAGE)
                        .setPrincipal(Match.newBuilder().addFleets("acme"))
                        .setResource(Match.newBuilder().addFleets("acme")))
                .build();
    }

    /** The one that nobody signs. */
    public static PolicyRecord initial() {
        return record(1, document("default")).setAuthor("creto/operator").build();
    }

    /** One that an agent puts for fleet acme. */
    public static PolicyRecord put(SampleAgent author, long version, PolicyDocument document) {
        return put(author, version, document, SampleAgent.NOW);
    }

    public static PolicyRecord put(SampleAgent author, long version, PolicyDocument document, long createdAtMs) {
        Slice command =
                author.command(MessageKind.MESSAGE_KIND_PUT_POLICY, command("acme", version, document), createdAtMs);
        return record(author, version, document, command);
    }

    public static PolicyRecord record(SampleAgent author, long version, PolicyDocument document, Slice command) {
        return record(version, document)
                .setAuthor(author.id().toString())
                .setEvidence(command)
                .build();
    }

    public static PutPolicy command(String fleet, long version, PolicyDocument document) {
        return PutPolicy.newBuilder()
                .setFleet(fleet)
                .setPreviousVersion(version - 1)
                .setDocument(document)
                .build();
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

    private static PolicyRecord.Builder record(long version, PolicyDocument document) {
        return PolicyRecord.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(SampleAgent.NOW)
                .setEffectiveFromMs(SampleAgent.NOW + DELAY_MS)
                .setFleet("acme")
                .setDocument(document);
    }
}
