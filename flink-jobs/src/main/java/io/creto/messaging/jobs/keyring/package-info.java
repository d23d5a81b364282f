/**
 * Keys to seal to (architecture §4): which public key of an owner is current and which are good for a while longer. Public keys
 * and ids only; private ones never leave their agents.
 */
@NullMarked
package io.creto.messaging.jobs.keyring;

import org.jspecify.annotations.NullMarked;
