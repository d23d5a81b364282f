/** The submission service: one batch a call, or many on a stream. */
@NullMarked
package io.creto.messaging.gateway.submit;

import org.jspecify.annotations.NullMarked;
