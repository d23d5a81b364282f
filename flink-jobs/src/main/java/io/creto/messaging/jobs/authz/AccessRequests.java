package io.creto.messaging.jobs.authz;

import com.google.protobuf.Message;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.CreateChannel;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import java.util.Optional;

/**
 * What an envelope asks of the policies. Not asked is what an agent does with its own: its acknowledgements, the replacement of its
 * own key, its delegations. Publications and commands about a channel that exists name it by its id; who knows its name asks.
 */
final class AccessRequests {
    private AccessRequests() {}

    /**
     * An action, and on whom or what.
     *
     * @param agent {@code fleet/name} of another agent; empty if there is none
     * @param channel {@code fleet/name} of a channel; empty if there is none
     */
    record Asked(Action action, Optional<String> agent, Optional<String> channel) {
        static Optional<Asked> of(Action action, String agent) {
            return Optional.of(new Asked(action, Optional.of(agent), Optional.empty()));
        }

        static Optional<Asked> own(Action action) {
            return Optional.of(new Asked(action, Optional.empty(), Optional.empty()));
        }
    }

    /**
     * What an envelope asks, if anything.
     *
     * @throws WireException if the envelope is not what has been verified
     */
    static Optional<Asked> of(EnvelopeHeader header, Envelope envelope) throws WireException {
        return switch (header.getKind()) {
            case MESSAGE_KIND_MESSAGE, MESSAGE_KIND_CHANNEL_KEY ->
                Asked.of(Action.ACTION_SEND_MESSAGE, header.getRecipient());
            case MESSAGE_KIND_ENROL -> Asked.own(Action.ACTION_ENROL);
            case MESSAGE_KIND_UPLOAD_PREKEYS -> Asked.own(Action.ACTION_UPLOAD_KEYS);
            case MESSAGE_KIND_ROTATE, MESSAGE_KIND_REPORT_COMPROMISE -> Asked.own(Action.ACTION_ROTATE_KEY);
            case MESSAGE_KIND_PUT_POLICY -> Asked.own(Action.ACTION_MANAGE_POLICY);
            case MESSAGE_KIND_ISSUE_TOKEN,
                    MESSAGE_KIND_SET_STATUS,
                    MESSAGE_KIND_SET_ATTRIBUTES,
                    MESSAGE_KIND_REPLACE_KEY,
                    MESSAGE_KIND_END_DELEGATION,
                    MESSAGE_KIND_CREATE_CHANNEL -> command(header, CommandParser.command(header, envelope.getBody()));
            case MESSAGE_KIND_ACKNOWLEDGE,
                    MESSAGE_KIND_REDRIVE,
                    MESSAGE_KIND_DELEGATE,
                    MESSAGE_KIND_CREATE_FLEET,
                    MESSAGE_KIND_PUBLICATION,
                    MESSAGE_KIND_CONFIGURE_CHANNEL,
                    MESSAGE_KIND_DELETE_CHANNEL,
                    MESSAGE_KIND_SUBSCRIBE,
                    MESSAGE_KIND_UNSUBSCRIBE,
                    MESSAGE_KIND_REMOVE_MEMBER,
                    MESSAGE_KIND_REQUEST_CHANNEL_KEY,
                    MESSAGE_KIND_REQUEST_HISTORY -> Optional.empty();
            case MESSAGE_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new WireException(
                        RejectionReason.REJECTION_REASON_MALFORMED, "envelope_header.kind", "not known");
        };
    }

    private static Optional<Asked> command(EnvelopeHeader header, Message command) {
        if (command instanceof CreateChannel create) {
            String channel = FleetShares.fleetOf(header.getSender()) + "/" + create.getName();
            return Optional.of(new Asked(Action.ACTION_CREATE_CHANNEL, Optional.empty(), Optional.of(channel)));
        }
        String agent = managed(command);
        boolean own =
                agent.equals(header.getSender()) && (command instanceof ReplaceKey || command instanceof EndDelegation);
        return own ? Optional.empty() : Asked.of(Action.ACTION_MANAGE_AGENTS, agent);
    }

    private static String managed(Message command) {
        if (command instanceof IssueToken issue) {
            return issue.getAgent();
        } else if (command instanceof SetStatus set) {
            return set.getAgent();
        } else if (command instanceof SetAttributes set) {
            return set.getAgent();
        } else if (command instanceof ReplaceKey replace) {
            return replace.getAgent();
        } else if (command instanceof EndDelegation end) {
            return end.getAgent();
        }
        throw new IllegalArgumentException(command.getClass() + " manages no agent");
    }
}
