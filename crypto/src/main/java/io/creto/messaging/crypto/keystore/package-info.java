/** The file that keeps an agent's private keys, encrypted at rest. */
@NullMarked
package io.creto.messaging.crypto.keystore;

import org.jspecify.annotations.NullMarked;
