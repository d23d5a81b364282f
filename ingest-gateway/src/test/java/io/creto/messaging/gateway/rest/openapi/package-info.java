@NullMarked
package io.creto.messaging.gateway.rest.openapi;

import org.jspecify.annotations.NullMarked;
