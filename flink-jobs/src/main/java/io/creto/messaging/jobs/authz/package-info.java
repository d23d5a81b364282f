/** Who may do what: one decision an envelope, by the policy in effect at ingest time (architecture §4, authorize). */
@NullMarked
package io.creto.messaging.jobs.authz;

import org.jspecify.annotations.NullMarked;
