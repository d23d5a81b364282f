@NullMarked
package io.creto.messaging.cli;

import org.jspecify.annotations.NullMarked;
