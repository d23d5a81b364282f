/** Tests. */
@NullMarked
package io.creto.messaging.client.internal.send;

import org.jspecify.annotations.NullMarked;
