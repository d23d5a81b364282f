@NullMarked
package io.creto.messaging.gateway.log;

import org.jspecify.annotations.NullMarked;
