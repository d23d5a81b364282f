/** The {@code creto} command: how a person runs the local stack, keeps fleets and agents, sends and receives. */
@NullMarked
package io.creto.messaging.cli;

import org.jspecify.annotations.NullMarked;
