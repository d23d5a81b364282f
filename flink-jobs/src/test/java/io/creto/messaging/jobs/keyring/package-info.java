@NullMarked
package io.creto.messaging.jobs.keyring;

import org.jspecify.annotations.NullMarked;
