-- Topic `policies`: every version of every fleet's policy, kept, for what is asked for by its version and what is rolled back to.
-- The first record of a version stands.
CREATE TABLE policies (
    fleet             text COLLATE "C" NOT NULL,
    -- Of the record: rises by 1 with each change of this fleet's policy.
    version           bigint NOT NULL,
    recorded_at_ms    bigint NOT NULL,
    -- From when it counts, log time.
    effective_from_ms bigint NOT NULL,
    -- Who put it.
    author            text NOT NULL,
    -- Id of the document.
    policy            text NOT NULL,
    -- Whether it is the one that the fleet began with, which has no evidence.
    initial           boolean NOT NULL,
    -- Serialized PolicyRecord with its document and evidence.
    record            bytea NOT NULL,
    PRIMARY KEY (fleet, version)
);
