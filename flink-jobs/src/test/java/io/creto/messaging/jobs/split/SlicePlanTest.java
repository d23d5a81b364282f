package io.creto.messaging.jobs.split;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.split.SlicePlan.Piece;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryPartition;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicePlanTest {
    private static final int PARTITIONS = 3;
    private static final int GENERATION = 2;
    private static final FleetShare ACME = FleetShare.newBuilder()
            .setFleet("acme")
            .setDeliveryPartitions(PARTITIONS)
            .setGeneration(GENERATION)
            .build();

    @Test
    void messagesGoToTheRecipientsShardAndAcknowledgementsToTheirSenders() throws Exception {
        Envelope message = SampleEnvelopes.message(ALICE.id(), "acme/bob");
        Envelope acknowledgement = SampleEnvelopes.acknowledgement(ALICE.id(), "acme/bob");
        var plan = plan(SampleSlices.admitted(ALICE, message, acknowledgement), SlicePlan.MAX_SLICE_BYTES);
        assertThat(plan.pieces())
                .extracting(Piece::route)
                .containsExactlyInAnyOrder(shard("acme/bob"), shard(ALICE.id()));
    }

    @Test
    void commandsGoToTheLogOfTheStateTheyChange() throws Exception {
        Envelope suspension = SampleEnvelopes.suspension(ALICE.id(), "other/bob");
        Envelope enrolment = SampleEnvelopes.enrolment(ALICE.agent(), ALICE.key());
        var plan = plan(SampleSlices.admitted(ALICE, suspension, enrolment), SlicePlan.MAX_SLICE_BYTES);
        assertThat(plan.pieces())
                .extracting(Piece::route)
                .containsExactly(
                        new Route.Log(Topics.REGISTRY_LOG.name(), ByteString.copyFromUtf8("other")),
                        new Route.Log(Topics.REGISTRY_LOG.name(), ByteString.copyFromUtf8("acme")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyEnvelopeTravelsOnceInOrderProvenAndBelowTheLimit(long seed) throws Exception {
        Random random = new Random(seed);
        Envelope[] envelopes = new Envelope[1 + random.nextInt(40)];
        for (int i = 0; i < envelopes.length; i++) {
            var header = SampleEnvelopes.header(ALICE.id()).setRecipient("acme/agent-" + random.nextInt(6));
            envelopes[i] = SampleEnvelopes.message(header, random.nextInt(4000));
        }
        int limit = 12_000;
        int seen = 0;
        Map<Route, Integer> last = new HashMap<>();
        for (Piece piece : plan(SampleSlices.admitted(ALICE, envelopes), limit).pieces()) {
            Slice slice = SliceParser.slice(piece.slice().toByteString());
            assertThat(slice.getSerializedSize()).isLessThanOrEqualTo(limit);
            var header = VerifiedHeader.verify(
                    slice.getBatchHeader(), slice.getSignature(), ALICE.key().publicKey());
            assertThat(piece.leafHashes())
                    .isEqualTo(slice.getEnvelopesList().stream()
                            .map(envelope -> ByteString.copyFrom(EnvelopeLeaf.hash(envelope.getEnvelope())))
                            .toList());
            for (SlicedEnvelope envelope : slice.getEnvelopesList()) {
                header.verifyEnvelope(envelope.getEnvelope(), envelope.getIndex(), envelope.getPathList());
                Integer before = last.put(piece.route(), envelope.getIndex());
                assertThat(before == null || before < envelope.getIndex()).isTrue();
                seen++;
            }
        }
        assertThat(seen).isEqualTo(envelopes.length);
    }

    private static SlicePlan plan(Admitted admitted, int limit) throws Exception {
        return SlicePlan.of(admitted.toBuilder().addFleets(ACME).build(), limit);
    }

    private static Route shard(String agent) throws Exception {
        int partition = DeliveryPartition.of(AgentId.parse(agent), PARTITIONS);
        return new Route.Shard(ACME, Lane.LANE_NORMAL, partition);
    }
}
