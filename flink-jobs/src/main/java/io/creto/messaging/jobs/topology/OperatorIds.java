package io.creto.messaging.jobs.topology;

/** Names of operators in savepoints. One that has been in use is never changed and never given to another. */
public final class OperatorIds {
    // MessagingJob
    public static final String INGEST = "ingest";
    public static final String IDENTITIES = "identities";
    public static final String KEY_STATUS = "key-status";
    public static final String READ = "read";
    public static final String SHARE = "share";
    public static final String READ_KEY_STATUS = "read-key-status";
    public static final String VERIFY = "verify";
    public static final String AUTHORIZE = "authorize";
    public static final String SPLIT = "split";
    public static final String RECIPIENTS = "recipients";
    public static final String MAILBOX = "mailbox";
    public static final String ANNOUNCE = "announce";
    public static final String DEAD_LETTERS = "dead-letters";
    public static final String OUTPUT = "output";

    private OperatorIds() {}
}
