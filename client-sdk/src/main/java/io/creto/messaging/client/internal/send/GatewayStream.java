package io.creto.messaging.client.internal.send;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.ClientListener;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream in use: opened when there is something to send, told about once when it is lost and once when the gateway answers
 * again. Belongs to the submitter's worker, to which it brings the transport's events.
 */
final class GatewayStream {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayStream.class);

    private final SubmitLink.Opener opener;
    private final Executor worker;
    private final ClientListener listener;
    private final Consumer<SubmitResponse> onAnswer;
    private final Consumer<Throwable> onLost;
    private @Nullable SubmitLink link;
    private boolean lost;

    /**
     * @param onAnswer takes answers, on the worker
     * @param onLost is told, on the worker, why what was not answered has to be sent again
     */
    GatewayStream(
            SubmitLink.Opener opener,
            Executor worker,
            ClientListener listener,
            Consumer<SubmitResponse> onAnswer,
            Consumer<Throwable> onLost) {
        this.opener = opener;
        this.worker = worker;
        this.listener = listener;
        this.onAnswer = onAnswer;
        this.onLost = onLost;
    }

    void send(ByteString batch) {
        SubmitLink open = link == null ? open() : link;
        open.send(batch);
    }

    /** Gives the stream up, if there is one. */
    void giveUp(Status why) {
        SubmitLink open = link;
        if (open != null) {
            open.cancel();
            lost(open, why.asRuntimeException());
        }
    }

    void close() {
        if (link != null) {
            link.cancel();
            link = null;
        }
    }

    private SubmitLink open() {
        SubmitLink[] opened = new SubmitLink[1];
        opened[0] = opener.open(new SubmitLink.Events(
                answer -> worker.execute(() -> answered(answer)),
                failure -> worker.execute(() -> lost(opened[0], failure))));
        link = opened[0];
        return opened[0];
    }

    private void answered(SubmitResponse answer) {
        if (lost) {
            lost = false;
            LOG.info("the gateway answers again");
            tell(listener::gatewayBack);
        }
        onAnswer.accept(answer);
    }

    private void lost(SubmitLink which, Throwable failure) {
        if (link != which) {
            return;
        }
        link = null;
        if (!lost) {
            lost = true;
            String why = Status.fromThrowable(failure).toString();
            LOG.warn("the gateway does not answer, what is sent waits: {}", why);
            tell(() -> listener.gatewayLost(why));
        }
        onLost.accept(failure);
    }

    private static void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.warn("the listener failed", e);
        }
    }
}
