@NullMarked
package io.creto.messaging.gateway.directory;

import org.jspecify.annotations.NullMarked;
