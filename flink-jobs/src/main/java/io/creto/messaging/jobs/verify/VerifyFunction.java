package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.announce.Announcements;
import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.verify.BatchVerification.Refused;
import io.creto.messaging.jobs.verify.BatchVerification.Verified;
import io.creto.messaging.jobs.verify.EnvelopeVerification.Refusal;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Verdict;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The verify operator (architecture §4): batches and identity shares, both keyed by the signer, in; accepted envelopes out, one
 * slice a batch; verdicts and dead letters by the side. {@link Admission} decides, {@link SignerStateFunction} keeps.
 */
public final class VerifyFunction extends SignerStateFunction {
    private transient @Nullable Admission admission;
    private transient @Nullable OperatorMetrics metrics;
    private transient @Nullable Emitter emitter;

    @Override
    public void open(OpenContext context) {
        super.open(context);
        OperatorMetrics counts = new OperatorMetrics(getRuntimeContext().getMetricGroup());
        Emitter output = new Emitter(counts);
        metrics = counts;
        emitter = output;
        admission = new Admission(this, output);
    }

    @Override
    public void processElement1(Arrival batch, Context context, Collector<Admitted> out) throws Exception {
        Objects.requireNonNull(metrics).element(() -> {
            Objects.requireNonNull(emitter).to(context, out);
            Objects.requireNonNull(admission).arrive(batch);
        });
    }

    @Override
    public void processElement2(IdentityShare share, Context context, Collector<Admitted> out) throws Exception {
        Objects.requireNonNull(metrics).reference(() -> {
            Objects.requireNonNull(emitter).to(context, out);
            Objects.requireNonNull(admission)
                    .learn(share, context.timerService().currentWatermark());
        });
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Admitted> out) throws Exception {
        Objects.requireNonNull(metrics).timer(() -> {
            Objects.requireNonNull(emitter).to(context, out);
            Objects.requireNonNull(admission).wake(timestamp);
        });
    }

    /** Says what is decided through the context of the event at hand. */
    private static final class Emitter implements AdmissionOutput {
        private final OperatorMetrics metrics;
        private final Counter late;
        private @Nullable Context context;
        private @Nullable Collector<Admitted> out;

        Emitter(OperatorMetrics metrics) {
            this.metrics = metrics;
            this.late = metrics.counter("late_reference");
        }

        void to(Context context, Collector<Admitted> out) {
            this.context = context;
            this.out = out;
        }

        @Override
        public void accepted(Admitted admitted) {
            metrics.out();
            Objects.requireNonNull(out).collect(admitted);
        }

        @Override
        public void refused(Arrival batch, Refused refused, long decidedAtMs) {
            metrics.refused(refused.reason());
            Context to = Objects.requireNonNull(context);
            try {
                BatchHeader header = BatchParser.header(
                        BatchParser.ingestRecord(batch.getRecord()).getBatch().getHeader());
                Lane lane = Lane.forNumber(batch.getLane());
                to.output(
                        SideOutputs.ANNOUNCEMENTS,
                        Announcements.of(
                                        lane == null ? header.getLane() : lane,
                                        RejectionRecords.verdict(header, refused, decidedAtMs))
                                .toBuilder()
                                .setRecordOnly(RejectionRecords.isBadBytes(refused.reason())) // not proven the signer's
                                .build());
            } catch (WireException e) {
                metrics.refused(RejectionReason.REJECTION_REASON_INTERNAL); // ReadFunction has read it already
            }
            if (RejectionRecords.isBadBytes(refused.reason())) {
                to.output(
                        SideOutputs.DEAD_LETTERS,
                        RejectionRecords.deadLetter(batch, refused.reason(), refused.detail()));
            }
        }

        @Override
        public void refused(Verified batch, List<Refusal> envelopes) {
            envelopes.forEach(envelope -> metrics.refused(envelope.reason()));
            BatchHeader header = batch.batch().header();
            var verdicts = envelopes.stream().map(RejectionRecords::refused).toList();
            Verdict verdict = RejectionRecords.verdict(header, verdicts, batch.ingestTimeMs());
            Objects.requireNonNull(context)
                    .output(
                            SideOutputs.ANNOUNCEMENTS,
                            Announcements.of(header.getLane(), verdict).toBuilder()
                                    .setRecordOnly(batch.enrolment()) // anybody can send one in anybody's name
                                    .build());
        }

        @Override
        public void held(long atMs) {
            metrics.parked();
            Objects.requireNonNull(context).timerService().registerEventTimeTimer(atMs);
        }

        @Override
        public void repeated() {
            metrics.repeated();
        }

        @Override
        public void learntLate() {
            late.inc();
        }
    }
}
