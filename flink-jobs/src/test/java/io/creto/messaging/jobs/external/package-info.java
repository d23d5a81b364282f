@NullMarked
package io.creto.messaging.jobs.external;

import org.jspecify.annotations.NullMarked;
