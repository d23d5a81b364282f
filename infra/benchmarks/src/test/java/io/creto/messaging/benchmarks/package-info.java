@NullMarked
package io.creto.messaging.benchmarks;

import org.jspecify.annotations.NullMarked;
