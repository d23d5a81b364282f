@NullMarked
package io.creto.messaging.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
