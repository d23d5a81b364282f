package io.creto.messaging.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.localstack.home.Clients;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.StoreSecret;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of the demo that hosts agents: {@code HOME receive AGENT…}, or {@code HOME send PLAN}. It says what happens as one
 * {@link Event} a line, and ends when its input ends or its plan is done.
 */
public final class AgentProcess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;

    private AgentProcess(PrintStream out) {
        this.out = out;
    }

    /** Runs; see the class. */
    public static void main(String[] args) throws Exception {
        Home home = new Home(Path.of(args[0]));
        AgentProcess process = new AgentProcess(System.out);
        Clients clients = new Clients(home, () -> StoreSecret.of(null, home));
        if (args[1].equals("receive")) {
            process.receive(clients, List.of(args).subList(2, args.length));
        } else {
            process.send(clients, SendPlan.parse(args[2]));
        }
    }

    private void receive(Clients clients, List<String> agents) throws WireException, IOException {
        List<MessageClient> open = new ArrayList<>();
        for (String agent : agents) {
            MessageClient client = clients.open(AgentId.parse(agent));
            open.add(client);
            client.receiver().start(message -> say(Event.received(message)));
        }
        say(Event.ready());
        while (System.in.read() >= 0) {
            // nothing is asked of a receiver but to go on until its input ends
        }
        open.forEach(MessageClient::close);
    }

    private void send(Clients clients, SendPlan plan) throws WireException, InterruptedException {
        try (MessageClient client = clients.open(AgentId.parse(plan.from()))) {
            new Sending(client, plan, this::say).run();
        } catch (MessagingException e) {
            say(Event.failed(plan.from() + ": " + e.getMessage()));
        }
    }

    private synchronized void say(Event event) {
        try {
            out.println(JSON.writeValueAsString(event));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is always JSON", e);
        }
    }
}
