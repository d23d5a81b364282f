/**
 * Hostile input: what is truncated, flipped, spliced, swapped, out of range or made by an attacker who holds keys of
 * its own. Everything ends in a typed refusal, under every provider, in memory proportional to the input.
 */
@NullMarked
package io.creto.messaging.crypto.hostile;

import org.jspecify.annotations.NullMarked;
