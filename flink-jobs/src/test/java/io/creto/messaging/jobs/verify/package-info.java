@NullMarked
package io.creto.messaging.jobs.verify;

import org.jspecify.annotations.NullMarked;
