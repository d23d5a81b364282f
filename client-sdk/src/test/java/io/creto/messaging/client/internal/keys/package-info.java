/** Tests. */
@NullMarked
package io.creto.messaging.client.internal.keys;

import org.jspecify.annotations.NullMarked;
