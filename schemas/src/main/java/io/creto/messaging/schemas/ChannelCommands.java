package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.schemas.CommandParser.Command;
import io.creto.messaging.v1.AllowlistEntry;
import io.creto.messaging.v1.ChannelPolicy;
import io.creto.messaging.v1.ChannelRole;
import io.creto.messaging.v1.ChannelSettings;
import io.creto.messaging.v1.ConfigureChannel;
import io.creto.messaging.v1.CreateChannel;
import io.creto.messaging.v1.DeleteChannel;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.RemoveMember;
import io.creto.messaging.v1.RequestChannelKey;
import io.creto.messaging.v1.RequestHistory;
import io.creto.messaging.v1.Subscribe;
import io.creto.messaging.v1.Unsubscribe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules of the channel commands. */
final class ChannelCommands {
    private ChannelCommands() {}

    static void register(Map<MessageKind, Command<?>> commands) {
        commands.put(
                MessageKind.MESSAGE_KIND_CREATE_CHANNEL,
                Command.of(CreateChannel.getDefaultInstance(), CreateChannel.parser(), ChannelCommands::create));
        commands.put(
                MessageKind.MESSAGE_KIND_CONFIGURE_CHANNEL,
                Command.of(
                        ConfigureChannel.getDefaultInstance(),
                        ConfigureChannel.parser(),
                        ChannelCommands::configure,
                        ChannelCommands::configureHeader));
        commands.put(
                MessageKind.MESSAGE_KIND_DELETE_CHANNEL,
                Command.of(
                        DeleteChannel.getDefaultInstance(),
                        DeleteChannel.parser(),
                        delete -> MessageId.check(delete.getChannel(), "delete_channel.channel")));
        commands.put(
                MessageKind.MESSAGE_KIND_SUBSCRIBE,
                Command.of(Subscribe.getDefaultInstance(), Subscribe.parser(), ChannelCommands::subscribe));
        commands.put(
                MessageKind.MESSAGE_KIND_UNSUBSCRIBE,
                Command.of(Unsubscribe.getDefaultInstance(), Unsubscribe.parser(), ChannelCommands::unsubscribe));
        commands.put(
                MessageKind.MESSAGE_KIND_REMOVE_MEMBER,
                Command.of(RemoveMember.getDefaultInstance(), RemoveMember.parser(), ChannelCommands::remove));
        commands.put(
                MessageKind.MESSAGE_KIND_REQUEST_CHANNEL_KEY,
                Command.of(
                        RequestChannelKey.getDefaultInstance(),
                        RequestChannelKey.parser(),
                        ChannelCommands::requestKey));
        commands.put(
                MessageKind.MESSAGE_KIND_REQUEST_HISTORY,
                Command.of(RequestHistory.getDefaultInstance(), RequestHistory.parser(), ChannelCommands::history));
    }

    private static void create(CreateChannel create) throws WireException {
        MessageId.check(create.getChannel(), "create_channel.channel");
        AgentId.checkName(create.getName(), "create_channel.name");
        Check.given(create.getLane(), "create_channel.lane");
        Check.present(create.hasSettings(), "create_channel.settings");
        settings(create.getSettings(), "create_channel.settings.");
    }

    private static void configure(ConfigureChannel configure) throws WireException {
        MessageId.check(configure.getChannel(), "configure_channel.channel");
        boolean lists = configure.getAllowCount() + configure.getDisallowCount() > 0;
        boolean changes =
                configure.hasSettings() || lists || !configure.getOwner().isEmpty();
        Check.rule(changes, "configure_channel.settings", "no settings, allowlist or owner given, must be one");
        Check.absent(!lists || !configure.hasSettings(), "configure_channel.allow", "beside settings");
        List<String> listed = allowlist(configure.getAllowList(), "configure_channel.allow");
        Check.count(configure.getDisallowCount(), 0, WireLimits.MAX_ALLOWLIST, "configure_channel.disallow");
        for (String agent : configure.getDisallowList()) {
            AgentId.check(agent, "configure_channel.disallow");
        }
        listed.addAll(configure.getDisallowList());
        Check.distinct(listed, "configure_channel.disallow");
        if (configure.hasSettings()) {
            settings(configure.getSettings(), "configure_channel.settings.");
        }
        if (!configure.getOwner().isEmpty()) {
            AgentId.check(configure.getOwner(), "configure_channel.owner");
        }
        hash(configure.getPreviousRosterHash(), "configure_channel.previous_roster_hash");
    }

