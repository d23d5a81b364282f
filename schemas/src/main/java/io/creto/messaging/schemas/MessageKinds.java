package io.creto.messaging.schemas;

import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.EnvelopeHeader.DestinationCase;
import io.creto.messaging.v1.KeyPart.PartCase;
import io.creto.messaging.v1.MessageKind;
import java.util.Optional;

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

    /**
     * The scope that a delegation must have for its signer to act in the sender's name with this kind; empty for kinds that
     * only the sender's own key may sign: identity, keys, administration, policy, delegation, and values that are no kind. The
     * one place for this rule.
     */
    public static Optional<DelegationScope> scope(MessageKind kind) {
        return switch (kind) {
            case MESSAGE_KIND_MESSAGE -> Optional.of(DelegationScope.DELEGATION_SCOPE_SEND);
            case MESSAGE_KIND_ACKNOWLEDGE, MESSAGE_KIND_REDRIVE ->
                Optional.of(DelegationScope.DELEGATION_SCOPE_ACKNOWLEDGE);
            case MESSAGE_KIND_CHANNEL_KEY,
                    MESSAGE_KIND_PUBLICATION,
                    MESSAGE_KIND_CREATE_CHANNEL,
                    MESSAGE_KIND_CONFIGURE_CHANNEL,
                    MESSAGE_KIND_DELETE_CHANNEL,
                    MESSAGE_KIND_SUBSCRIBE,
                    MESSAGE_KIND_UNSUBSCRIBE,
                    MESSAGE_KIND_REMOVE_MEMBER,
                    MESSAGE_KIND_REQUEST_CHANNEL_KEY,
                    MESSAGE_KIND_REQUEST_HISTORY -> Optional.of(DelegationScope.DELEGATION_SCOPE_CHANNEL);
            case MESSAGE_KIND_ENROL,
                    MESSAGE_KIND_REPLACE_KEY,
                    MESSAGE_KIND_DELEGATE,
                    MESSAGE_KIND_END_DELEGATION,
                    MESSAGE_KIND_CREATE_FLEET,
                    MESSAGE_KIND_ISSUE_TOKEN,
                    MESSAGE_KIND_SET_STATUS,
                    MESSAGE_KIND_SET_ATTRIBUTES,
                    MESSAGE_KIND_UPLOAD_PREKEYS,
                    MESSAGE_KIND_ROTATE,
                    MESSAGE_KIND_REPORT_COMPROMISE,
                    MESSAGE_KIND_PUT_POLICY,
                    MESSAGE_KIND_UNSPECIFIED,
                    UNRECOGNIZED -> Optional.empty();
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
