package io.creto.messaging.jobs.topology;

import com.google.protobuf.Message;
import io.creto.messaging.jobs.announce.AnnounceFunction;
import io.creto.messaging.jobs.authz.AuthorizeFunction;
import io.creto.messaging.jobs.authz.ReadPoliciesFunction;
import io.creto.messaging.jobs.config.PolicyFeedConfig;
import io.creto.messaging.jobs.external.ExternalFleets;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.Broadcasts;
import io.creto.messaging.jobs.io.DeliverableFunction;
import io.creto.messaging.jobs.io.FollowOperator;
import io.creto.messaging.jobs.io.LogEnds;
import io.creto.messaging.jobs.io.LogTime;
import io.creto.messaging.jobs.io.OutgoingRecords;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.io.TopicDirectory;
import io.creto.messaging.jobs.mailbox.KeyStatusFunction;
import io.creto.messaging.jobs.mailbox.MailboxFunction;
import io.creto.messaging.jobs.mailbox.RecipientFunction;
import io.creto.messaging.jobs.split.SplitFunction;
import io.creto.messaging.jobs.state.AccessNews;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.RecipientNews;
import io.creto.messaging.jobs.state.ShardRecipient;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.jobs.topology.ExternalTopology.External;
import io.creto.messaging.jobs.verify.ReadFunction;
import io.creto.messaging.jobs.verify.ShareFunction;
import io.creto.messaging.jobs.verify.VerifyFunction;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The dataflow of MessagingJob (architecture §4).
 *
 * <pre>
 *   ingest ─► read ─► verify ─► authorize ─► split ─► mailbox ─► delivery topics
 *                       ▲        ▲      ▲      └► command logs
 *   identities ─► share ┴────────┘      │              ▲
 *                   └───────────────────┼► recipients ─┘
 *   policies ─► follow ─► read-policies ┘      ▲
 *   key-status ────────────────────────────────┘
 *                     every operator: verdicts ─► announce ─► delivery topics, verdicts; bad bytes ─► dead-letter
 *   before each sink: deliverable, what has no delivery partition ─► dead-letter
 * </pre>
 *
 * <p>What concerns fleets that opted in to an external authorization leaves authorize by the side and comes back before the mailbox:
 * {@link ExternalTopology}.
 *
 * <p>Deliveries have a sink of their own, chained to the mailbox: payloads are not copied from task to task once more.
 */
public final class MessagingTopology {
    private MessagingTopology() {}

    /**
     * Where the records come from.
     *
     * @param ingest batches and ticks of some lanes
     * @param identities records of topic {@code identities}
     * @param policies records of topic {@code policies}
     * @param policyEnds how far that topic reaches
     * @param keyStatus records of topic {@code key-status}
     */
    public record Sources(
            Source<Arrival, ?, ?> ingest,
            Source<Arrival, ?, ?> identities,
            Source<Arrival, ?, ?> policies,
            LogEnds.Factory policyEnds,
            Source<Arrival, ?, ?> keyStatus) {}