    private static void configureHeader(EnvelopeHeader header, ConfigureChannel configure) throws WireException {
        String owner = configure.getOwner();
        boolean inside = owner.isEmpty() || AgentId.sameFleet(owner, header.getSender());
        Check.rule(inside, "configure_channel.owner", "of another fleet, must be of the sender's");
    }

    private static void subscribe(Subscribe subscribe) throws WireException {
        MessageId.check(subscribe.getChannel(), "subscribe.channel");
        hash(subscribe.getPreviousRosterHash(), "subscribe.previous_roster_hash");
        roles(subscribe.getRolesList(), "subscribe.roles");
    }

    private static void roles(List<ChannelRole> roles, String path) throws WireException {
        Check.count(roles.size(), 1, Integer.MAX_VALUE, path);
        for (ChannelRole role : roles) {
            Check.given(role, path);
        }
        Check.distinct(roles, path);
    }

    private static void unsubscribe(Unsubscribe unsubscribe) throws WireException {
        MessageId.check(unsubscribe.getChannel(), "unsubscribe.channel");
        hash(unsubscribe.getPreviousRosterHash(), "unsubscribe.previous_roster_hash");
    }

    private static void remove(RemoveMember remove) throws WireException {
        MessageId.check(remove.getChannel(), "remove_member.channel");
        AgentId.check(remove.getMember(), "remove_member.member");
        hash(remove.getPreviousRosterHash(), "remove_member.previous_roster_hash");
        Check.prose(remove.getReason(), WireLimits.MAX_TEXT_BYTES, "remove_member.reason");
    }

    static void settings(ChannelSettings settings, String path) throws WireException {
        Check.given(settings.getPolicy(), path + "policy");
        Check.range(
                settings.getRetentionMs(),
                WireLimits.MIN_CHANNEL_RETENTION_MS,
                WireLimits.MAX_CHANNEL_RETENTION_MS,
                path + "retention_ms");
        long subscribers = Integer.toUnsignedLong(settings.getMaxSubscribers());
        Check.range(subscribers, 1, WireLimits.MAX_SUBSCRIBERS, path + "max_subscribers");
        boolean listHolds =
                settings.getPolicy() == ChannelPolicy.CHANNEL_POLICY_ALLOWLIST || settings.getAllowlistCount() == 0;
        Check.absent(listHolds, path + "allowlist", "for " + settings.getPolicy());
        allowlist(settings.getAllowlistList(), path + "allowlist");
    }

    private static List<String> allowlist(List<AllowlistEntry> entries, String path) throws WireException {
        Check.count(entries.size(), 0, WireLimits.MAX_ALLOWLIST, path);
        List<String> agents = new ArrayList<>();
        for (AllowlistEntry entry : entries) {
            AgentId.check(entry.getAgent(), path + ".agent");
            roles(entry.getRolesList(), path + ".roles");
            agents.add(entry.getAgent());
        }
        Check.distinct(agents, path);
        return agents;
    }

    private static void requestKey(RequestChannelKey request) throws WireException {
        MessageId.check(request.getChannel(), "request_channel_key.channel");
        AgentId.check(request.getPublisher(), "request_channel_key.publisher");
        Check.counter(request.getEpoch(), "request_channel_key.epoch");
    }

    private static void history(RequestHistory request) throws WireException {
        MessageId.check(request.getChannel(), "request_history.channel");
        Check.counter(request.getFromSequence(), "request_history.from_sequence");
        long count = Integer.toUnsignedLong(request.getCount());
        Check.range(count, 1, WireLimits.MAX_HISTORY, "request_history.count");
    }

    private static void hash(ByteString hash, String path) throws WireException {
        Check.size(hash, WireLimits.HASH_BYTES, path);
    }
}
