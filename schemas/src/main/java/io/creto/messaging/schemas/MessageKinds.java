package io.creto.messaging.schemas;

import io.creto.messaging.v1.EnvelopeHeader.DestinationCase;
import io.creto.messaging.v1.KeyPart.PartCase;
import io.creto.messaging.v1.MessageKind;

/** What follows from the kind of an envelope (wire format, "Envelope"). */
public final class MessageKinds {
    private MessageKinds() {}

    /** Whether the body is a command's own message rather than a SealedBody. */
    public static boolean isCommand(MessageKind kind) {
        return destination(kind) == DestinationCase.SYSTEM;
    }

    /** The destination that the kind demands; DESTINATION_NOT_SET for values that are no kind. */
    public static DestinationCase destination(MessageKind kind) {
        return switch (kind) {
            case MESSAGE_KIND_MESSAGE, MESSAGE_KIND_CHANNEL_KEY -> DestinationCase.RECIPIENT;
            case MESSAGE_KIND_PUBLICATION -> DestinationCase.CHANNEL;
            case MESSAGE_KIND_UNSPECIFIED, UNRECOGNIZED -> DestinationCase.DESTINATION_NOT_SET;
            default -> DestinationCase.SYSTEM;
        };
    }

    /** The key part that the kind demands; PART_NOT_SET for commands. */
    public static PartCase keyPart(MessageKind kind) {
        return switch (destination(kind)) {
            case RECIPIENT -> PartCase.KEM_WRAP;
            case CHANNEL -> PartCase.SENDER_KEY;
            case SYSTEM, DESTINATION_NOT_SET -> PartCase.PART_NOT_SET;
        };
    }
}
