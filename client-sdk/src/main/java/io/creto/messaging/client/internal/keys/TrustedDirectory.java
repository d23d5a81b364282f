package io.creto.messaging.client.internal.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.RecipientKey;
import io.creto.messaging.client.UnknownAgentException;
import io.creto.messaging.client.internal.keys.EvidenceVerifier.VerifiedPrekey;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PrekeyRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory, believed: every answer is verified, none older than one seen is taken (which a store remembers across
 * restarts), and what was verified is kept: it is asked for anew after a while, and still counts where the directory does not
 * answer, so that its outage stops neither sending nor receiving between those who know each other. Thread-safe; blocks where
 * it has to ask.
 */
public final class TrustedDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedDirectory.class);
    private static final Duration IDENTITY_LIFE = Duration.ofMinutes(5);
    private static final Duration PREKEY_LIFE = Duration.ofMinutes(1);
    private static final Duration ABSENCE_LIFE = Duration.ofSeconds(1);
    /** What is known outlives an outage of so long, at least; the grace of a key is not longer. */
    private static final Duration KEPT = Duration.ofDays(7);
    /** A directory that did not answer is not asked for so long about what is known. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final int MAX_CACHED = 10_000;

    private final Directory directory;
    private final EvidenceVerifier verifier;
    private final NewestSeen versions;
    private final NewestSeen uploads;
    private final Ticker ticker;
    private final Cache<AgentId, Known<VerifiedAgent>> agents;
    private final Cache<AgentId, Known<RecipientKey>> prekeys;
    private final Cache<AgentId, Boolean> refreshed;
    private volatile @Nullable Long silentSince;

    /** What was verified, and when. */
    private record Known<V>(V value, long sinceNanos) {}

    /** @param store remembers the newest version seen of each subject */
    public TrustedDirectory(Directory directory, EvidenceVerifier verifier, ClientStore store) {
        this(directory, verifier, store, Ticker.systemTicker());
    }

    TrustedDirectory(Directory directory, EvidenceVerifier verifier, ClientStore store, Ticker ticker) {
        this.ticker = ticker;
        this.agents = cache(KEPT, ticker);
        this.prekeys = cache(KEPT, ticker);
        this.refreshed = cache(ABSENCE_LIFE, ticker);
        this.directory = directory;
        this.verifier = verifier;
        this.versions = new NewestSeen(store, "versions", "version");
        this.uploads = new NewestSeen(store, "uploads", "upload");
    }

    /**
     * An agent.
     *
     * @param minVersion that must be seen; 0: any
     * @throws UnknownAgentException and others as {@link io.creto.messaging.client.KeyAgreementClient#identity}
     */
    public VerifiedAgent agent(AgentId agent, long minVersion) {
        Known<VerifiedAgent> known = agents.getIfPresent(agent);
        if (known == null || known.value().version() < minVersion) {
            return fetchAgent(agent, minVersion);
        }
        return isFresh(known, IDENTITY_LIFE)
                ? known.value()
                : renewed(known.value(), () -> fetchAgent(agent, minVersion));
    }

    /**
     * An agent, asked for anew, at most once a second: for a key or delegation that the cached record does not have.
     *
     * @throws UnknownAgentException and others as {@link io.creto.messaging.client.KeyAgreementClient#identity}
     */
    public VerifiedAgent refreshedAgent(AgentId agent) {
        Known<VerifiedAgent> known = agents.getIfPresent(agent);
        boolean recent = refreshed.asMap().putIfAbsent(agent, true) != null;
        return known != null && recent ? known.value() : fetchAgent(agent, 0);
    }

    /**
     * A fleet, asked for anew.
     *
     * @throws UnknownAgentException if there is no such fleet
     */
    public FleetRecord fleet(String fleet) {
        IdentityRecord record = directory
                .identity(fleet, 0)
                .or(() -> awaited(fleet))
                .orElseThrow(() -> new UnknownAgentException("there is no fleet " + fleet + ": create it first"));
        FleetRecord verified = verifier.fleet(fleet, record);
        versions.take(fleet, record.getVersion());
        return verified;
    }

    /** A fleet that was created a moment ago: its first version is waited for, as long as the directory does that. */
    private Optional<IdentityRecord> awaited(String fleet) {
        try {
            return directory.identity(fleet, 1);
        } catch (GatewayUnavailableException e) {
            return Optional.empty();
        }
    }

    /** The key to seal to, where nobody has to be asked for it. */
    public Optional<RecipientKey> cachedPrekey(AgentId owner) {
        return Optional.ofNullable(prekeys.getIfPresent(owner))
                .filter(known -> isFresh(known, PREKEY_LIFE) || isSilent())
                .map(Known::value);
    }

    /**
     * The key to seal to.
     *
     * @throws UnknownAgentException and others as {@link io.creto.messaging.client.KeyAgreementClient#recipientKey}
     */
    public RecipientKey prekey(AgentId owner) {
        Known<RecipientKey> known = prekeys.getIfPresent(owner);
        return known == null ? fetchPrekey(owner, 0) : renewed(known.value(), () -> fetchPrekey(owner, 0));
    }

    /**
     * The key to seal to, asked for anew.
     *
     * @param minVersion that must be seen; 0: any
     * @throws UnknownAgentException and others as {@link io.creto.messaging.client.KeyAgreementClient#recipientKey}
     */
    public RecipientKey fetchPrekey(AgentId owner, long minVersion) {
        VerifiedAgent identity = agent(owner, 0);
        PrekeyRecord record = directory
                .currentKey(owner, minVersion)
                .orElseThrow(() -> new UnknownAgentException(owner + " has published no key to seal to"));
        VerifiedPrekey verified = prekey(identity, record);
        uploads.take(owner.toString(), verified.createdAtMs());
        RecipientKey key = new RecipientKey(owner, verified.key());
        prekeys.put(owner, new Known<>(key, ticker.read()));
        return key;
    }

    /** A key that was signed after the cached identity had been fetched may be signed with a newer identity key. */
    private VerifiedPrekey prekey(VerifiedAgent identity, PrekeyRecord record) {
        try {
            return verifier.prekey(identity, record);
        } catch (EvidenceException e) {
            VerifiedAgent newer = refreshedAgent(identity.agent());
            if (e.link() != Link.PREKEY || newer.version() == identity.version()) {
                throw e;
            }
            return verifier.prekey(newer, record);
        }
    }

    private VerifiedAgent fetchAgent(AgentId agent, long minVersion) {
        IdentityRecord record = directory
                .identity(agent.toString(), minVersion)
                .orElseThrow(() ->
                        new UnknownAgentException("there is no agent " + agent + ": check the name, or enrol it"));
        VerifiedAgent verified = verifier.agent(agent, record);
        versions.take(agent.toString(), record.getVersion());
        agents.put(agent, new Known<>(verified, ticker.read()));
        return verified;
    }

    /** What the directory has now; where it does not answer, what is known. */
    private <V> V renewed(V known, Supplier<V> fetch) {
        if (isSilent()) {
            return known;
        }
        try {
            V fetched = fetch.get();
            silentSince = null;
            return fetched;
        } catch (GatewayUnavailableException e) {
            silentSince = ticker.read();
            LOG.warn("the directory does not answer, what is known of others goes on to count: {}", e.getMessage());
            return known;
        }
    }

    private boolean isFresh(Known<?> known, Duration life) {
        return ticker.read() - known.sinceNanos() < life.toNanos();
    }

    private boolean isSilent() {
        Long since = silentSince;
        return since != null && ticker.read() - since < SILENCE.toNanos();
    }

    private static <K, V> Cache<K, V> cache(Duration life, Ticker ticker) {
        return Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(life)
                .maximumSize(MAX_CACHED)
                .build();
    }
}
