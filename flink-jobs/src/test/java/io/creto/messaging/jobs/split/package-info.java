@NullMarked
package io.creto.messaging.jobs.split;

import org.jspecify.annotations.NullMarked;
