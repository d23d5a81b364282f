@NullMarked
package io.creto.messaging.gateway.delivery;

import org.jspecify.annotations.NullMarked;
