package io.creto.messaging.embedded;

import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a fleet needs at Kafka before its record is signed (architecture §3): the delivery topics of a generation, a user, and
 * the right of this user to read them and nothing else. Works with every secured Kafka. Thread-safe.
 */
public final class FleetAccess {
    private static final List<Lane> LANES = List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK);
    private static final String ANY_HOST = "*";

    private final Admin admin;
    private final short replicationFactor;

    /**
     * @param admin of a super user; stays the caller's to close
     * @param replicationFactor of the topics, from 1
     */
    public FleetAccess(Admin admin, short replicationFactor) {
        this.admin = admin;
        this.replicationFactor = replicationFactor;
    }

    /** The fleet's Kafka user. No fleet's name has a dot, so no other user is called so. */
    public static String user(String fleet) {
        return "fleet." + fleet;
    }

    /** What the names of the fleet's consumer groups begin with, and no other fleet's. */
    public static String groupPrefix(String fleet) {
        return fleet + ".";
    }

    /**
     * Makes those of the delivery topics that do not exist, in all lanes.
     *
     * @param generation of the delivery topics, from 1
     * @param partitions of each, 1 to 1024
     * @throws IllegalArgumentException for a fleet against the grammar and numbers out of range
     * @throws EmbeddedServerException if one exists with other partitions, or Kafka refuses
     */
    public void createTopics(String fleet, int generation, int partitions) {
        for (Lane lane : LANES) {
            createTopic(Topics.delivery(fleet, generation, lane, partitions));
        }
    }

    /**
     * Lets the fleet's user read the delivery topics of all generations, and gives it a new password: one given before is no
     * longer good.
     *
     * @return how its clients log in, besides {@code bootstrap.servers}; secret
     * @throws IllegalArgumentException for a fleet against the grammar
     * @throws EmbeddedServerException if Kafka refuses
     */
    public Map<String, String> grant(String fleet) {
        String topics = Topics.deliveryPrefix(fleet);
        List<AclBinding> rights = new ArrayList<>(readRights(fleet, ResourceType.TOPIC, topics));
        rights.addAll(readRights(fleet, ResourceType.GROUP, groupPrefix(fleet)));
        await(admin.createAcls(rights).all(), "the rights of fleet " + fleet);

        String password = SecretFile.random();
        var info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ScramLogin.ITERATIONS);
        var credential = new UserScramCredentialUpsertion(user(fleet), info, password);
        await(admin.alterUserScramCredentials(List.of(credential)).all(), "the user of fleet " + fleet);
        return ScramLogin.clientProperties(user(fleet), password);
    }

    private void createTopic(TopicSpec topic) {
        try {
            admin.createTopics(List.of(topic.toNewTopic(replicationFactor)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw refused("topic " + topic.name(), e);
            }
            checkPartitions(topic);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void checkPartitions(TopicSpec topic) {
        Map<String, TopicDescription> found =
                await(admin.describeTopics(List.of(topic.name())).allTopicNames(), "topic " + topic.name());
        int partitions =
                found.values().stream().mapToInt(t -> t.partitions().size()).sum();
        if (partitions != topic.partitions()) {
            throw new EmbeddedServerException("topic " + topic.name() + " exists with " + partitions
                    + " partitions, not " + topic.partitions() + ": ask for as many");
        }
    }

    private static List<AclBinding> readRights(String fleet, ResourceType type, String prefix) {
        ResourcePattern resource = new ResourcePattern(type, prefix, PatternType.PREFIXED);
        return List.of(
                new AclBinding(resource, permit(fleet, AclOperation.READ)),
                new AclBinding(resource, permit(fleet, AclOperation.DESCRIBE)));
    }

    private static AccessControlEntry permit(String fleet, AclOperation operation) {
        return new AccessControlEntry("User:" + user(fleet), ANY_HOST, operation, AclPermissionType.ALLOW);
    }

    private static <T> T await(KafkaFuture<T> answer, String what) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw refused(what, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static EmbeddedServerException refused(String what, ExecutionException e) {
        return new EmbeddedServerException("Kafka refuses " + what + ": " + e.getCause(), e);
    }

    private static EmbeddedServerException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EmbeddedServerException("interrupted while Kafka was asked", e);
    }
}
