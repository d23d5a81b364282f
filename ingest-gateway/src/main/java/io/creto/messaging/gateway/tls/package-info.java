/** The listener's certificate. */
@NullMarked
package io.creto.messaging.gateway.tls;

import org.jspecify.annotations.NullMarked;
