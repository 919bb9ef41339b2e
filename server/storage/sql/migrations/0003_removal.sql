-- What a removed channel or guild leaves behind is taken away in pieces; until then it is named here.
-- home: the guild's id, or that of the group DM.
CREATE TABLE removed_channel (
    partition BIGINT NOT NULL,
    home BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    PRIMARY KEY (partition, home, channel_id)
) WITHOUT ROWID;

CREATE INDEX member_bot ON member (partition, guild_id, user_id) WHERE is_bot = 1;
