@NullMarked
package io.creto.messaging.benchmarks.authz;

import org.jspecify.annotations.NullMarked;
