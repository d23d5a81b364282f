/** The dataflow against a bare pass-through of the same bytes, sender to handler, and what the whole stack costs idle. */
@NullMarked
package io.creto.messaging.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
