/** How elements and state are written, how sources and sinks are made, what operators count. */
@NullMarked
package io.creto.messaging.jobs.io;

import org.jspecify.annotations.NullMarked;
