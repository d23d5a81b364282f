package io.creto.messaging.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/**
 * Gives each service of a deployment a Kafka user of its own, with the rights of {@code kafka-acls.txt} and no others: what an
 * earlier version of the file gave them is taken back. Works with every secured Kafka.
 */
public final class ServiceAccess {
    private static final String USER = "User:";

    private ServiceAccess() {}

    /**
     * Makes rules and users, each with a new password: one given before is no longer good.
     *
     * @param admin of a super user; stays the caller's to close
     * @return how each service's clients log in, besides {@code bootstrap.servers}, by the service's name; secret
     * @throws EmbeddedServerException if Kafka refuses
     */
    public static Map<String, Map<String, String>> grant(Admin admin) {
        List<AclBinding> rules = KafkaAcls.ofServices();
        Map<String, Map<String, String>> logins = new TreeMap<>();
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        for (AclBinding rule : rules) {
            String service = rule.entry().principal().substring(USER.length());
            logins.computeIfAbsent(service, name -> {
                String password = SecretFile.random();
                users.add(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ScramLogin.ITERATIONS), password));
                return ScramLogin.clientProperties(name, password);
            });
        }
        try {
            admin.createAcls(rules).all().get();
            takeBackOthers(admin, logins.keySet(), rules);
            admin.alterUserScramCredentials(users).all().get();
            return logins;
        } catch (ExecutionException e) {
            throw new EmbeddedServerException("Kafka refuses the services' rights: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while Kafka was asked", e);
        }
    }

    private static void takeBackOthers(Admin admin, Set<String> services, List<AclBinding> rules)
            throws ExecutionException, InterruptedException {
        List<AclBindingFilter> others = new ArrayList<>();
        for (String service : services) {
            AclBindingFilter all = new AclBindingFilter(
                    ResourcePatternFilter.ANY,
                    new AccessControlEntryFilter(USER + service, null, AclOperation.ANY, AclPermissionType.ANY));
            for (AclBinding given : admin.describeAcls(all).values().get()) {
                if (!rules.contains(given)) {
                    others.add(given.toFilter());
                }
            }
        }
        admin.deleteAcls(others).all().get();
    }
}
