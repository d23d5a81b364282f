/**
 * Which batches are admitted: structure, the signer's key and standing at ingest time, one composite signature, the order of
 * the signer's batches, and for each envelope the sender's leave. All by recorded times (architecture §4, §5).
 */
@NullMarked
package io.creto.messaging.jobs.verify;

import org.jspecify.annotations.NullMarked;
