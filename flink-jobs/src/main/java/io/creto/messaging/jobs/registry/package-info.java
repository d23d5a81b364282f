/**
 * Who is who (architecture §3): the only writer of {@code identities}. Commands of a fleet are decided one after the other, in
 * the order of {@code registry.log}, by the times that the logs gave them, so that a race has the same winner after any
 * recovery.
 */
@NullMarked
package io.creto.messaging.jobs.registry;

import org.jspecify.annotations.NullMarked;
