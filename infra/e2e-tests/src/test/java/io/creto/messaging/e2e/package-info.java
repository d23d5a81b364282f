/** The whole path, as a user's application sees it. */
@NullMarked
package io.creto.messaging.e2e;

import org.jspecify.annotations.NullMarked;
