package io.creto.messaging.cli;

import io.creto.messaging.client.ClientListener;
import io.creto.messaging.client.IncomingMessage;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.client.ReceiveFailure;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.AgentStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code creto receive}: prints what an agent of this home receives. */
@Command(
        name = "receive",
        description = "Receive messages and print them. A message that was printed does not come again.",
        mixinStandardHelpOptions = true)
final class ReceiveCommand implements Callable<Integer> {
    private static final int SHOWN = 4096;

    @Mixin
    private Settings settings;

    @Parameters(paramLabel = "AGENT", description = "Who receives: an agent of this home.")
    private AgentId agent;

    @Option(
            names = "--count",
            defaultValue = "1",
            paramLabel = "N",
            description = "How many to wait for (${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--timeout",
            defaultValue = "30s",
            paramLabel = "TIME",
            description = "How long to wait for all (${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--follow", description = "Go on until Ctrl-C.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        Range.check("--count", count, 1, Integer.MAX_VALUE);
        Output output = settings.output();
        CountDownLatch leaving = new CountDownLatch(1);
        CountDownLatch missing = new CountDownLatch(count);
        try (MessageClient client = settings.clients().open(agent, new Failures())) {
            if (follow) {
                Runtime.getRuntime().addShutdownHook(new Thread(client::close, "stop"));
            }
            client.receiver().start(message -> {
                if (follow || missing.getCount() > 0) {
                    output.result(text(message), fields(message));
                    missing.countDown();
                } else {
                    leaving.await();
                    throw new InterruptedException("not asked for: it comes again");
                }
            });
            if (follow) {
                Thread.currentThread().join();
            }
            boolean complete = missing.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            leaving.countDown();
            if (!complete) {
                throw new CliException(ExitCode.FAILED, shortfall(client, missing.getCount()));
            }
            return ExitCode.OK.number();
        }
    }

    private String shortfall(MessageClient client, long missing) {
        String came = count - missing + " of " + count + " messages came within " + timeout.toSeconds() + " s";
        try {
            AgentStatus status = client.keys().identity(agent, 0).status();
            return status == AgentStatus.AGENT_STATUS_REVOKED
                    ? came + ": " + agent + " was revoked, nothing is sent to it any more"
                    : came;
        } catch (MessagingException unknown) {
            return came;
        }
    }

    private static String text(IncomingMessage message) {
        return message.sender() + ": " + shown(message.payload());
    }

    private static Map<String, Object> fields(IncomingMessage message) {
        byte[] payload = message.payload();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", message.origin().firstId().toString());
        fields.put("sender", message.sender().toString());
        fields.put("sent", Instant.ofEpochMilli(message.origin().createdAtMs()).toString());
        fields.put("bytes", payload.length);
        fields.put("payload", Base64.getEncoder().encodeToString(payload));
        return fields;
    }

    /** The text, or what stands for it: nobody wants a file's bytes on the terminal. */
    private static String shown(byte[] payload) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            boolean plain = text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
            if (plain && payload.length <= SHOWN) {
                return text;
            }
        } catch (CharacterCodingException e) {
            return "(" + payload.length + " bytes)";
        }
        return "(" + payload.length + " bytes)";
    }

    /** Tells of what could not be opened. */
    private final class Failures implements ClientListener {
        @Override
        public void receiveFailed(ReceiveFailure failure, String where, String detail) {
            settings.output().progress("not readable (" + failure + "): " + where + ": " + detail);
        }
    }
}
