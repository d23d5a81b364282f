/** The gateway's options: typed, with default and description, read once from YAML. */
@NullMarked
package io.creto.messaging.gateway.config;

import org.jspecify.annotations.NullMarked;
