/** What one caller may use: calls and batches, bytes, open calls. Whoever uses up its own waits; nobody else does. */
@NullMarked
package io.creto.messaging.gateway.limit;

import org.jspecify.annotations.NullMarked;
