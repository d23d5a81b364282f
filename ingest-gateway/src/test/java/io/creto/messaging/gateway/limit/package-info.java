@NullMarked
package io.creto.messaging.gateway.limit;

import org.jspecify.annotations.NullMarked;
