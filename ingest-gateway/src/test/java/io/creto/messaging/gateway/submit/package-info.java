@NullMarked
package io.creto.messaging.gateway.submit;

import org.jspecify.annotations.NullMarked;
