@NullMarked
package io.creto.messaging.jobs.authz;

import org.jspecify.annotations.NullMarked;
