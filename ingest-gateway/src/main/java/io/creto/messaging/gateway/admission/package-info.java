/** What a batch must be to get in, and how much may be on its way at once. Pure: no gRPC, no Kafka, no clock. */
@NullMarked
package io.creto.messaging.gateway.admission;

import org.jspecify.annotations.NullMarked;
