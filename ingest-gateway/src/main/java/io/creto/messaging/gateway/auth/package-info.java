/** Who calls: access tokens checked against the read model, once each, and calls that end with their caller's identity. */
@NullMarked
package io.creto.messaging.gateway.auth;

import org.jspecify.annotations.NullMarked;
