-- The read model (architecture §8): what the directory answers from. Everything here can be built anew from the topics.
-- One writer (ReadModelJob), many readers (gateways). Rows change only to a higher version, so that repeats and records that
-- come late do nothing. Names compare by their bytes, which is the order of pages.

-- Topic `identities`, fleets.
CREATE TABLE fleets (
    fleet             text COLLATE "C" PRIMARY KEY,
    -- Of the record: rises by 1 with each change of this fleet.
    version           bigint NOT NULL,
    -- Serialized IdentityRecord with its evidence.
    record            bytea NOT NULL
);

-- Topic `identities`, agents.
CREATE TABLE agents (
    agent             text COLLATE "C" PRIMARY KEY,
    fleet             text COLLATE "C" NOT NULL,
    -- Of the record: rises by 1 with each change of this agent.
    version           bigint NOT NULL,
    -- Serialized AgentRecord, for lists: evidence is many times its size.
    listing           bytea NOT NULL,
    -- Serialized IdentityRecord with its evidence.
    record            bytea NOT NULL
);

CREATE INDEX agents_of_fleet ON agents (fleet, agent);

-- Topic `key-status`: each lineage as it last stood.
CREATE TABLE lineages (
    owner             text COLLATE "C" NOT NULL,
    -- `*` or an agent.
    peer              text COLLATE "C" NOT NULL,
    -- Of the record: rises by 1 with each change of any of the owner's lineages.
    version           bigint NOT NULL,
    recorded_at_ms    bigint NOT NULL,
    -- Number of LineageState.
    state             smallint NOT NULL,
    -- NULL where there is none.
    current_key_id    bytea,
    -- From when the current key counts, log time.
    current_from_ms   bigint NOT NULL,
    -- Every key that stands in the lineage, in whatever role.
    key_ids           bytea[] NOT NULL,
    -- Serialized KeyStatus.
    record            bytea NOT NULL,
    PRIMARY KEY (owner, peer)
);

-- Topic `keyring.log`: the public keys that were uploaded, each with the command that brought it. A key says nothing alone:
-- which are good stands in its lineage.
CREATE TABLE prekeys (
    owner             text COLLATE "C" NOT NULL,
    peer              text COLLATE "C" NOT NULL,
    key_id            bytea NOT NULL,
    -- Offset of the command in its partition, plus 1.
    version           bigint NOT NULL,
    -- When the log appended the command.
    appended_at_ms    bigint NOT NULL,
    one_time          boolean NOT NULL,
    public_key        bytea NOT NULL,
    -- Serialized Slice of one envelope, the UploadPrekeys.
    evidence          bytea NOT NULL,
    PRIMARY KEY (owner, peer, key_id)
);
