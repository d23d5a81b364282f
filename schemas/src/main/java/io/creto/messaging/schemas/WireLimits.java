package io.creto.messaging.schemas;

/** The numbers of the wire format: sizes in bytes, times in milliseconds, counts. Ranges are inclusive. */
public final class WireLimits {
    /** The only format version. */
    public static final int VERSION = 1;
    /** The only cryptographic suite: MLDSA65-Ed25519-SHA512, ML-KEM-768, AES-256-GCM, SHA-256. */
    public static final int SUITE = 1;

    /** A message, batch, channel, delegation, token or session id. */
    public static final int ID_BYTES = 16;
    /** A key id: suite byte and 16 bytes of a SHA-256. */
    public static final int KEY_ID_BYTES = 17;
    /** A SHA-256: leaf hash, root, roster hash, path element. */
    public static final int HASH_BYTES = 32;
    /** A recipient's hash in a slice of a publication. */
    public static final int RECIPIENT_HASH_BYTES = 16;

    /** ML-DSA-65 public key (1952) and Ed25519 public key (32). */
    public static final int PUBLIC_KEY_BYTES = 1984;
    /** ML-DSA-65 signature (3309) and Ed25519 signature (64). */
    public static final int SIGNATURE_BYTES = 3373;
    /** ML-KEM-768 encapsulation key. */
    public static final int ENCAPSULATION_KEY_BYTES = 1184;
    /** ML-KEM-768 ciphertext. */
    public static final int KEM_CIPHERTEXT_BYTES = 1088;
    /** A 32-byte content key under AES-256-KW. */
    public static final int WRAPPED_KEY_BYTES = 40;
    /** A publisher's chain key. */
    public static final int CHAIN_KEY_BYTES = 32;
    /** AES-256-GCM nonce. */
    public static final int NONCE_BYTES = 12;
    /** AES-256-GCM tag. */
    public static final int TAG_BYTES = 16;

    private static final int KIB = 1024;

    /** Plaintext payload where nothing else is configured. */
    public static final int DEFAULT_MAX_PAYLOAD_BYTES = 256 * KIB;
    /** Largest payload limit that can be configured, which is what the parsers hold to. */
    public static final int MAX_PAYLOAD_BYTES = 768 * KIB;
    /** A serialized KeyPart. */
    public static final int MAX_KEY_PART_BYTES = 1280;
    /** A serialized SealedBody or command. */
    public static final int MAX_BODY_BYTES = MAX_PAYLOAD_BYTES + 2 * KIB;
    /** A serialized EnvelopeHeader. */
    public static final int MAX_ENVELOPE_HEADER_BYTES = KIB;
    /** A serialized BatchHeader. */
    public static final int MAX_BATCH_HEADER_BYTES = 512;
    /** A serialized Delegation. */
    public static final int MAX_DELEGATION_BYTES = KIB;
    /** A serialized AccessToken. */
    public static final int MAX_TOKEN_BYTES = KIB;
    /** A serialized EnrolmentBinding. */
    public static final int MAX_ENROLMENT_BINDING_BYTES = 2304;
    /** A serialized PolicyDocument. */
    public static final int MAX_POLICY_BYTES = 256 * KIB;
    /** A serialized SignedBatch. */
    public static final int MAX_BATCH_BYTES = KIB * KIB;
    /** The value of any Kafka record. */
    public static final int MAX_RECORD_BYTES = 2 * KIB * KIB;
    /** What Kafka counts besides the value of a record: key, headers, the record's and its batch's own fields. */
    public static final int RECORD_OVERHEAD_BYTES = 64 * KIB;
    /** Limit of every topic on a Kafka batch ({@code max.message.bytes}), with room for the largest value. */
    public static final int MAX_KAFKA_MESSAGE_BYTES = MAX_RECORD_BYTES + RECORD_OVERHEAD_BYTES;
    /**
     * What a producer's {@code max.request.size} must be, which it holds each record with its overhead against; its {@code
     * batch.size} must not be larger.
     */
    public static final int PRODUCER_MAX_REQUEST_BYTES = MAX_KAFKA_MESSAGE_BYTES;

    /** Envelopes in a batch. */
    public static final int MAX_BATCH_COUNT = 256;
    /** Hashes in an inclusion path of a batch of {@link #MAX_BATCH_COUNT}. */
    public static final int MAX_PATH_LENGTH = 8;

    private static final long SECOND_MS = 1000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long DAY_MS = 24 * 60 * MINUTE_MS;

    /** Largest time: what a UUIDv7 can hold (48 bits), so sums of times and durations never overflow. */
    public static final long MAX_TIME_MS = (1L << 48) - 1;
    /** Shortest time to live of an envelope. */
    public static final long MIN_TTL_MS = SECOND_MS;
    /** Longest time to live of an envelope; also the longest reply deadline. */
    public static final long MAX_TTL_MS = 30 * DAY_MS;
    /** Time to live where the sender names none. */
    public static final long DEFAULT_TTL_MS = 7 * DAY_MS;
    /** Between created_at and ingest time of a batch, and between an id's time and created_at, either way. */
    public static final long MAX_CLOCK_SKEW_MS = 5 * MINUTE_MS;
    /** Life of an access token. */
    public static final long MAX_TOKEN_LIFE_MS = 5 * MINUTE_MS;
    /** Life of a delegation. */
    public static final long MAX_DELEGATION_LIFE_MS = 90 * DAY_MS;
    /** Life of an enrolment token. */
    public static final long MAX_ENROLMENT_TOKEN_LIFE_MS = 30 * DAY_MS;
    /** Shortest rotation period. */
    public static final long MIN_ROTATION_PERIOD_MS = MINUTE_MS;
    /** Longest rotation period. */
    public static final long MAX_ROTATION_PERIOD_MS = 366 * DAY_MS;
    /** Longest grace period of a key. */
    public static final long MAX_GRACE_MS = 30 * DAY_MS;
    /** Grace period where the owner names none. */
    public static final long DEFAULT_GRACE_MS = 7 * DAY_MS;
    /** Shortest retention of a channel. */
    public static final long MIN_CHANNEL_RETENTION_MS = MINUTE_MS;
    /** Longest retention of a channel. */
    public static final long MAX_CHANNEL_RETENTION_MS = 30 * DAY_MS;

