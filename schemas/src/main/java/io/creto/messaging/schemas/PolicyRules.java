package io.creto.messaging.schemas;

import io.creto.messaging.schemas.CommandParser.Command;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.FleetQuota;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.Quota;
import java.util.Map;

/** The rules of policy documents and of the command that puts one. Conditions are compiled elsewhere. */
final class PolicyRules {
    private PolicyRules() {}

    static void register(Map<MessageKind, Command<?>> commands) {
        commands.put(
                MessageKind.MESSAGE_KIND_PUT_POLICY,
                Command.of(PutPolicy.getDefaultInstance(), PutPolicy.parser(), PolicyRules::put));
    }

    static void document(PolicyDocument document, String path) throws WireException {
        int size = document.getSerializedSize();
        if (size > WireLimits.MAX_POLICY_BYTES) {
            throw WireException.tooLarge(path, size, WireLimits.MAX_POLICY_BYTES, "bytes");
        }
        Check.name(document.getId(), 1, WireLimits.MAX_NAME_BYTES, path + ".id");
        Check.count(document.getRulesCount(), 0, WireLimits.MAX_POLICY_RULES, path + ".rules");
        for (PolicyRule rule : document.getRulesList()) {
            rule(rule, path + ".rules.");
        }
        Check.distinct(document.getRulesList().stream().map(PolicyRule::getId).toList(), path + ".rules.id");
        Check.count(document.getQuotasCount(), 0, WireLimits.MAX_POLICY_QUOTAS, path + ".quotas");
        for (Quota quota : document.getQuotasList()) {
            match(quota.getPrincipal(), path + ".quotas.principal");
            rates(quota.getMessagesPerSecond(), quota.getBytesPerSecond(), quota.getBurstSeconds(), path + ".quotas");
        }
        if (document.hasFleetQuota()) {
            FleetQuota quota = document.getFleetQuota();
            rates(
                    quota.getMessagesPerSecond(),
                    quota.getBytesPerSecond(),
                    quota.getBurstSeconds(),
                    path + ".fleet_quota");
        }
    }

    private static void put(PutPolicy put) throws WireException {
        AgentId.checkFleet(put.getFleet(), "put_policy.fleet");
        Check.range(put.getPreviousVersion(), 0, Long.MAX_VALUE, "put_policy.previous_version");
        Check.present(put.hasDocument(), "put_policy.document");
        document(put.getDocument(), "put_policy.document");
    }

    private static void rule(PolicyRule rule, String path) throws WireException {
        Check.name(rule.getId(), 1, WireLimits.MAX_NAME_BYTES, path + "id");
        Check.given(rule.getEffect(), path + "effect");
        Check.count(rule.getActionsCount(), 1, Integer.MAX_VALUE, path + "actions");
        for (Action action : rule.getActionsList()) {
            Check.given(action, path + "actions");
        }
        Check.distinct(rule.getActionsList(), path + "actions");
        match(rule.getPrincipal(), path + "principal");
        match(rule.getResource(), path + "resource");
        Check.prose(rule.getCondition(), WireLimits.MAX_CONDITION_BYTES, path + "condition");
        Check.prose(rule.getDescription(), WireLimits.MAX_TEXT_BYTES, path + "description");
    }

    private static void match(Match match, String path) throws WireException {
        int entries = match.getFleetsCount()
                + match.getAgentsCount()
                + match.getGlobsCount()
                + match.getGroupsCount()
                + match.getChannelsCount();
        Check.rule(match.getAny() == (entries == 0), path, "must be either any or a list of entries");
        for (String fleet : match.getFleetsList()) {
            AgentId.checkFleet(fleet, path + ".fleets");
        }
        for (String agent : match.getAgentsList()) {
            AgentId.check(agent, path + ".agents");
        }
        for (String glob : match.getGlobsList()) {
            Check.name(glob, 1, WireLimits.MAX_NAME_BYTES, path + ".globs");
        }
        for (String group : match.getGroupsList()) {
            Check.name(group, 1, WireLimits.MAX_LABEL_BYTES, path + ".groups");
        }
        for (String channel : match.getChannelsList()) {
            AgentId.checkName(channel, path + ".channels");
        }
    }

    private static void rates(long messages, long bytes, int burstSeconds, String path) throws WireException {
        Check.range(messages, 0, WireLimits.MAX_QUOTA_PER_SECOND, path + ".messages_per_second");
        Check.range(bytes, 0, WireLimits.MAX_QUOTA_PER_SECOND, path + ".bytes_per_second");
        long burst = Integer.toUnsignedLong(burstSeconds);
        Check.range(burst, 1, WireLimits.MAX_QUOTA_BURST_SECONDS, path + ".burst_seconds");
        boolean limits = messages > 0 || bytes > 0;
        Check.rule(limits, path, "limits nothing, must give messages_per_second or bytes_per_second");
    }
}
