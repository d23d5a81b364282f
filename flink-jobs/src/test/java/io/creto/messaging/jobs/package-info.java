@NullMarked
package io.creto.messaging.jobs;

import org.jspecify.annotations.NullMarked;
