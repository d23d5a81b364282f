/**
 * What one caller may use: calls and batches, bytes, open calls; and what all signers of a fleet together may submit. Whoever uses up
 * its own waits; nobody else does.
 */
@NullMarked
package io.creto.messaging.gateway.limit;

import org.jspecify.annotations.NullMarked;
