/** Merkle trees, inclusion proofs and consistency proofs of RFC 9162, section 2.1, over SHA-256. */
@NullMarked
package io.creto.messaging.crypto.merkle;

import org.jspecify.annotations.NullMarked;
