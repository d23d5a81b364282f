/** The options of the jobs: typed, each with default and description, parsed once into records. */
@NullMarked
package io.creto.messaging.jobs.config;

import org.jspecify.annotations.NullMarked;
