package io.creto.messaging.jobs.io;

import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.Verdict;
import org.apache.flink.util.OutputTag;

/** What every deciding operator says by the side. */
public final class SideOutputs {
    /** Refusals, for their signers. */
    public static final OutputTag<Verdict> VERDICTS =
            new OutputTag<>("verdicts", new ProtobufTypeInformation<>(Verdict.class));
    /** Records that were bad, as they came. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", new ProtobufTypeInformation<>(DeadLetter.class));

    private SideOutputs() {}
}
