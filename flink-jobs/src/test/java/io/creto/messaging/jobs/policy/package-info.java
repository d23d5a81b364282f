@NullMarked
package io.creto.messaging.jobs.policy;

import org.jspecify.annotations.NullMarked;
