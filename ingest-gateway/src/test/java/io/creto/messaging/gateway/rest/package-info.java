@NullMarked
package io.creto.messaging.gateway.rest;

import org.jspecify.annotations.NullMarked;
