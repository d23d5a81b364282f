package io.creto.messaging.cli;

import io.creto.messaging.jobs.policy.AccessCheck;
import io.creto.messaging.jobs.policy.AccessCheck.Decided;
import io.creto.messaging.jobs.policy.Actions;
import io.creto.messaging.jobs.policy.CompiledPolicy;
import io.creto.messaging.jobs.policy.PolicyCompiler;
import io.creto.messaging.jobs.policy.PolicyException;
import io.creto.messaging.jobs.policy.PolicyRequest;
import io.creto.messaging.jobs.policy.RequestContext;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code creto policy test}: what a policy would say, without a stack. */
@Command(
        name = "test",
        description = {
            "Say what a policy decides on a request, and by which rule. Needs no stack.",
            "A request from one fleet to another needs both to permit: give the other's policy, or only FILE is asked."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:permitted", "5:denied", "1:the policy cannot be used", "2:wrong usage"})
final class PolicyTestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Settings settings;

    @Mixin
    private PolicySubjects subjects;

    @Parameters(paramLabel = "FILE", description = "The policy, in YAML.")
    private Path file;

    @Option(names = "--fleet", paramLabel = "FLEET", description = "Whose policy FILE is; else the sender's fleet's.")
    private @Nullable FleetName fleet;

    @Option(
            names = "--other-policy",
            paramLabel = "FILE",
            description = "The policy of the other fleet, where a request concerns two.")
    private @Nullable Path otherFile;

    @Option(names = "--from", required = true, paramLabel = "AGENT", description = "Who acts.")
    private AgentId from;

    @Option(names = "--to", paramLabel = "AGENT", description = "On which agent.")
    private @Nullable AgentId to;

    @Option(
            names = "--channel",
            paramLabel = "[FLEET/]NAME",
            description = "On which channel; of FILE's fleet if none is named.")
    private @Nullable String channel;

    @Option(
            names = "--action",
            defaultValue = "SendMessage",
            paramLabel = "ACTION",
            description = "What: SendMessage, PublishChannel, … (${DEFAULT-VALUE}).")
    private String action;

    @Option(
            names = "--size",
            defaultValue = "1024",
            paramLabel = "BYTES",
            description = "Size of the envelope (${DEFAULT-VALUE}).")
    private long size;

    @Option(
            names = "--lane",
            defaultValue = "NORMAL",
            paramLabel = "LANE",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private SendCommand.LaneName lane;

    @Option(names = "--ttl", defaultValue = "7d", paramLabel = "TIME", description = "Time to live (${DEFAULT-VALUE}).")
    private Duration ttl;

    @Option(
            names = "--kind",
            defaultValue = "message",
            paramLabel = "KIND",
            description = "Kind of the envelope: message, publication, … (${DEFAULT-VALUE}).")
    private String kind;

    @Option(names = "--time", paramLabel = "INSTANT", description = "When: 2026-11-23T20:00:00Z; else now.")
    private @Nullable String time;

    @Override
    public Integer call() {
        PolicyRequest request = request();
        CompiledPolicy mine = compile(ownFleet(), file);
        Decided decided = decide(request, mine);
        boolean halfAsked = AccessCheck.isAcross(request) && otherFile == null;
        String note = halfAsked ? " (the other fleet's policy was not asked: --other-policy)" : "";
        settings.output()
                .result(
                        (decided.permitted() ? "permitted: " : "denied: ") + decided.reason() + note,
                        result(decided, !halfAsked));
        return (decided.permitted() ? ExitCode.OK : ExitCode.DENIED).number();
    }

    private Decided decide(PolicyRequest request, CompiledPolicy mine) {
        String sender = from.fleet();
        String resource = request.resourceFleet();
        if (!mine.fleet().equals(sender) && !mine.fleet().equals(resource)) {
            throw usage("--fleet: " + mine.fleet() + " is neither the sender's fleet nor the other");
        }
        if (sender.equals(resource)) {
            if (otherFile != null) {
                throw usage("--other-policy: the request concerns one fleet only");
            }
            return AccessCheck.decide(request, mine, mine);
        }
        if (otherFile == null) {
            return AccessCheck.by(mine, request);
        }
        boolean isSenders = mine.fleet().equals(sender);
        CompiledPolicy other = compile(isSenders ? resource : sender, otherFile);
        return AccessCheck.decide(request, isSenders ? mine : other, isSenders ? other : mine);
    }

    private PolicyRequest request() {
        Action what = Actions.byName(action)
                .orElseThrow(() -> usage("--action: '" + action + "', must be one of "
                        + Actions.all().stream().map(Actions::name).toList()));
        RequestContext context = new RequestContext(Lane.valueOf("LANE_" + lane), kind(), size, ttl.toMillis(), time());
        Range.check("--size, bytes", size, 0, WireLimits.MAX_BATCH_BYTES);
        if (to != null && channel != null) {
            throw usage("Give --to or --channel, not both.");
        }
        if (to != null) {
            return PolicyRequest.toAgent(what, subjects.of(from), subjects.of(to), context);
        }
        if (channel != null) {
            String full = channel.contains("/") ? channel : ownFleet() + "/" + channel;
            return PolicyRequest.toChannel(what, subjects.of(from), full, context);
        }
        return PolicyRequest.own(what, subjects.of(from), context);
    }

    private String ownFleet() {
        return fleet == null ? from.fleet() : fleet.text();
    }

    private MessageKind kind() {
        String name = "MESSAGE_KIND_" + kind.toUpperCase(Locale.ROOT);
        for (MessageKind known : MessageKind.values()) {
            if (known.name().equals(name)) {
                return known;
            }
        }
        throw usage("--kind: no kind '" + kind + "'");
    }

    private long time() {
        try {
            return (time == null ? Instant.now() : Instant.parse(time)).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw usage("--time: '" + time + "', must be as 2026-11-23T20:00:00Z");
        }
    }

    private static CompiledPolicy compile(String fleet, Path file) {
        try {
            return PolicyCompiler.compile(fleet, PolicyFile.valid(file));
        } catch (PolicyException e) {
            throw new CliException(ExitCode.FAILED, file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> result(Decided decided, boolean complete) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("permitted", decided.permitted());
        result.put("fleet", decided.fleet());
        result.put("policy", decided.answer().policy());
        result.put("rule", decided.answer().rule());
        result.put("error", decided.answer().error().orElse(null));
        result.put("reason", decided.reason());
        result.put("complete", complete);
        return result;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
