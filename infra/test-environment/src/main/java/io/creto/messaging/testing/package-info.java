/** For tests of applications that use the SDK. */
@NullMarked
package io.creto.messaging.testing;

import org.jspecify.annotations.NullMarked;
