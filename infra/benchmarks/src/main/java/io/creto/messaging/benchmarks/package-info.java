/** What things cost, each measured beside its floor in one run and read as a ratio. Never part of the tests. */
@NullMarked
package io.creto.messaging.benchmarks;

import org.jspecify.annotations.NullMarked;
