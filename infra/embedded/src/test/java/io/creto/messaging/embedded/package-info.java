@NullMarked
package io.creto.messaging.embedded;

import org.jspecify.annotations.NullMarked;
