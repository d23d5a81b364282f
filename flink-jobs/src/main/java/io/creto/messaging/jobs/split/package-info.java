/** Where envelopes go: delivery shards and command logs (architecture §4, split). */
@NullMarked
package io.creto.messaging.jobs.split;

import org.jspecify.annotations.NullMarked;
