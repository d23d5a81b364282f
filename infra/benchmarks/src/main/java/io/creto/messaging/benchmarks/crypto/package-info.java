/** The crypto module against the raw primitives. */
@NullMarked
package io.creto.messaging.benchmarks.crypto;

import org.jspecify.annotations.NullMarked;
