/** How the SDK works; nothing here is for users. */
@NullMarked
package io.creto.messaging.client.internal;

import org.jspecify.annotations.NullMarked;
