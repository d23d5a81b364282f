package io.creto.messaging.gateway;

import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.DeliveryServiceGrpc.DeliveryServiceStub;
import io.creto.messaging.v1.DeliveryStart;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.ReceiveResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A receiver's stream, as a client has it. */
final class ReceiveClient implements ClientResponseObserver<ReceiveRequest, ReceiveResponse> {
    private final ConcurrentLinkedQueue<ReceiveResponse> records = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<DeliveryCursor> cursors = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
    private final boolean reads;
    private @Nullable ClientCallStreamObserver<ReceiveRequest> requests;

    private ReceiveClient(boolean reads) {
        this.reads = reads;
    }

    static OpenDelivery.Builder opening(String... agents) {
        return OpenDelivery.newBuilder()
                .addAllAgents(List.of(agents))
                .setCredit(10_000)
                .setContent(DeliveryContent.DELIVERY_CONTENT_ALL)
                .setStart(DeliveryStart.DELIVERY_START_EARLIEST);
    }

    static ReceiveClient open(DeliveryServiceStub stub, OpenDelivery.Builder opening) {
        return open(stub, opening, true);
    }

    /** @param reads false: reads nothing before it is told to */
    static ReceiveClient open(DeliveryServiceStub stub, OpenDelivery.Builder opening, boolean reads) {
        ReceiveClient client = new ReceiveClient(reads);
        stub.receive(client);
        client.requests().onNext(ReceiveRequest.newBuilder().setOpen(opening).build());
        return client;
    }

    private ClientCallStreamObserver<ReceiveRequest> requests() {
        return Objects.requireNonNull(requests);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ReceiveRequest> stream) {
        requests = stream;
        if (!reads) {
            stream.disableAutoRequestWithInitial(0);
        }
    }

    void read(int messages) {
        requests().request(messages);
    }

    void credit(int more) {
        requests().onNext(ReceiveRequest.newBuilder().setCredit(more).build());
    }

    void open(OpenDelivery.Builder opening) {
        requests().onNext(ReceiveRequest.newBuilder().setOpen(opening).build());
    }

    void halfClose() {
        requests().onCompleted();
    }

    void cancel() {
        requests().cancel("enough", null);
    }

    /** Those with a record, in the order of their arrival. */
    List<ReceiveResponse> records() {
        return List.copyOf(records);
    }

    /** Those without. */
    List<DeliveryCursor> cursors() {
        return List.copyOf(cursors);
    }

    CompletableFuture<Optional<Throwable>> ended() {
        return ended;
    }

    @Override
    public void onNext(ReceiveResponse response) {
        if (response.hasRecord()) {
            records.add(response);
        } else {
            cursors.add(response.getCursor());
        }
    }

    @Override
    public void onError(Throwable failure) {
        ended.complete(Optional.of(failure));
    }

    @Override
    public void onCompleted() {
        ended.complete(Optional.empty());
    }
}
