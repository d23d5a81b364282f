/**
 * The way out: a bounded queue, batches that one worker signs, gapless sequences a lane, one stream to the gateway, and what
 * follows from its answers and from verdicts (architecture §5, §6).
 */
@NullMarked
package io.creto.messaging.client.internal.send;

import org.jspecify.annotations.NullMarked;
