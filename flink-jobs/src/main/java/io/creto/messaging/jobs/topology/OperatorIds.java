package io.creto.messaging.jobs.topology;

/**
 * Names of operators in savepoints. One that has been in use is never changed and never given to another of the same job; jobs
 * may have names in common.
 */
public final class OperatorIds {
    // MessagingJob
    public static final String INGEST = "ingest";
    public static final String IDENTITIES = "identities";
    public static final String POLICIES = "policies";
    public static final String KEY_STATUS = "key-status";
    public static final String READ = "read";
    public static final String SHARE = "share";
    public static final String FOLLOW_POLICIES = "follow-policies";
    public static final String READ_POLICIES = "read-policies";
    public static final String READ_KEY_STATUS = "read-key-status";
    public static final String VERIFY = "verify";
    public static final String AUTHORIZE = "authorize";
    public static final String SPLIT = "split";
    public static final String EXTERNAL_AUTHORIZE = "external-authorize";
    public static final String EXTERNAL_SETTLE = "external-settle";
    public static final String EXTERNAL_SPLIT = "external-split";
    public static final String RECIPIENTS = "recipients";
    public static final String MAILBOX = "mailbox";
    public static final String ANNOUNCE = "announce";
    public static final String DELIVERABLE = "deliverable";
    public static final String DELIVERIES = "deliveries";
    public static final String DEAD_LETTER = "dead-letter";
    public static final String DELIVERABLE_OTHERS = "deliverable-others";
    public static final String OUTPUT = "output";

    // KeyManagementJob, which also has ANNOUNCE, DEAD_LETTER, DELIVERABLE, IDENTITIES, POLICIES, KEY_STATUS and OUTPUT
    public static final String FROM_REGISTRY_LOG = "from-registry-log";
    public static final String FROM_KEYRING_LOG = "from-keyring-log";
    public static final String READ_REGISTRY_LOG = "read-registry-log";
    public static final String READ_KEYRING_LOG = "read-keyring-log";
    public static final String GENESIS = "genesis";
    public static final String REGISTRY = "registry";
    public static final String KEYRING = "keyring";
    public static final String FLEETS = "fleets";

    // ReadModelJob, which also has FROM_KEYRING_LOG, FLEETS, POLICIES and DEAD_LETTER
    public static final String FROM_IDENTITIES = "from-identities";
    public static final String FROM_KEY_STATUS = "from-key-status";
    public static final String FROM_POLICIES = "from-policies";
    public static final String READ_MODEL = "read-model";
    public static final String AGENTS = "agents";
    public static final String LINEAGES = "lineages";
    public static final String PREKEYS = "prekeys";
    public static final String TO_FLEETS = "to-fleets";
    public static final String TO_AGENTS = "to-agents";
    public static final String TO_LINEAGES = "to-lineages";
    public static final String TO_PREKEYS = "to-prekeys";
    public static final String TO_POLICIES = "to-policies";
    public static final String TO_DEAD_LETTER = "to-dead-letter";

    private OperatorIds() {}
}
