/**
 * The dataflow behind the ingest topics. A package is a feature: its pure classes decide, its {@code *Function} classes
 * load state, ask, store and emit (architecture §2).
 */
@NullMarked
package io.creto.messaging.jobs;

import org.jspecify.annotations.NullMarked;
