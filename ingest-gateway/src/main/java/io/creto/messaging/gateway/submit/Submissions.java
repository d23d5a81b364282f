package io.creto.messaging.gateway.submit;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.admission.Admission;
import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.gateway.admission.InFlight;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.gateway.limit.FleetQuotas;
import io.creto.messaging.gateway.log.Appended;
import io.creto.messaging.gateway.log.IngestLog;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Accepted;
import io.creto.messaging.v1.SubmitResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What both calls do with one batch: admit, keep within the limits and its fleet's quota, append, count. Thread-safe; nothing here blocks. */
public final class Submissions {
    private final IngestLog log;
    private final InFlight inFlight;
    private final FleetQuotas quotas;
    private final GatewayMetrics metrics;

    /**
     * Uses what others have opened.
     *
     * @param inFlight what all calls together may have on its way
     * @param quotas what a fleet's signers together may hand to the log
     */
    public Submissions(IngestLog log, InFlight inFlight, FleetQuotas quotas, GatewayMetrics metrics) {
        this.log = log;
        this.inFlight = inFlight;
        this.quotas = quotas;
        this.metrics = metrics;
    }

    /**
     * Admits a batch of a caller, or says why not.
     *
     * @throws WireException if it is not well-formed
     * @throws RefusedCallerException if it is not the caller's to submit
     */
    AdmittedBatch admit(ByteString batch, Caller caller) throws WireException {
        metrics.submitted();
        try {
            AdmittedBatch admitted = Admission.admit(batch);
            caller.checkMaySubmit(admitted.signer(), () -> Admission.isEnrolment(batch));
            return admitted;
        } catch (WireException e) {
            metrics.refused(e.reason());
            throw e;
        } catch (RefusedCallerException e) {
            metrics.refused(e.reason());
            throw e;
        }
    }

    /**
     * Appends an admitted batch of a caller, unless too much is in flight or its fleet has used up its quota. It is in flight until
     * the answer has been handed on, so who waits until nothing is in flight knows that all answers are out.
     */
    void append(AdmittedBatch batch, Caller caller, Answer answer) {
        int size = batch.recordValue().length;
        switch (inFlight.enter(size)) {
            case FULL -> fail(answer, new GatewayException(Kind.OVERLOADED, "too much is in flight"));
            case CLOSED -> fail(answer, new GatewayException(Kind.DRAINING, "the gateway is stopping"));
            case ENTERED ->
                quotas.take(batch, caller)
                        .ifPresentOrElse(
                                excess -> refuseEntered(excess, size, answer),
                                () -> appendEntered(batch, size, answer));
        }
    }

    private void refuseEntered(GatewayException excess, int size, Answer answer) {
        try {
            fail(answer, excess);
        } finally {
            inFlight.leave(size);
        }
    }

    private void appendEntered(AdmittedBatch batch, int size, Answer answer) {
        ByteString batchId = batch.batchId(); // the batch's bytes need not be kept until the answer
        long start = System.nanoTime();
        CompletableFuture<Appended> append;
        try {
            append = log.append(batch);
        } catch (RuntimeException e) {
            append = CompletableFuture.failedFuture(e);
        }
        var unused = append.whenComplete((appended, failure) -> {
            try {
                finish(batchId, start, appended, failure, answer);
            } finally {
                inFlight.leave(size);
            }
        });
    }

    private void finish(
            ByteString batchId, long start, @Nullable Appended appended, @Nullable Throwable failure, Answer answer) {
        if (appended == null) {
            fail(answer, failure == null ? new IllegalStateException("the log gave no answer") : failure);
            return;
        }
        metrics.accepted(appended.partition().lane(), System.nanoTime() - start);
        answer.accepted(SubmitResponse.newBuilder()
                .setBatchId(batchId)
                .setAccepted(Accepted.newBuilder().setIngestTimeMs(appended.timeMs()))
                .build());
    }

    private void fail(Answer answer, Throwable failure) {
        metrics.failed(failure instanceof GatewayException known ? known.kind() : Kind.INTERNAL);
        answer.failed(failure);
    }
}
