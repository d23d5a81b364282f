@NullMarked
package io.creto.messaging.jobs.config;

import org.jspecify.annotations.NullMarked;
