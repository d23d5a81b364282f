@NullMarked
package io.creto.messaging.jobs.topology;

import org.jspecify.annotations.NullMarked;