    /**
     * Wires it.
     *
     * @param feed what becomes of envelopes while policies cannot be read
     * @param external asked besides the policies; empty: nobody, and nothing of it is in the job
     * @param topics that the output can write to
     * @param output takes records of all topics
     */
    public static void build(
            StreamExecutionEnvironment environment,
            Sources sources,
            PolicyFeedConfig feed,
            Optional<External> external,
            TopicDirectory.Factory topics,
            Sink<Outgoing> output) {
        var ingest = from(environment, sources.ingest(), LogTime.ofIngest(), OperatorIds.INGEST);
        var identities = from(environment, sources.identities(), LogTime.ofReference(), OperatorIds.IDENTITIES);
        var policies = from(environment, sources.policies(), LogTime.ofReference(), OperatorIds.POLICIES)
                .setParallelism(1);
        var keyStatus = from(environment, sources.keyStatus(), LogTime.ofReference(), OperatorIds.KEY_STATUS);

        var shares = named(identities.process(new ShareFunction()), OperatorIds.SHARE, IdentityShare.class);
        var fleets = shares.getSideOutput(SideOutputs.FLEETS);
        var followed = named(
                        policies.transform(
                                OperatorIds.FOLLOW_POLICIES,
                                new ProtobufTypeInformation<>(Arrival.class),
                                new FollowOperator(sources.policyEnds())),
                        OperatorIds.FOLLOW_POLICIES,
                        Arrival.class)
                .setParallelism(1);
        var policyNews = named(
                        followed.process(new ReadPoliciesFunction()), OperatorIds.READ_POLICIES, AccessNews.class)
                .setParallelism(1);
        var access = shares.getSideOutput(SideOutputs.ACCESS).union(policyNews);
        var lineages =
                named(keyStatus.process(new KeyStatusFunction()), OperatorIds.READ_KEY_STATUS, RecipientNews.class);
        var recipients = named(
                fleets.keyBy(FleetShare::getFleet)
                        .connect(shares.getSideOutput(SideOutputs.RECIPIENTS)
                                .union(lineages)
                                .keyBy(news -> FleetShares.fleetOf(news.getAgent())))
                        .process(new RecipientFunction()),
                OperatorIds.RECIPIENTS,
                ShardRecipient.class);

        var read = named(ingest.process(new ReadFunction()), OperatorIds.READ, Arrival.class);
        var verify = named(
                read.keyBy(Arrival::getSigner)
                        .connect(shares.keyBy(IdentityShare::getSigner))
                        .process(new VerifyFunction()),
                OperatorIds.VERIFY,
                Admitted.class);
        var authorize = named(
                DataStreamUtils.reinterpretAsKeyedStream(verify, Admitted::getSigner)
                        .connect(access.broadcast(
                                Broadcasts.FLEETS, Broadcasts.POLICIES, Broadcasts.TRAITS, Broadcasts.POLICIES_READ_UP))
                        .process(new AuthorizeFunction(
                                feed, external.map(External::fleets).orElse(ExternalFleets.NONE))),
                OperatorIds.AUTHORIZE,
                Admitted.class);
        var split = named(authorize.process(new SplitFunction()), OperatorIds.SPLIT, ShardSlice.class);
        var settled = external.map(service -> ExternalTopology.settled(authorize, service));
        var settledSplit = settled.map(permitted ->
                named(permitted.process(new SplitFunction()), OperatorIds.EXTERNAL_SPLIT, ShardSlice.class));
        var mailbox = named(
                with(split, settledSplit)
                        .keyBy(ShardSlice::getShard)
                        .connect(recipients.keyBy(ShardRecipient::getShard))
                        .process(new MailboxFunction()),
                OperatorIds.MAILBOX,
                Outgoing.class);

        var announce = named(
                with(
                                side(SideOutputs.ANNOUNCEMENTS, verify, authorize, mailbox),
                                settled.map(service -> service.getSideOutput(SideOutputs.ANNOUNCEMENTS)))
                        .keyBy(Announcement::getSigner)
                        .connect(fleets.broadcast(Broadcasts.FLEETS))
                        .process(new AnnounceFunction()),
                OperatorIds.ANNOUNCE,
                Outgoing.class);
        var deadLetters = named(
                side(SideOutputs.DEAD_LETTERS, shares, policyNews, lineages, read, verify)
                        .map(OutgoingRecords::deadLetter),
                OperatorIds.DEAD_LETTER,
                Outgoing.class);
        var commands = with(
                split.getSideOutput(SideOutputs.RECORDS),
                settledSplit.map(slices -> slices.getSideOutput(SideOutputs.RECORDS)));
        var others = announce.union(commands, deadLetters);
        var deliverable = new DeliverableFunction(topics);
        named(mailbox.process(deliverable), OperatorIds.DELIVERABLE, Outgoing.class)
                .sinkTo(output)
                .uid(OperatorIds.DELIVERIES)
                .name(OperatorIds.DELIVERIES);
        named(others.process(deliverable), OperatorIds.DELIVERABLE_OTHERS, Outgoing.class)
                .sinkTo(output)
                .uid(OperatorIds.OUTPUT)
                .name(OperatorIds.OUTPUT);
    }

    private static SingleOutputStreamOperator<Arrival> from(
            StreamExecutionEnvironment environment,
            Source<Arrival, ?, ?> source,
            WatermarkStrategy<Arrival> time,
            String id) {
        return environment.fromSource(source, time, id).uid(id);
    }

    private static <T extends Message> SingleOutputStreamOperator<T> named(
            SingleOutputStreamOperator<T> operator, String id, Class<T> type) {
        return operator.returns(new ProtobufTypeInformation<>(type)).uid(id).name(id);
    }

    private static <T> DataStream<T> with(DataStream<T> stream, Optional<? extends DataStream<T>> more) {
        return more.isPresent() ? stream.union(more.get()) : stream;
    }

    private static <T> DataStream<T> side(
            OutputTag<T> tag, SingleOutputStreamOperator<?> first, SingleOutputStreamOperator<?>... others) {
        DataStream<T> all = first.getSideOutput(tag);
        for (SingleOutputStreamOperator<?> operator : others) {
            all = all.union(operator.getSideOutput(tag));
        }
        return all;
    }
}
