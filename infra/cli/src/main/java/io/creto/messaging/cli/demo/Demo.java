package io.creto.messaging.cli.demo;

import io.creto.messaging.cli.CliException;
import io.creto.messaging.cli.ExitCode;
import io.creto.messaging.localstack.home.Clients;
import io.creto.messaging.localstack.home.Fleets;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.RunningStack;
import io.creto.messaging.localstack.home.StoreSecret;
import io.creto.messaging.schemas.AgentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Shows the whole path on a running stack: two fleets, agents in processes of their own, messages that arrive once and
 * intact, and three things that must not work. Each step is real: nothing is played.
 */
public final class Demo {
    private static final String ALICE = "alpha/alice";
    private static final String BOB = "alpha/bob";
    private static final String CAROL = "beta/carol";
    private static final String DAVE = "beta/dave";
    private static final int FILE_BYTES = 200 * 1024;
    private static final int PARTITIONS = 2;
    private static final int READY_SECONDS = 60;
    private static final int SETTLE_SECONDS = 60;

    private final Home home;
    private final RunningStack stack;
    private final Consumer<String> progress;
    private final Ledger ledger = new Ledger();
    private final String marker = "creto-demo-plaintext-" + UUID.randomUUID();

    /**
     * @param home of the stack
     * @param stack running
     * @param progress hears what is being done
     */
    public Demo(Home home, RunningStack stack, Consumer<String> progress) {
        this.home = home;
        this.stack = stack;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @param messages how many, besides the file
     * @param perSecond how many a second
     */
    public DemoResult run(int messages, int perSecond) throws IOException, InterruptedException {
        enrol();
        ChildProcess receivers = ChildProcess.start(home, List.of("receive", BOB, DAVE), ledger::add);
        String forgedHeader;
        String forgedMessage;
        try {
            exchange(messages, perSecond);
            progress.accept("tampering with a batch between agent and gateway");
            Tampering tampering = new Tampering(home, clients(), id(ALICE));
            forgedHeader = tampering.forgedHeader();
            forgedMessage = tampering.forgedMessage();
        } finally {
            receivers.close(); // after all that could bring a message a second time
        }
        progress.accept("searching Kafka's log for the plaintext");
        Path kafka = home.stack().root().resolve("kafka");
        return new DemoResult(
                messages + 1,
                ledger.sent(),
                ledger.received(),
                ledger.repeated(),
                ledger.corrupted(),
                ledger.refusals(),
                forgedHeader,
                forgedMessage,
                LogSearch.of(kafka, marker),
                LogSearch.of(kafka, ALICE),
                stack.stack().restarts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                latencies(),
                ledger.failures());
    }

    private void enrol() {
        Fleets fleets = new Fleets(home, clients());
        for (List<String> fleet : List.of(List.of(ALICE, BOB), List.of(CAROL, DAVE))) {
            AgentId admin = AgentId.of(id(fleet.get(0)).fleet(), "admin");
            progress.accept(
                    "creating fleet " + admin.fleet() + ", enrolling " + admin + ", " + String.join(", ", fleet));
            fleets.create(admin, PARTITIONS);
            fleet.forEach(agent -> fleets.admit(admin, id(agent)));
        }
    }

    private Clients clients() {
        return new Clients(home, () -> StoreSecret.of(null, home));
    }

    private void exchange(int messages, int perSecond) throws IOException, InterruptedException {
        Path file = file();
        int half = messages / 2;
        if (!ledger.awaitReady(1, READY_SECONDS)) {
            throw new CliException(ExitCode.FAILED, "the receivers do not start: " + ledger.failures());
        }
        progress.accept("sending " + messages + " messages and a file of " + FILE_BYTES + " bytes");
        int rate = Math.max(1, perSecond / 2);
        SendPlan alice = new SendPlan(ALICE, BOB, DAVE, marker, messages - half, rate, file.toString());
        SendPlan carol = new SendPlan(CAROL, DAVE, null, marker, half, rate, null);
        List<ChildProcess> senders = new ArrayList<>();
        for (SendPlan plan : List.of(alice, carol)) {
            senders.add(ChildProcess.start(home, List.of("send", plan.toJson()), ledger::add));
        }
        long seconds = messages / (long) Math.max(1, perSecond) + SETTLE_SECONDS;
        boolean complete = ledger.awaitMessages(messages + 1, 1, seconds);
        senders.forEach(ChildProcess::close);
        progress.accept(complete ? "all messages arrived" : "not all messages arrived in " + seconds + " s");
    }

    /** A file that begins with the marker, as every payload does. */
    private Path file() throws IOException {
        byte[] random = new byte[FILE_BYTES / 2];
        new Random(1).nextBytes(random);
        String text = marker + HexFormat.of().formatHex(random);
        Path file = home.root().resolve("demo-file.txt");
        return Files.writeString(file, text.substring(0, FILE_BYTES));
    }

    private List<Latency> latencies() {
        List<Event> journeys = ledger.journeys();
        return journeys.isEmpty()
                ? List.of()
                : List.of(
                        Latency.of("accepted", journeys, Event::acceptedAt),
                        Latency.of("routed", journeys, Event::routedAt),
                        Latency.of("received", journeys, Event::receivedAt));
    }

    private static AgentId id(String text) {
        int slash = text.indexOf('/');
        return AgentId.of(text.substring(0, slash), text.substring(slash + 1));
    }
}
