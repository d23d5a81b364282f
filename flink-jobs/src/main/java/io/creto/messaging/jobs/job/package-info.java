/** The jobs: options, sources, sinks, a topology, and nothing else. */
@NullMarked
package io.creto.messaging.jobs.job;

import org.jspecify.annotations.NullMarked;
