package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_TOO_LARGE;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_UNSPECIFIED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.sealing.OpenException;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.RejectionReason;
import java.util.Optional;
import java.util.Set;

/** Runs what must be refused. Only the three typed refusals pass; anything else fails the test. */
final class Refusals {
    /** What a {@link WireException} may give as its reason; a {@link VerificationException} gives any other. */
    static final Set<RejectionReason> WIRE =
            Set.of(REJECTION_REASON_MALFORMED, REJECTION_REASON_TOO_LARGE, REJECTION_REASON_UNSUPPORTED_VERSION);

    private Refusals() {}

    /** An entry point, given some input. */
    @FunctionalInterface
    interface Attempt {
        void run() throws WireException, VerificationException, OpenException;
    }

    /** The reason of the refusal: a RejectionReason or an OpenException.Reason. */
    static Enum<?> refusal(Attempt attempt) {
        return outcome(attempt).orElseThrow(() -> new AssertionError("accepted, must be refused"));
    }

    /** The reason of the refusal, or nothing where the input was accepted. */
    static Optional<Enum<?>> outcome(Attempt attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (WireException e) {
            require(WIRE.contains(e.reason()), e);
            return Optional.of(e.reason());
        } catch (VerificationException e) {
            require(!WIRE.contains(e.reason()) && e.reason() != REJECTION_REASON_UNSPECIFIED, e);
            return Optional.of(e.reason());
        } catch (OpenException e) {
            return Optional.of(e.reason());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw new AssertionError("refused, but not with a typed reason", e);
        }
    }

    private static void require(boolean reasonFits, Exception e) {
        if (!reasonFits) {
            throw new AssertionError("a reason that this type of refusal does not have", e);
        }
    }
}
