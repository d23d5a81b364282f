/**
 * Conformance: published test vectors, run through the production code under every provider.
 *
 * <p>The vectors are data from elsewhere and no part of this project. They lie in the folder that the property
 * {@code creto.vectors} names, one sub-folder for each source: {@code wycheproof}, {@code acvp}, {@code cctv},
 * {@code composite-sigs}, {@code merkle-rfc6962}. Every file below it gets a line in the table, and whatever is not run
 * says why.
 */
@NullMarked
package io.creto.messaging.crypto.conformance;

import org.jspecify.annotations.NullMarked;
