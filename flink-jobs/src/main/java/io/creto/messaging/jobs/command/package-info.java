/**
 * What all operators that decide commands do alike (architecture §4): read a command log, know repeats, tell the sender what
 * became of its command.
 */
@NullMarked
package io.creto.messaging.jobs.command;

import org.jspecify.annotations.NullMarked;
