package io.creto.messaging.gateway.directory;

import io.creto.messaging.v1.PrekeyRecord;
import java.util.Optional;

/**
 * The key that an owner's lineage for everybody names as current.
 *
 * @param owner whose
 * @param version of the lineage
 * @param record the key with its evidence; empty while the read model has only its id
 */
public record CurrentKey(String owner, long version, Optional<PrekeyRecord> record) {}
