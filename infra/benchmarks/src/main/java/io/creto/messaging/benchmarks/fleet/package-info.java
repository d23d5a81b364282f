/** Who writes to whom in benchmarks: a fleet with real keys, and really sealed messages between its agents. */
@NullMarked
package io.creto.messaging.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
