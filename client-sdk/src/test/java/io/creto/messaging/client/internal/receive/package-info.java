/** Tests. */
@NullMarked
package io.creto.messaging.client.internal.receive;

import org.jspecify.annotations.NullMarked;
