/** Composite signatures MLDSA65-Ed25519-SHA512 (draft-ietf-lamps-pq-composite-sigs). */
@NullMarked
package io.creto.messaging.crypto.signature;

import org.jspecify.annotations.NullMarked;
