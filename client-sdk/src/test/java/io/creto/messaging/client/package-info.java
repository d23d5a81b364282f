/** Tests of the SDK, and the stand-ins that they share. */
@NullMarked
package io.creto.messaging.client;

import org.jspecify.annotations.NullMarked;
