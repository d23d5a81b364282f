package io.creto.messaging.client;

import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.schemas.AgentId;

/**
 * A key to seal to, as its owner signed it. Immutable.
 *
 * @param owner whose key
 * @param key the key
 */
public record RecipientKey(AgentId owner, EncapsulationKey key) {}
