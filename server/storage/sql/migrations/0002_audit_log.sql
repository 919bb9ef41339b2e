-- What was done in a guild, and by whom. entry: the JSON that clients get.
CREATE TABLE audit_log (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    action_type BIGINT NOT NULL,
    entry BLOB NOT NULL,
    PRIMARY KEY (partition, guild_id, id)
) WITHOUT ROWID;