    /** Staged keys of a lineage. */
    public static final int MAX_STAGED_KEYS = 8;
    /**
     * One-time keys in an upload. It stands whole, as evidence, behind each key that it brought: 41 keys with the current and
     * staged ones, of at most 1212 bytes with their framing, make 50 KB; the slice around it 5.5 KB.
     */
    public static final int MAX_ONE_TIME_KEYS = 32;
    /** One-time keys of a lineage that are outstanding: uploaded, and neither used nor void. */
    public static final int MAX_OUTSTANDING_ONE_TIME_KEYS = 256;
    /** Keys in grace of a lineage. */
    public static final int MAX_GRACE_KEYS = 64;
    /** Subscribers of a channel. */
    public static final int MAX_SUBSCRIBERS = 100_000;
    /** Agents in a channel's allowlist. */
    public static final int MAX_ALLOWLIST = 4096;
    /** Publications that one request for history may ask for. */
    public static final int MAX_HISTORY = 1024;
    /** Groups of an agent. */
    public static final int MAX_GROUPS = 64;
    /** Attributes of an agent. */
    public static final int MAX_ATTRIBUTES = 64;
    /** Rules in a policy. */
    public static final int MAX_POLICY_RULES = 4096;
    /** Quotas in a policy. */
    public static final int MAX_POLICY_QUOTAS = 256;
    /** Messages, or bytes, per second of a quota: one a nanosecond, which token buckets can count. */
    public static final long MAX_QUOTA_PER_SECOND = 1_000_000_000;
    /** Seconds' worth of a quota that may be sent at once. */
    public static final int MAX_QUOTA_BURST_SECONDS = 3600;
    /** Partitions of a delivery topic. */
    public static final int MAX_DELIVERY_PARTITIONS = 1024;

    /** A serialized answer of the gateway: what gRPC clients take where nothing else is configured. */
    public static final int MAX_ANSWER_BYTES = 4 * KIB * KIB;
    /**
     * Subjects in a GetIdentities. A member's evidence (CreateFleet 6 KB, two Enrol of 15 KB, IssueToken 6 KB) makes 42 KB, so
     * that 64 make 2.7 MB; the answer defers those for which long histories leave no room.
     */
    public static final int MAX_IDENTITIES = 64;
    /** Owners in a FetchKeys: two keys each, of 57 KB with the largest upload as evidence, make 3.7 MB. */
    public static final int MAX_KEY_OWNERS = 32;
    /** Keys that a FetchKeys answers for one owner: a current and a one-time one. */
    public static final int MAX_KEYS_OF_OWNER = 2;
    /**
     * Agents or roster steps in a page. A step with a common command makes 6 KB, 256 make 1.6 MB; an agent with one key 3 KB,
     * 256 make 0.8 MB. Where allowlists or delegations are larger, pages end before {@link #MAX_ANSWER_BYTES}.
     */
    public static final int MAX_PAGE_SIZE = 256;
    /** Elements in a page where the caller names no number. */
    public static final int DEFAULT_PAGE_SIZE = 100;
    /** Agents whose records one delivery stream carries. */
    public static final int MAX_RECEIVING_AGENTS = 4096;
    /** Records that a receiver lets come at once. */
    public static final int MAX_CREDIT = 65_536;
    /** Cursors of a delivery stream: one for each lane and partition. */
    public static final int MAX_CURSORS = 3 * MAX_DELIVERY_PARTITIONS;
    /**
     * A question to an external authorization service, and its answer. 256 answers with the longest texts make 0.4 MB; questions
     * are cut, because the groups and attributes of one agent can make 25 KB.
     */
    public static final int MAX_CHECK_BYTES = KIB * KIB;
    /** Longest wait for the first record of a fetch. */
    public static final int MAX_FETCH_WAIT_MS = 30_000;
    /** Wait for it where the receiver names none. */
    public static final int DEFAULT_FETCH_WAIT_MS = 1000;
    /** A page token. */
    public static final int MAX_PAGE_TOKEN_BYTES = 255;

    /** A text for people, in UTF-8. */
    public static final int MAX_TEXT_BYTES = 1024;
    /** A short name: audience, policy id, rule id, glob, attribute value, gateway. */
    public static final int MAX_NAME_BYTES = 255;
    /** A label: group, attribute name. */
    public static final int MAX_LABEL_BYTES = 63;
    /** A condition of a rule, in UTF-8. */
    public static final int MAX_CONDITION_BYTES = 4 * KIB;

    private WireLimits() {}
}
