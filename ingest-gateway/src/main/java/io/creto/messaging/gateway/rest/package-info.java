/** The same services as HTTP/JSON, on a port of their own. */
@NullMarked
package io.creto.messaging.gateway.rest;

import org.jspecify.annotations.NullMarked;
