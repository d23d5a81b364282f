package io.creto.messaging.jobs.verify;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.v1.RejectionReason;
import java.util.List;

/**
 * What {@link EnvelopeVerifier} says of the envelopes of a verified batch.
 *
 * @param accepted the accepted envelopes with their inclusion paths; has no envelope if none was
 * @param refused the refused ones, by rising index
 * @param undelegated whether one was refused only because no delegation is recorded: absence is believed only after a
 *     while (architecture §5)
 */
public record EnvelopeVerification(Admitted accepted, List<Refusal> refused, boolean undelegated) {

    /**
     * One refused envelope.
     *
     * @param index its position in the batch
     * @param sender its sender, {@code fleet/name}
     * @param messageId its id, 16 bytes
     * @param leafHash its leaf hash, 32 bytes
     * @param reason why
     * @param detail for people, never payload
     */
    public record Refusal(
            int index,
            String sender,
            ByteString messageId,
            ByteString leafHash,
            RejectionReason reason,
            String detail) {}
}
