/** How much a signer may send: the quotas of its fleet's policy, counted by ingest time. */
@NullMarked
package io.creto.messaging.jobs.quota;

import org.jspecify.annotations.NullMarked;
