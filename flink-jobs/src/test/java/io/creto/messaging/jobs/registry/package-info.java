@NullMarked
package io.creto.messaging.jobs.registry;

import org.jspecify.annotations.NullMarked;
