/** Tests. */
@NullMarked
package io.creto.messaging.client.internal.store;

import org.jspecify.annotations.NullMarked;
