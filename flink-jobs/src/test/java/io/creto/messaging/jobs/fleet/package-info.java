@NullMarked
package io.creto.messaging.jobs.fleet;

import org.jspecify.annotations.NullMarked;
