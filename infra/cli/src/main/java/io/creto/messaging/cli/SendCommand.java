package io.creto.messaging.cli;

import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.OutgoingMessage;
import io.creto.messaging.client.SendHandle;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
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

/** {@code creto send}: one message from an agent of this home. */
@Command(name = "send", description = "Send a message.", mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
    /** How far a message must have come. */
    enum Stage {
        ACCEPTED,
        ROUTED
    }

    /** Lanes by their names for people. */
    enum LaneName {
        URGENT(Lane.LANE_URGENT),
        NORMAL(Lane.LANE_NORMAL),
        BULK(Lane.LANE_BULK);

        private final Lane lane;

        LaneName(Lane lane) {
            this.lane = lane;
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Settings settings;

    @Parameters(index = "0", paramLabel = "FROM", description = "Who sends: an agent of this home.")
    private AgentId from;

    @Parameters(index = "1", paramLabel = "TO", description = "Who is to receive.")
    private AgentId to;

    @Parameters(index = "2", arity = "0..1", paramLabel = "TEXT", description = "The message.")
    private @Nullable String text;

    @Option(names = "--file", paramLabel = "FILE", description = "A file as message, instead of a text.")
    private @Nullable Path file;

    @Option(
            names = "--wait",
            defaultValue = "ROUTED",
            paramLabel = "STAGE",
            description =
                    "Until the message is accepted (durable) or routed (verified, permitted, in the recipient's topic)"
                            + " (${DEFAULT-VALUE}).")
    private Stage wait;

    @Option(
            names = "--lane",
            defaultValue = "NORMAL",
            paramLabel = "LANE",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private LaneName lane;

    @Option(
            names = "--ttl",
            defaultValue = "7d",
            paramLabel = "TIME",
            description = "How long it keeps its meaning, 1s to 30d (${DEFAULT-VALUE}).")
    private Duration ttl;

    @Option(
            names = "--timeout",
            defaultValue = "30s",
            paramLabel = "TIME",
            description = "How long to wait (${DEFAULT-VALUE}).")
    private Duration timeout;

    @Override
    public Integer call() throws InterruptedException {
        Range.check("--ttl, milliseconds", ttl.toMillis(), WireLimits.MIN_TTL_MS, WireLimits.MAX_TTL_MS);
        byte[] content = content();
        Range.check(
                "bytes of the message (split what is longer)", content.length, 0, WireLimits.DEFAULT_MAX_PAYLOAD_BYTES);
        OutgoingMessage message =
                OutgoingMessage.to(to, content).withLane(lane.lane).withTtl(ttl);
        try (MessageClient client = settings.clients().open(from)) {
            long before = System.nanoTime();
            SendHandle handle = client.sender().send(message);
            if (wait == Stage.ACCEPTED) {
                Waiting.await(handle.accepted(), "the message", timeout);
            } else {
                Waiting.await(handle.routed(), "the message", timeout);
            }
            double millis = (System.nanoTime() - before) / 1e6;
            String stage = wait.name().toLowerCase(Locale.ROOT);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("id", handle.firstId().toString());
            result.put("stage", stage);
            result.put("bytes", message.size());
            result.put("millis", millis);
            settings.output()
                    .result(
                            String.format(
                                    Locale.ROOT,
                                    "%s %s: %d bytes in %.1f ms",
                                    stage,
                                    handle.firstId(),
                                    message.size(),
                                    millis),
                            result);
        }
        return ExitCode.OK.number();
    }

    private byte[] content() {
        if (text != null && file == null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (file == null || text != null) {
            throw new ParameterException(spec.commandLine(), "Give a TEXT or a --file, one of them.");
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CliException(ExitCode.FAILED, "--file " + file + " does not exist", e);
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "--file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
