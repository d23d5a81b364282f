package io.creto.messaging.jobs.authz;

/** How far what is known of policies is trusted at the moment. */
enum PolicyTrust {
    /** They decide. */
    FULL,
    /** Who needs them waits: they are being read. */
    NOT_YET,
    /** They have not been read for too long: who needs them is refused. */
    NONE,
    /** The same, but those that are known decide, and where there are none it passes; such passes are marked. */
    OPEN
}
