/** The one way in: takes signed batches over gRPC and appends them to the ingest topics, unchanged. It decides nothing that the jobs decide. */
@NullMarked
package io.creto.messaging.gateway;

import org.jspecify.annotations.NullMarked;
