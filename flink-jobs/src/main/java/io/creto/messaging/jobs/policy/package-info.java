/**
 * Policies as data: documents are compiled once and then decide in microseconds. Pure: no I/O, no clock, nothing of the
 * dataflow.
 */
@NullMarked
package io.creto.messaging.jobs.policy;

import org.jspecify.annotations.NullMarked;
