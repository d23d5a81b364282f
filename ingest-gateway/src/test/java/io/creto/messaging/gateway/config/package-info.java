@NullMarked
package io.creto.messaging.gateway.config;

import org.jspecify.annotations.NullMarked;
