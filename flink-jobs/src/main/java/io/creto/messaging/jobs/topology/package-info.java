/** How the operators are wired (architecture §4). Sources and sinks are parameters: live jobs, replays and tests share this. */
@NullMarked
package io.creto.messaging.jobs.topology;

import org.jspecify.annotations.NullMarked;
