@NullMarked
package io.creto.messaging.jobs.command;

import org.jspecify.annotations.NullMarked;
