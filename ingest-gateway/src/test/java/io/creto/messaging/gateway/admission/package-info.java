@NullMarked
package io.creto.messaging.gateway.admission;

import org.jspecify.annotations.NullMarked;
