/** Tests. */
@NullMarked
package io.creto.messaging.client.internal;

import org.jspecify.annotations.NullMarked;
