@NullMarked
package io.creto.messaging.gateway;

import org.jspecify.annotations.NullMarked;
