/** Signed batches: one composite signature over the tree of many envelopes. */
@NullMarked
package io.creto.messaging.crypto.batch;

import org.jspecify.annotations.NullMarked;
