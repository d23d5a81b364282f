/** What a decision by policies costs, and how much memory they take. */
@NullMarked
package io.creto.messaging.benchmarks.authz;

import org.jspecify.annotations.NullMarked;
