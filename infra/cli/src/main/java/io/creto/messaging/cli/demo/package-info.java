/** The demo: fleets, agents in processes of their own, messages that arrive, and attacks that do not. */
@NullMarked
package io.creto.messaging.cli.demo;

import org.jspecify.annotations.NullMarked;
