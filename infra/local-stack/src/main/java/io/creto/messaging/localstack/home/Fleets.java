package io.creto.messaging.localstack.home;

import io.creto.messaging.client.Enrolment;
import io.creto.messaging.client.FleetAdmin.IssuedToken;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.client.UnknownAgentException;
import io.creto.messaging.localstack.StackException;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Creates fleets and enrols agents in a home, by the same steps as anywhere. */
public final class Fleets {
    private static final int FIRST_GENERATION = 1;
    private static final Duration TOKEN = Duration.ofHours(1);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Home home;
    private final Clients clients;

    /**
     * @param home where fleets and agents are kept
     * @param clients of the stack that runs there
     */
    public Fleets(Home home, Clients clients) {
        this.home = home;
        this.clients = clients;
    }

    /**
     * A fleet with its first admin.
     *
     * @param version of the fleet's record
     * @param resumed whether the fleet existed, and an earlier attempt had not got as far as its admin
     */
    public record Created(long version, boolean resumed) {}

    /**
     * Creates a fleet: its topics and its Kafka user, then the operator's signed record; and enrols its first admin. A fleet that
     * exists, but whose first admin never enrolled, gets that one.
     *
     * @param admin of the new fleet
     * @param partitions of each delivery topic, 1 to 1024
     * @throws io.creto.messaging.client.MessagingException if the fleet exists with its admin, or the registry refuses it
     * @throws StackException if Kafka refuses, or there is no answer
     */
    public Created create(AgentId admin, int partitions) {
        Endpoints.read(home.endpointsFile()); // says that no stack runs, before Kafka is asked for a minute
        Map<String, String> superUser = superUser();
        FleetKafka.createTopics(superUser, admin.fleet(), FIRST_GENERATION, partitions);
        try (MessageClient operator = clients.operator()) {
            IssuedToken token;
            boolean resumed = false;
            try {
                token = await(operator.admin().createFleet(admin, partitions, TOKEN));
            } catch (MessageRejectedException e) {
                Optional<Created> finished = finished(admin, e);
                if (finished.isPresent()) {
                    return finished.get();
                }
                token = renewed(operator, admin, e);
                resumed = true;
            }
            try {
                // Only now: a fleet that has agents already keeps its password.
                FleetKafka.grant(home, superUser, admin.fleet());
                enrol(admin, token.token().reveal());
                return new Created(token.version(), resumed);
            } finally {
                token.token().destroy();
            }
        }
    }

    /** An admin of this home that is enrolled, but whose key to seal to was never published: that is made up for. */
    private Optional<Created> finished(AgentId admin, MessageRejectedException exists) {
        if (exists.reason() != RejectionReason.REJECTION_REASON_DUPLICATE_ID || !Files.exists(home.agent(admin))) {
            return Optional.empty();
        }
        try (MessageClient client = clients.open(admin)) {
            long version = client.keys().identity(admin, 0).version();
            try {
                client.keys().recipientKey(admin, 0);
                return Optional.empty();
            } catch (UnknownAgentException noKey) {
                await(client.keys().publishPrekey());
                return Optional.of(new Created(version, true));
            }
        } catch (MessagingException notEnrolled) {
            return Optional.empty();
        }
    }

    /** Another token for a first admin whose own has expired or got lost: the registry gives none where an admin is active. */
    private static IssuedToken renewed(MessageClient operator, AgentId admin, MessageRejectedException exists) {
        if (exists.reason() != RejectionReason.REJECTION_REASON_DUPLICATE_ID) {
            throw exists;
        }
        try {
            return await(operator.admin().issueToken(admin, AgentRole.AGENT_ROLE_ADMIN, TOKEN));
        } catch (MessageRejectedException e) {
            exists.addSuppressed(e);
            throw exists;
        }
    }

    /**
     * Enrols an agent with a token and publishes a key to seal to.
     *
     * @param token as text
     * @throws io.creto.messaging.client.MessagingException if it is no token, or the registry refuses it
     */
    public void enrol(AgentId agent, String token) {
        try {
            Enrolment.enrol(clients.builder(agent).config(), token.strip(), ANSWER);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try (MessageClient client = clients.open(agent)) {
            await(client.keys().publishPrekey());
        }
    }

    /**
     * Lets an admin of this home issue a token, and enrols an agent with it.
     *
     * @throws io.creto.messaging.client.MessagingException if the registry refuses it
     */
    public void admit(AgentId admin, AgentId agent) {
        IssuedToken token;
        try (MessageClient client = clients.open(admin)) {
            token = await(client.admin().issueToken(agent, AgentRole.AGENT_ROLE_MEMBER, TOKEN));
        }
        try {
            enrol(agent, token.token().reveal());
        } finally {
            token.token().destroy();
        }
    }

    private Map<String, String> superUser() {
        try {
            return ClientProperties.read(home.stack().kafkaClientProperties());
        } catch (NoSuchFileException e) {
            throw new StackException("no stack runs for this home: start it with './creto up'", e);
        } catch (IOException e) {
            throw new StackException(e.getMessage() + " cannot be read", e);
        }
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException expected) {
                throw expected;
            }
            throw new StackException("no answer: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new StackException("no answer in " + ANSWER.toSeconds() + " s: './creto status' shows what is up", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static StackException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StackException("interrupted", e);
    }
}
