/** What becomes of everything that is refused: a verdict for its signer, and the bytes themselves where they were bad. */
@NullMarked
package io.creto.messaging.jobs.reject;

import org.jspecify.annotations.NullMarked;
