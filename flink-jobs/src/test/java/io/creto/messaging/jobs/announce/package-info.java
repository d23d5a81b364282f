@NullMarked
package io.creto.messaging.jobs.announce;

import org.jspecify.annotations.NullMarked;
