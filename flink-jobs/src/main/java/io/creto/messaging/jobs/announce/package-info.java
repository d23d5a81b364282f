/**
 * How what was decided is told: verdicts to their signers and to topic {@code verdicts}, bad bytes to the dead letters
 * (architecture §4, reject).
 */
@NullMarked
package io.creto.messaging.jobs.announce;

import org.jspecify.annotations.NullMarked;
