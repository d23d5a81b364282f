/** The description of the HTTP calls, made from the contract. */
@NullMarked
package io.creto.messaging.gateway.rest.openapi;

import org.jspecify.annotations.NullMarked;
