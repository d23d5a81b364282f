package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.command.CommandRefusedException.badKey;
import static io.creto.messaging.jobs.command.CommandRefusedException.malformed;
import static io.creto.messaging.jobs.command.CommandRefusedException.taken;
import static io.creto.messaging.jobs.command.CommandRefusedException.unverified;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.identity.KeyBinding;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.ReplaceKey;

/**
 * A new identity key for an agent: by the agent with the key that ends, or by an admin; the new key shows that its holder has
 * it. The new key counts from ingest time and the old one to a second after append time, so that no batch falls between.
 */
final class KeyReplacement {
    private KeyReplacement() {}

    static void replace(Command command, ReplaceKey replace, FleetChange change) throws Exception {
        AgentState agent = Rights.lasting(replace.getAgent(), change);
        Rights.notOperator(agent);
        if (command.sender().equals(replace.getAgent())) {
            Rights.active(command, change);
            if (!command.batch().getSignerKeyId().equals(replace.getOldKeyId())) {
                throw badKey("the batch is signed with another key than the one to be replaced");
            }
        } else {
            Rights.admin(command, change);
        }
        IdentityKey current = Agents.currentKey(agent);
        if (!current.getKeyId().equals(replace.getOldKeyId())) {
            throw badKey("old_key_id is not the agent's current key");
        }
        CompositePublicKey key = verify(replace);
        if (Agents.key(agent, key.keyId().bytes()).isPresent()) {
            throw taken("the agent had this key before: make a new one");
        }
        AgentRecord.Builder record = Agents.record(agent).toBuilder();
        record.setKeys(
                record.getKeysCount() - 1,
                current.toBuilder().setValidity(Validities.ended(current.getValidity(), command.changesAtMs())));
        record.addKeys(IdentityKey.newBuilder()
                .setKeyId(key.keyId().bytes())
                .setPublicKey(key.encoded())
                .setValidity(Validities.since(command.ingestTimeMs())));
        AgentState replaced = Agents.next(agent, record, command, command.ingestTimeMs())
                .addLinks(Evidence.proof(command, change))
                .build();
        change.put(replaced);
        change.applied(replaced.getRecord().getVersion());
    }

    private static CompositePublicKey verify(ReplaceKey replace) throws CommandRefusedException {
        try {
            CompositePublicKey key = CompositePublicKey.parse(replace.getPublicKey());
            new KeyBinding(replace.getBinding(), replace.getNewKeySignature())
                    .verifyReplacement(AgentId.parse(replace.getAgent()), KeyId.parse(replace.getOldKeyId()), key);
            return key;
        } catch (WireException e) {
            throw malformed(e);
        } catch (VerificationException e) {
            throw unverified(e, "the new key, or its signature over agent and key,");
        }
    }
}
