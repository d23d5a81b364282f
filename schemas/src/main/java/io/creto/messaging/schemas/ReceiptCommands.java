package io.creto.messaging.schemas;

import io.creto.messaging.schemas.CommandParser.Command;
import io.creto.messaging.v1.Acknowledge;
import io.creto.messaging.v1.FailureReason;
import io.creto.messaging.v1.Handling;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Redrive;
import java.util.Map;

/** The rules of the commands that settle messages. */
final class ReceiptCommands {
    private ReceiptCommands() {}

    static void register(Map<MessageKind, Command<?>> commands) {
        commands.put(
                MessageKind.MESSAGE_KIND_ACKNOWLEDGE,
                Command.of(Acknowledge.getDefaultInstance(), Acknowledge.parser(), ReceiptCommands::acknowledge));
        commands.put(
                MessageKind.MESSAGE_KIND_REDRIVE,
                Command.of(Redrive.getDefaultInstance(), Redrive.parser(), ReceiptCommands::redrive));
    }

    private static void acknowledge(Acknowledge acknowledge) throws WireException {
        AgentId.check(acknowledge.getSender(), "acknowledge.sender");
        MessageId.check(acknowledge.getMessageId(), "acknowledge.message_id");
        Check.size(acknowledge.getLeafHash(), WireLimits.HASH_BYTES, "acknowledge.leaf_hash");
        Check.given(acknowledge.getOutcome(), "acknowledge.outcome");
        boolean failed = acknowledge.getOutcome() == Handling.HANDLING_FAILED;
        boolean hasReason = acknowledge.getReason() != FailureReason.FAILURE_REASON_UNSPECIFIED;
        Check.rule(failed == hasReason, "acknowledge.reason", "must be given for FAILED and only then");
        Check.absent(
                failed || acknowledge.getAttempts() == 0, "acknowledge.attempts", "for " + acknowledge.getOutcome());
        Check.range(Integer.toUnsignedLong(acknowledge.getAttempts()), 0, Integer.MAX_VALUE, "acknowledge.attempts");
        Check.prose(acknowledge.getDetail(), WireLimits.MAX_TEXT_BYTES, "acknowledge.detail");
    }

    private static void redrive(Redrive redrive) throws WireException {
        AgentId.check(redrive.getSender(), "redrive.sender");
        MessageId.check(redrive.getMessageId(), "redrive.message_id");
    }
}
