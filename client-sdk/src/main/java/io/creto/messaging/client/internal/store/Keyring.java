package io.creto.messaging.client.internal.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.creto.messaging.client.ClientStoreException;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.keystore.Argon2Cost;
import io.creto.messaging.crypto.keystore.KeyStoreEntry;
import io.creto.messaging.crypto.keystore.KeyStoreEntry.Kind;
import io.creto.messaging.crypto.keystore.KeyStoreFile;
import io.creto.messaging.crypto.keystore.KeyStoreFileException;
import io.creto.messaging.crypto.keystore.KeyStoreKey;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The private keys of one agent, in memory and in the key store file, which is written before a key is used. Thread-safe.
 */
public final class Keyring implements AutoCloseable {
    private static final String FILE = "keys";

    private final AgentId agent;
    private final KeyStoreFile file;
    private final Path path;
    private final KeyStoreKey storeKey;
    private final SecureRandom random;

    @GuardedBy("this")
    private final List<Identity> identities = new ArrayList<>();

    @GuardedBy("this")
    private final List<Prekey> prekeys = new ArrayList<>();

    private record Identity(long createdAtMs, CompositePrivateKey key) {}

    private record Prekey(long createdAtMs, DecapsulationKey key) {}

    private Keyring(AgentId agent, Path directory, KeyStoreKey storeKey, SecureRandom random) {
        this.agent = agent;
        this.path = directory.resolve(FILE);
        this.file = new KeyStoreFile(path);
        this.storeKey = storeKey;
        this.random = random;
    }

    /**
     * Reads the keys of a directory; none where there is no file yet.
     *
     * @throws ClientStoreException if the passphrase is wrong, the file exposed, not readable or another agent's
     */
    public static Keyring open(AgentId agent, Path directory, KeyStoreKey storeKey, SecureRandom random) {
        Keyring keyring = new Keyring(agent, directory, storeKey, random);
        keyring.read();
        return keyring;
    }

    private synchronized void read() {
        List<KeyStoreEntry> entries;
        try {
            entries = file.read(storeKey);
        } catch (KeyStoreFileException e) {
            if (e.reason() == KeyStoreFileException.Reason.NOT_FOUND) {
                return;
            }
            throw new ClientStoreException(String.valueOf(e.getMessage()), e);
        }
        try {
            entries.forEach(this::read);
        } finally {
            entries.forEach(KeyStoreEntry::destroy);
        }
    }

    @GuardedBy("this")
    private void read(KeyStoreEntry entry) {
        if (!entry.owner().equals(agent)) {
            throw new ClientStoreException(
                    path + ": belongs to " + entry.owner() + ", not to " + agent + "; take another store directory");
        }
        byte[] seed = entry.secret();
        try {
            if (entry.kind() == Kind.IDENTITY_KEY) {
                identities.add(new Identity(entry.createdAtMs(), CompositePrivateKey.fromSeed(seed)));
            } else {
                prekeys.add(new Prekey(entry.createdAtMs(), DecapsulationKey.fromSeed(seed)));
            }
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** The identity key of this id. */
    public synchronized Optional<CompositePrivateKey> identity(KeyId id) {
        return identities.stream()
                .map(Identity::key)
                .filter(key -> key.publicKey().keyId().equals(id))
                .findFirst();
    }

    /** The identity key that was made last. */
    public synchronized Optional<CompositePrivateKey> newestIdentity() {
        return identities.stream()
                .max(Comparator.comparingLong(Identity::createdAtMs))
                .map(Identity::key);
    }

    /** The key that envelopes name by this id. */
    public synchronized Optional<DecapsulationKey> prekey(KeyId id) {
        return prekeys.stream()
                .map(Prekey::key)
                .filter(key -> key.keyId().equals(id))
                .findFirst();
    }

    /**
     * Makes an identity key; it is in the file when this returns.
     *
     * @throws ClientStoreException if the file cannot be written
     */
    public synchronized CompositePrivateKey newIdentity(long nowMs) {
        Identity made = new Identity(nowMs, CompositePrivateKey.generate(random));
        identities.add(made);
        try {
            write();
        } catch (ClientStoreException e) {
            identities.remove(made);
            throw e;
        }
        return made.key();
    }

    /**
     * Makes a key to seal to; it is in the file when this returns.
     *
     * @param outdated ids of keys that nothing can be sealed to any more: they go
     * @throws ClientStoreException if the file cannot be written
     */
    public synchronized DecapsulationKey newPrekey(long nowMs, Set<KeyId> outdated) {
        List<Prekey> before = List.copyOf(prekeys);
        Prekey made = new Prekey(nowMs, DecapsulationKey.generate(random));
        prekeys.removeIf(prekey -> outdated.contains(prekey.key().keyId()));
        prekeys.add(made);
        try {
            write();
        } catch (ClientStoreException e) {
            prekeys.clear();
            prekeys.addAll(before);
            throw e;
        }
        before.stream()
                .filter(prekey -> outdated.contains(prekey.key().keyId()))
                .forEach(prekey -> prekey.key().destroy());
        return made.key();
    }

    /** Ids of the keys to seal to, oldest first. */
    public synchronized List<KeyId> prekeyIds() {
        return prekeys.stream()
                .sorted(Comparator.comparingLong(Prekey::createdAtMs))
                .map(prekey -> prekey.key().keyId())
                .toList();
    }

    @Override
    public synchronized void close() {
        identities.forEach(identity -> identity.key().destroy());
        prekeys.forEach(prekey -> prekey.key().destroy());
    }

    @GuardedBy("this")
    private void write() {
        List<KeyStoreEntry> entries = new ArrayList<>();
        identities.forEach(identity -> entries.add(
                entry(Kind.IDENTITY_KEY, identity.createdAtMs(), identity.key().exportSeed())));
        prekeys.forEach(prekey -> entries.add(
                entry(Kind.DECAPSULATION_KEY, prekey.createdAtMs(), prekey.key().exportSeed())));
        try {
            file.write(entries, storeKey, Argon2Cost.DEFAULT, random);
        } catch (KeyStoreFileException e) {
            throw new ClientStoreException(String.valueOf(e.getMessage()), e);
        } finally {
            entries.forEach(KeyStoreEntry::destroy);
        }
    }

    private KeyStoreEntry entry(Kind kind, long createdAtMs, byte[] seed) {
        try {
            return new KeyStoreEntry(kind, agent, createdAtMs, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }
}
