/**
 * The cryptography of Creto Messaging: bytes in, bytes out. Nothing here does I/O (but for the key store file), knows
 * the time or names a provider outside {@code internal}; time and randomness are arguments.
 *
 * <p>Packages by purpose: {@code signature} (composite signatures), {@code merkle} (trees and proofs), {@code batch}
 * (signed batches), {@code kem} (key encapsulation), {@code sealing} (envelopes that only the recipient opens),
 * {@code identity} (delegations, enrolment, access tokens), {@code keystore}.
 *
 * <p>Everything that holds secret bytes is a {@link io.creto.messaging.crypto.Secret}. A process that must not be able
 * to open a message or to sign for an agent is kept from {@code sealing}, {@code keystore} and every {@code Secret} by
 * an architecture test.
 */
@NullMarked
package io.creto.messaging.crypto;

import org.jspecify.annotations.NullMarked;
