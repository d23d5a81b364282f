@NullMarked
package io.creto.messaging.gateway.auth;

import org.jspecify.annotations.NullMarked;
