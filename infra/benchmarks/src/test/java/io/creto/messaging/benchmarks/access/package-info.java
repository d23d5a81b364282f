@NullMarked
package io.creto.messaging.benchmarks.access;

import org.jspecify.annotations.NullMarked;
