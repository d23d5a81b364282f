@NullMarked
package io.creto.messaging.schemas;

import org.jspecify.annotations.NullMarked;
