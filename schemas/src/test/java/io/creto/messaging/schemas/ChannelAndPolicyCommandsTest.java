package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.CommandParserTest.kindOf;
import static io.creto.messaging.schemas.CommandSamples.document;
import static io.creto.messaging.schemas.CommandSamples.rule;
import static io.creto.messaging.schemas.CommandSamples.settings;
import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.AllowlistEntry;
import io.creto.messaging.v1.ChannelPolicy;
import io.creto.messaging.v1.ChannelRole;
import io.creto.messaging.v1.ChannelSettings;
import io.creto.messaging.v1.ConfigureChannel;
import io.creto.messaging.v1.FleetQuota;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.Quota;
import io.creto.messaging.v1.RejectionReason;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelAndPolicyCommandsTest {
    private static Message.Builder create(ChannelSettings.Builder settings) {
        return CommandSamples.createChannel().setSettings(settings);
    }

    private static Message.Builder put(PolicyDocument.Builder document) {
        return CommandSamples.putPolicy().setDocument(document);
    }

    private static Message.Builder put(PolicyRule.Builder rule) {
        return put(document().addRules(rule));
    }

    private static Message.Builder put(Match.Builder principal) {
        return put(rule("r").setPrincipal(principal));
    }

    private static Message.Builder put(Quota.Builder quota) {
        return put(document().addQuotas(quota));
    }

    private static Quota.Builder quota() {
        return Quota.newBuilder()
                .setPrincipal(Match.newBuilder().setAny(true))
                .setMessagesPerSecond(1)
                .setBurstSeconds(1);
    }

    private static Message.Builder put(FleetQuota.Builder quota) {
        return put(document().setFleetQuota(quota));
    }

    private static FleetQuota.Builder fleetQuota() {
        return FleetQuota.newBuilder().setBytesPerSecond(1).setBurstSeconds(1);
    }

    private static AllowlistEntry.Builder entry(String agent) {
        return AllowlistEntry.newBuilder().setAgent(agent).addRoles(ChannelRole.CHANNEL_ROLE_SUBSCRIBER);
    }

    private static ConfigureChannel.Builder allow(String... agents) {
        ConfigureChannel.Builder configure = CommandSamples.configure().clearSettings();
        Stream.of(agents).forEach(agent -> configure.addAllow(entry(agent)));
        return configure;
    }

    private static ChannelSettings.Builder allowlist(int count) {
        return settings()
                .setPolicy(ChannelPolicy.CHANNEL_POLICY_ALLOWLIST)
                .addAllAllowlist(IntStream.range(0, count)
                        .mapToObj(i -> entry("acme/a" + i).build())
                        .toList());
    }

    private static PolicyDocument.Builder rules(int count) {
        return PolicyDocument.newBuilder()
                .setId("p")
                .addAllRules(IntStream.range(0, count)
                        .mapToObj(i -> rule("r" + i).build())
                        .toList());
    }

    static List<Message.Builder> accepted() {
        return List.of(
                create(settings().setRetentionMs(WireLimits.MAX_CHANNEL_RETENTION_MS)),
                create(settings().setMaxSubscribers(1)),
                create(settings().setMaxSubscribers(WireLimits.MAX_SUBSCRIBERS)),
                create(allowlist(4096)),
                CommandSamples.configure().clearSettings().setOwner("acme/other"),
                allow("acme/a", "acme2/b").addDisallow("acme/c").setOwner("acme/other"),
                allow().addDisallow("acme/c"),
                CommandSamples.history().setCount(1024),
                CommandSamples.subscribe().addRoles(ChannelRole.CHANNEL_ROLE_PUBLISHER),
                put(rules(4096)),
                put(rule("r").setCondition(text(4096)).setDescription("two\nlines")),
                put(Match.newBuilder()
                        .addFleets("acme")
                        .addAgents("acme/bob")
                        .addGlobs("acme/b*")
                        .addGroups("ops")
                        .addChannels("alerts")),
                put(quota().setMessagesPerSecond(0).setBytesPerSecond(1)),
                put(quota().setMessagesPerSecond(1_000_000_000)
                        .setBytesPerSecond(1_000_000_000)
                        .setBurstSeconds(3600)),
                put(fleetQuota()),
                put(fleetQuota().setMessagesPerSecond(1).setBytesPerSecond(0)),
                put(fleetQuota()
                        .setMessagesPerSecond(1_000_000_000)
                        .setBytesPerSecond(1_000_000_000)
                        .setBurstSeconds(3600)));
    }

    static List<Arguments> refused() {
        return List.of(
                arguments(CommandSamples.createChannel().setName("Alerts"), MALFORMED, "create_channel.name"),
                arguments(CommandSamples.createChannel().setChannel(bytes(16)), MALFORMED, "create_channel.channel"),
                arguments(create(settings().setRetentionMs(59_999)), MALFORMED, "create_channel.settings.retention_ms"),
                arguments(
                        create(settings().setRetentionMs(WireLimits.MAX_CHANNEL_RETENTION_MS + 1)),
                        MALFORMED,
                        "create_channel.settings.retention_ms"),
                arguments(
                        create(settings().setMaxSubscribers(100_001)),
                        MALFORMED,
                        "create_channel.settings.max_subscribers"),
                arguments(create(allowlist(4097)), TOO_LARGE, "create_channel.settings.allowlist"),
                arguments(
                        create(allowlist(2).addAllowlist(entry("acme/a0"))),
                        MALFORMED,
                        "create_channel.settings.allowlist"),
                arguments(
                        create(settings().addAllowlist(entry("acme/bob"))),
                        MALFORMED,
                        "create_channel.settings.allowlist"),
                arguments(allow("bob"), MALFORMED, "configure_channel.allow.agent"),
                arguments(allow().addAllow(entry("acme/a").clearRoles()), MALFORMED, "configure_channel.allow.roles"),
                arguments(allow("acme/a", "acme/a"), MALFORMED, "configure_channel.allow"),
                arguments(allow("acme/a").addDisallow("acme/a"), MALFORMED, "configure_channel.disallow"),
                arguments(allow("acme/a").setSettings(settings()), MALFORMED, "configure_channel.allow"),
                arguments(CommandSamples.history().setCount(1025), MALFORMED, "request_history.count"),
                arguments(CommandSamples.requestKey().setPublisher("*"), MALFORMED, "request_channel_key.publisher"),
                arguments(CommandSamples.configure().clearSettings(), MALFORMED, "configure_channel.settings"),
                arguments(CommandSamples.configure().setOwner("bob"), MALFORMED, "configure_channel.owner"),
                arguments(
                        CommandSamples.subscribe().setPreviousRosterHash(bytes(31)),
                        MALFORMED,
                        "subscribe.previous_roster_hash"),
                arguments(
                        CommandSamples.subscribe().addRoles(ChannelRole.CHANNEL_ROLE_SUBSCRIBER),
                        MALFORMED,
                        "subscribe.roles"),
                arguments(CommandSamples.remove().setMember("bob"), MALFORMED, "remove_member.member"),
                arguments(CommandSamples.remove().setReason(text(1025)), TOO_LARGE, "remove_member.reason"),
                arguments(CommandSamples.putPolicy().setFleet("a/b"), MALFORMED, "put_policy.fleet"),
                arguments(CommandSamples.putPolicy().setPreviousVersion(-1), MALFORMED, "put_policy.previous_version"),
                arguments(put(rules(4097)), TOO_LARGE, "put_policy.document.rules"),
                arguments(put(large()), TOO_LARGE, "put_policy.document"),
                arguments(put(rule("inside")), MALFORMED, "put_policy.document.rules.id"),
                arguments(put(rule("")), MALFORMED, "put_policy.document.rules.id"),
                arguments(put(rule("a\0")), MALFORMED, "put_policy.document.rules.id"),
                arguments(
                        put(rule("r").addActions(Action.ACTION_SEND_MESSAGE)),
                        MALFORMED,
                        "put_policy.document.rules.actions"),
                arguments(put(rule("r").setCondition(text(4097))), TOO_LARGE, "put_policy.document.rules.condition"),
                arguments(put(Match.newBuilder()), MALFORMED, "put_policy.document.rules.principal"),
                arguments(
                        put(Match.newBuilder().setAny(true).addFleets("acme")),
                        MALFORMED,
                        "put_policy.document.rules.principal"),
                arguments(
                        put(Match.newBuilder().addAgents("acme/*")),
                        MALFORMED,
                        "put_policy.document.rules.principal.agents"),
                arguments(
                        put(Match.newBuilder().addGroups(text(64))),
                        TOO_LARGE,
                        "put_policy.document.rules.principal.groups"),
                arguments(put(quota().setBurstSeconds(0)), MALFORMED, "put_policy.document.quotas.burst_seconds"),
                arguments(put(quota().setBurstSeconds(3601)), MALFORMED, "put_policy.document.quotas.burst_seconds"),
                arguments(
                        put(quota().setMessagesPerSecond(-1)),
                        MALFORMED,
                        "put_policy.document.quotas.messages_per_second"),
                arguments(
                        put(quota().setMessagesPerSecond(1_000_000_001)),
                        MALFORMED,
                        "put_policy.document.quotas.messages_per_second"),
                arguments(
                        put(quota().setBytesPerSecond(1_000_000_001)),
                        MALFORMED,
                        "put_policy.document.quotas.bytes_per_second"),
                arguments(put(quota().setMessagesPerSecond(0)), MALFORMED, "put_policy.document.quotas"),
                arguments(
                        put(fleetQuota().setBurstSeconds(0)),
                        MALFORMED,
                        "put_policy.document.fleet_quota.burst_seconds"),
                arguments(
                        put(fleetQuota().setBurstSeconds(3601)),
                        MALFORMED,
                        "put_policy.document.fleet_quota.burst_seconds"),
                arguments(
                        put(fleetQuota().setMessagesPerSecond(1_000_000_001)),
                        MALFORMED,
                        "put_policy.document.fleet_quota.messages_per_second"),
                arguments(
                        put(fleetQuota().setBytesPerSecond(-1)),
                        MALFORMED,
                        "put_policy.document.fleet_quota.bytes_per_second"),
                arguments(put(fleetQuota().setBytesPerSecond(0)), MALFORMED, "put_policy.document.fleet_quota"));
    }

    private static PolicyDocument.Builder large() {
        PolicyDocument.Builder document = document();
        for (int i = 0; i < 70; i++) {
            document.addRules(rule("large" + i).setCondition(text(4000)));
        }
        return document;
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsUpToTheLimits(Message.Builder body) throws WireException {
        Message built = body.build();
        assertThat(CommandParser.body(kindOf(built), built.toByteString())).isEqualTo(built);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesBeyondThem(Message.Builder body, RejectionReason reason, String field) {
        Message built = body.build();
        assertRefused(() -> CommandParser.body(kindOf(built), built.toByteString()), reason, field);
    }

    @Test
    void keepsChannelsInTheirFleet() throws WireException {
        var header =
                WireSamples.command(MessageKind.MESSAGE_KIND_CONFIGURE_CHANNEL).build();
        Message inside = CommandSamples.configure().setOwner("acme/other").build();
        assertThat(CommandParser.command(header, inside.toByteString())).isEqualTo(inside);
        Message outside = CommandSamples.configure().setOwner("acme2/other").build();
        assertRefused(
                () -> CommandParser.command(header, outside.toByteString()), MALFORMED, "configure_channel.owner");
    }
}
