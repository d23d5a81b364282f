@NullMarked
package io.creto.messaging.jobs.readmodel;

import org.jspecify.annotations.NullMarked;
