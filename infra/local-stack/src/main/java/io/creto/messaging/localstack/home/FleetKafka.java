package io.creto.messaging.localstack.home;

import io.creto.messaging.embedded.EmbeddedServerException;
import io.creto.messaging.embedded.FleetAccess;
import io.creto.messaging.localstack.OwnerOnly;
import io.creto.messaging.localstack.StackException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** Gives a fleet its topics and its user at the stack's Kafka, and keeps in the home how its agents log in. */
final class FleetKafka {
    private static final short ONE_BROKER = 1;

    private FleetKafka() {}

    /**
     * Makes those of its delivery topics that are missing.
     *
     * @param superUser properties of a client that may do everything
     * @throws StackException if Kafka refuses
     */
    static void createTopics(Map<String, String> superUser, String fleet, int generation, int partitions) {
        try (Admin admin = Admin.create(new HashMap<String, Object>(superUser))) {
            new FleetAccess(admin, ONE_BROKER).createTopics(fleet, generation, partitions);
        } catch (EmbeddedServerException e) {
            throw new StackException("fleet " + fleet + ": " + e.getMessage(), e);
        }
    }

    /**
     * Gives its user the rights and a new password, kept in the home; an older one is no longer good.
     *
     * @param superUser properties of a client that may do everything
     * @throws StackException if Kafka refuses, or the home cannot be written
     */
    static void grant(Home home, Map<String, String> superUser, String fleet) {
        try (Admin admin = Admin.create(new HashMap<String, Object>(superUser))) {
            Properties login = new Properties();
            new FleetAccess(admin, ONE_BROKER).grant(fleet).forEach(login::setProperty);
            login.setProperty(
                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                    String.valueOf(superUser.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)));
            write(home.fleetAccess(fleet), login);
        } catch (EmbeddedServerException | IOException e) {
            throw new StackException("fleet " + fleet + ": " + e.getMessage(), e);
        }
    }

    private static void write(Path file, Properties login) throws IOException {
        StringWriter text = new StringWriter();
        login.store(text, "How the agents of this fleet read Kafka. Secret.");
        OwnerOnly.write(file, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
