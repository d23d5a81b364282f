/** Where the agents of a fleet are reached: generation and partitions of its delivery topics (architecture §3). */
@NullMarked
package io.creto.messaging.jobs.fleet;

import org.jspecify.annotations.NullMarked;
