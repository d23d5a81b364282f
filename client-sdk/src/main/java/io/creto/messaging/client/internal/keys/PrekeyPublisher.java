package io.creto.messaging.client.internal.keys;

import io.creto.messaging.client.AgentIdentity;
import io.creto.messaging.client.KeyAgreementClient;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.client.RecipientKey;
import io.creto.messaging.client.internal.send.CommandSender;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.client.internal.store.Keyring;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.UploadPrekeys;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Publishes own keys, hands out proven ones. Thread-safe. */
public final class PrekeyPublisher implements KeyAgreementClient {
    private static final String EVERYBODY = "*";
    /** A key may be sealed to until its grace ends, and what was sealed then may arrive for as long as it lives. */
    private static final long KEPT_MS =
            WireLimits.DEFAULT_GRACE_MS + WireLimits.MAX_TTL_MS + WireLimits.MAX_CLOCK_SKEW_MS;

    private final Keyring keyring;
    private final CommandSender commands;
    private final TrustedDirectory directory;
    private final ClientStore store;
    private final Map<String, Long> published;
    private final InstantSource clock;

    public PrekeyPublisher(
            Keyring keyring,
            CommandSender commands,
            TrustedDirectory directory,
            ClientStore store,
            InstantSource clock) {
        this.keyring = keyring;
        this.commands = commands;
        this.directory = directory;
        this.store = store;
        this.published = store.numbers("published");
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Long> publishPrekey() {
        DecapsulationKey key;
        long createdAtMs;
        try {
            long now = clock.millis();
            createdAtMs = store.nextUpload(now); // others take an older one for a rollback
            Set<KeyId> outdated = outdated(keyring.prekeyIds(), published, now);
            key = keyring.newPrekey(now, outdated);
        } catch (MessagingException e) {
            return CompletableFuture.failedFuture(e);
        }
        UploadPrekeys upload = UploadPrekeys.newBuilder()
                .setPeer(EVERYBODY)
                .setCurrent(Prekey.newBuilder()
                        .setKeyId(key.keyId().bytes())
                        .setPublicKey(key.encapsulationKey().encoded()))
                .build();
        return commands.send(MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS, upload, Lane.LANE_NORMAL, createdAtMs)
                .thenApply(version -> {
                    long now = clock.millis();
                    return store.update(() -> {
                        published.put(key.keyId().toString(), now);
                        return version;
                    });
                });
    }

    /**
     * Keys that nothing can be sealed to any more: those before one that was published so long ago that their grace and the life
     * of the last message sealed to them are over.
     *
     * @param ids oldest first
     * @param published when each was published; one that never was is missing
     */
    static Set<KeyId> outdated(List<KeyId> ids, Map<String, Long> published, long nowMs) {
        Set<KeyId> outdated = new HashSet<>();
        for (int i = ids.size() - 1; i > 0; i--) {
            @Nullable Long at = published.get(ids.get(i).toString());
            if (at != null && at + KEPT_MS < nowMs) {
                outdated.addAll(ids.subList(0, i));
                return outdated;
            }
        }
        return outdated;
    }

    @Override
    public AgentIdentity identity(AgentId agent, long minVersion) {
        VerifiedAgent verified = directory.agent(agent, minVersion);
        return new AgentIdentity(
                agent,
                verified.version(),
                verified.role(),
                verified.status(),
                verified.currentKey(),
                verified.groups(),
                verified.attributes());
    }

    @Override
    public RecipientKey recipientKey(AgentId agent, long minVersion) {
        return directory.fetchPrekey(agent, minVersion);
    }
}
