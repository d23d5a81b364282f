/** What it costs to know who calls, to encrypt the way to the gateway, and to receive through it. */
@NullMarked
package io.creto.messaging.benchmarks.access;

import org.jspecify.annotations.NullMarked;
