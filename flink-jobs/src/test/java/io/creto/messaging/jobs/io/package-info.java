@NullMarked
package io.creto.messaging.jobs.io;

import org.jspecify.annotations.NullMarked;
