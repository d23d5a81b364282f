@NullMarked
package io.creto.messaging.jobs.quota;

import org.jspecify.annotations.NullMarked;
