@NullMarked
package io.creto.messaging.jobs.mailbox;

import org.jspecify.annotations.NullMarked;
