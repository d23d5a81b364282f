@NullMarked
package io.creto.messaging.jobs.job;

import org.jspecify.annotations.NullMarked;
