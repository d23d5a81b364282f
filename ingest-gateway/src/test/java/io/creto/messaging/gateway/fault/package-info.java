@NullMarked
package io.creto.messaging.gateway.fault;

import org.jspecify.annotations.NullMarked;
