/** Sealing envelopes to a recipient, opening them, and the chain of a channel's content keys. */
@NullMarked
package io.creto.messaging.crypto.sealing;

import org.jspecify.annotations.NullMarked;
