/** A person's home: the stack that runs there, the fleets created from it, the agents kept in it. */
@NullMarked
package io.creto.messaging.localstack.home;

import org.jspecify.annotations.NullMarked;
