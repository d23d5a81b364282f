package io.creto.messaging.client.internal.send;

import io.creto.messaging.client.ClientLimits;
import io.creto.messaging.client.ClientListener;
import io.creto.messaging.client.MessageSender;
import io.creto.messaging.client.internal.keys.TrustedDirectory;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.Verdict;
import io.grpc.ManagedChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The way out, put together. Thread-safe. */
public final class SendSide implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final SendCounters counters = new SendCounters();
    private final Budget budget;
    private final Submitter submitter;
    private final MessageSender sender;
    private final CommandSender commands;
    private final Threads threads;

    /**
     * Who does the work; stopped by {@link SendSide#close}.
     *
     * @param worker of one thread
     * @param io of a few threads, for what blocks
     * @param callbacks of one thread, for what hangs on futures
     */
    public record Threads(ScheduledExecutorService worker, ExecutorService io, ExecutorService callbacks) {}

    /**
     * What the way out works with.
     *
     * @param incarnations each time a larger one
     */
    public record Settings(
            AgentId agent,
            Signer signer,
            LongSupplier incarnations,
            ClientLimits limits,
            ClientListener listener,
            InstantSource clock,
            SecureRandom random) {}

    /** Begins to work; connects when there is something to send. */
    public SendSide(Settings settings, ManagedChannel channel, TrustedDirectory directory, Threads threads) {
        this(settings, GrpcSubmitLink.opener(channel), directory, threads);
    }

    SendSide(Settings settings, SubmitLink.Opener opener, TrustedDirectory directory, Threads threads) {
        this.threads = threads;
        ClientLimits limits = settings.limits();
        budget = new Budget(limits.pendingMessages(), limits.pendingBytes());
        EnvelopeFactory factory = new EnvelopeFactory(settings.agent(), settings.clock(), settings.random());
        Submitter.Parts parts = new Submitter.Parts(
                new OutgoingQueue(),
                budget,
                new OpenMessages(budget, counters, threads.callbacks()),
                settings.signer(),
                opener,
                settings.incarnations(),
                settings.clock(),
                settings.random(),
                threads.worker(),
                threads.io(),
                settings.listener(),
                counters);
        submitter = new Submitter(
                parts,
                (outgoing, message) -> factory.sealed(
                        message.payload(),
                        directory.fetchPrekey(message.recipient(), 0),
                        outgoing.lane(),
                        outgoing.expiresAtMs(),
                        outgoing.firstId()));
        sender = new DefaultMessageSender(directory, factory, budget, submitter, settings.clock(), threads.io());
        commands = new CommandSender(factory, budget, submitter, settings.clock());
    }

    /** For messages. */
    public MessageSender sender() {
        return sender;
    }

    /** For commands. */
    public CommandSender commands() {
        return commands;
    }

    /** What was counted. */
    public SendCounters counters() {
        return counters;
    }

    /** Messages and commands under way. */
    public int pending() {
        return budget.messages();
    }

    /** Takes verdicts on what this signer has sent; returns when they have been dealt with. */
    public void verdicts(List<Verdict> verdicts) throws InterruptedException {
        submitter.verdicts(verdicts);
    }

    /** Hears that verdicts cannot be read, and why. */
    public void verdictsRefused(Throwable failure) {
        submitter.verdictsRefused(failure);
    }

    @Override
    public void close() {
        budget.close();
        try {
            submitter.drain(DRAIN);
            threads.worker().shutdownNow();
            threads.io().shutdownNow();
            threads.worker().awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
            submitter.close();
            threads.callbacks().shutdown();
            threads.callbacks().awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.worker().shutdownNow();
            threads.io().shutdownNow();
            threads.callbacks().shutdownNow();
        }
    }
}
