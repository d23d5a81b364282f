/** Everything in one process, for trying out, developing and testing: the same servers and jobs as anywhere, on loopback. */
@NullMarked
package io.creto.messaging.localstack;

import org.jspecify.annotations.NullMarked;
