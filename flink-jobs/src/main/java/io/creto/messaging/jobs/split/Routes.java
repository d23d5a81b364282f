package io.creto.messaging.jobs.split;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.ConfigureChannel;
import io.creto.messaging.v1.CreateChannel;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.DeleteChannel;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.RemoveMember;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.ReportCompromise;
import io.creto.messaging.v1.RequestChannelKey;
import io.creto.messaging.v1.RequestHistory;
import io.creto.messaging.v1.Rotate;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.Subscribe;
import io.creto.messaging.v1.Unsubscribe;
import io.creto.messaging.v1.UploadPrekeys;
import java.util.Optional;
import java.util.function.Function;

/**
 * The route of an envelope. Messages go to the shard of their recipient; so do acknowledgements, whose sender that is. A
 * command goes to the log of the state that it changes, under that state's key, and is decided there in the log's order.
 */
public final class Routes {
    private Routes() {}

    /**
     * Where an envelope goes.
     *
     * @param fleets finds a fleet by its name
     * @return empty if the recipient's fleet is not known
     * @throws WireException if the envelope is not what has been verified
     */
    public static Optional<Route> of(
            EnvelopeHeader header, Envelope envelope, Function<String, Optional<FleetShare>> fleets)
            throws WireException {
        return switch (header.getKind()) {
            case MESSAGE_KIND_MESSAGE, MESSAGE_KIND_CHANNEL_KEY -> shard(header, header.getRecipient(), fleets);
            case MESSAGE_KIND_ACKNOWLEDGE, MESSAGE_KIND_REDRIVE -> shard(header, header.getSender(), fleets);
            case MESSAGE_KIND_PUBLICATION -> Optional.of(new Route.Log(Topics.CHANNEL_LOG.name(), header.getChannel()));
            default -> Optional.of(log(header, CommandParser.command(header, envelope.getBody())));
        };
    }

    /** The agent in whose shard an envelope is decided, empty for what goes to a log. */
    public static Optional<String> agent(EnvelopeHeader header) {
        return switch (header.getKind()) {
            case MESSAGE_KIND_MESSAGE, MESSAGE_KIND_CHANNEL_KEY -> Optional.of(header.getRecipient());
            case MESSAGE_KIND_ACKNOWLEDGE, MESSAGE_KIND_REDRIVE -> Optional.of(header.getSender());
            default -> Optional.empty();
        };
    }

    private static Optional<Route> shard(
            EnvelopeHeader header, String agent, Function<String, Optional<FleetShare>> fleets) {
        return fleets.apply(FleetShares.fleetOf(agent))
                .map(fleet -> new Route.Shard(fleet, header.getLane(), FleetShares.partition(fleet, agent)));
    }

    /** The log of a command. */
    static Route log(EnvelopeHeader header, Message command) throws WireException {
        if (command instanceof CreateFleet create) {
            return registry(create.getFleet());
        } else if (command instanceof PutPolicy put) {
            return registry(put.getFleet());
        } else if (command instanceof Enrol || command instanceof Delegate) {
            return registryOf(header.getSender());
        } else if (command instanceof ReplaceKey replace) {
            return registryOf(replace.getAgent());
        } else if (command instanceof EndDelegation end) {
            return registryOf(end.getAgent());
        } else if (command instanceof IssueToken issue) {
            return registryOf(issue.getAgent());
        } else if (command instanceof SetStatus set) {
            return registryOf(set.getAgent());
        } else if (command instanceof SetAttributes set) {
            return registryOf(set.getAgent());
        } else if (command instanceof UploadPrekeys) {
            return keyring(header.getSender());
        } else if (command instanceof Rotate rotate) {
            return keyring(rotate.getOwner());
        } else if (command instanceof ReportCompromise report) {
            return keyring(report.getOwner());
        }
        return new Route.Log(Topics.CHANNEL_LOG.name(), channel(command));
    }

    private static ByteString channel(Message command) {
        if (command instanceof CreateChannel create) {
            return create.getChannel();
        } else if (command instanceof ConfigureChannel configure) {
            return configure.getChannel();
        } else if (command instanceof DeleteChannel delete) {
            return delete.getChannel();
        } else if (command instanceof Subscribe subscribe) {
            return subscribe.getChannel();
        } else if (command instanceof Unsubscribe unsubscribe) {
            return unsubscribe.getChannel();
        } else if (command instanceof RemoveMember remove) {
            return remove.getChannel();
        } else if (command instanceof RequestChannelKey request) {
            return request.getChannel();
        } else if (command instanceof RequestHistory request) {
            return request.getChannel();
        }
        throw new IllegalArgumentException(command.getClass() + " has no log");
    }

    private static Route registryOf(String agent) throws WireException {
        return registry(AgentId.parse(agent).fleet());
    }

    private static Route registry(String fleet) {
        return new Route.Log(Topics.REGISTRY_LOG.name(), ByteString.copyFromUtf8(fleet));
    }

    private static Route keyring(String owner) {
        return new Route.Log(Topics.KEYRING_LOG.name(), ByteString.copyFromUtf8(owner));
    }
}
