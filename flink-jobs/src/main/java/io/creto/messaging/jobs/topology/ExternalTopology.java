package io.creto.messaging.jobs.topology;

import io.creto.messaging.jobs.external.ExternalAuthorizeFunction;
import io.creto.messaging.jobs.external.ExternalAuthorizer;
import io.creto.messaging.jobs.external.ExternalFleets;
import io.creto.messaging.jobs.external.ExternalSettleFunction;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.ExternalAnswer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The side path of the fleets that opted in (ADR 9). It keeps the order of each signer and does not touch the path of all others:
 *
 * <pre>
 *   authorize ─► external-authorize ─► external-settle ─► external-split ─► mailbox, command logs
 * </pre>
 */
public final class ExternalTopology {
    /** The service's own deadline holds long before. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private ExternalTopology() {}

    /**
     * An external authorization.
     *
     * @param fleets that opted in
     * @param service to ask
     * @param timeout of a check
     * @param capacity slices of each task that may wait for answers
     */
    public record External(ExternalFleets fleets, ExternalAuthorizer.Factory service, Duration timeout, int capacity) {}

    /** What the service permits as well; verdicts on the rest by the side. */
    static SingleOutputStreamOperator<Admitted> settled(
            SingleOutputStreamOperator<Admitted> authorize, External external) {
        return AsyncDataStream.orderedWait(
                        authorize.getSideOutput(SideOutputs.EXTERNAL),
                        new ExternalAuthorizeFunction(external.service()),
                        external.timeout().plus(MARGIN).toMillis(),
                        TimeUnit.MILLISECONDS,
                        external.capacity())
                .returns(new ProtobufTypeInformation<>(ExternalAnswer.class))
                .uid(OperatorIds.EXTERNAL_AUTHORIZE)
                .name(OperatorIds.EXTERNAL_AUTHORIZE)
                .startNewChain() // a task of its own: waiting for room here must not stop authorize before its buffers
                // are full
                .process(new ExternalSettleFunction())
                .returns(new ProtobufTypeInformation<>(Admitted.class))
                .uid(OperatorIds.EXTERNAL_SETTLE)
                .name(OperatorIds.EXTERNAL_SETTLE);
    }
}
