-- Every table but the first two belongs to a partition (hash of its key's id, 0 to 255), and `partition` leads its key.
-- Times are milliseconds since 1970, 0 = never; ids are snowflakes; *extra and profile are JSON objects, NULL = {}.
-- A dialect may replace the words BLOB and WITHOUT ROWID; the rest is the same text for every engine.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE schema_migration (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at BIGINT NOT NULL
) WITHOUT ROWID;

-- Streams: the order of everything.

CREATE TABLE stream (
    partition BIGINT NOT NULL,
    key BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    last_id BIGINT NOT NULL,
    graph_version BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    PRIMARY KEY (partition, key, kind)
) WITHOUT ROWID;

-- In the order of the commits, so that trimming takes a prefix away.
CREATE TABLE stream_event (
    id INTEGER NOT NULL PRIMARY KEY,
    partition BIGINT NOT NULL,
    key BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    type TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    graph_version BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    route TEXT,
    payload BLOB NOT NULL
);
CREATE INDEX stream_event_seq ON stream_event (partition, key, kind, seq);

CREATE TABLE outbox (
    partition BIGINT NOT NULL,
    id BIGINT NOT NULL,
    source BIGINT NOT NULL,
    source_kind BIGINT NOT NULL,
    source_seq BIGINT NOT NULL,
    source_epoch BIGINT NOT NULL,
    target BIGINT NOT NULL,
    target_kind BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (partition, id)
) WITHOUT ROWID;

-- Under the target: the last row that was applied, per source and kind.
CREATE TABLE outbox_mark (
    partition BIGINT NOT NULL,
    target BIGINT NOT NULL,
    target_kind BIGINT NOT NULL,
    source BIGINT NOT NULL,
    source_kind BIGINT NOT NULL,
    kind TEXT NOT NULL,
    id BIGINT NOT NULL,
    PRIMARY KEY (partition, target, target_kind, source, source_kind, kind)
) WITHOUT ROWID;

-- Names and look-ups; the partition is the hash of the name. claimed_until 0: confirmed.
CREATE TABLE directory (
    partition BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    name TEXT NOT NULL,
    target BIGINT NOT NULL,
    target_kind BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    PRIMARY KEY (partition, kind, name)
) WITHOUT ROWID;

-- Under a user.

CREATE TABLE account (
    partition BIGINT NOT NULL,
    id BIGINT NOT NULL,
    username TEXT NOT NULL,
    discriminator TEXT NOT NULL,
    global_name TEXT,
    avatar TEXT,
    email TEXT,
    is_verified BIGINT NOT NULL,
    password_hash BLOB NOT NULL,
    is_bot BIGINT NOT NULL,
    is_system BIGINT NOT NULL,
    flags BIGINT NOT NULL,
    public_flags BIGINT NOT NULL,
    locale TEXT NOT NULL,
    version BIGINT NOT NULL,
    deleted_at BIGINT NOT NULL,
    profile BLOB,
    PRIMARY KEY (partition, id)
) WITHOUT ROWID;

CREATE TABLE account_setting (
    partition BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (partition, user_id, name)
) WITHOUT ROWID;

CREATE TABLE session (
    partition BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    token_hash BLOB NOT NULL,
    kind BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    client BLOB,
    PRIMARY KEY (partition, user_id, token_hash)
) WITHOUT ROWID;

CREATE TABLE user_guild (
    partition BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (partition, user_id, guild_id)
) WITHOUT ROWID;

CREATE TABLE user_dm (
    partition BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    type BIGINT NOT NULL,
    is_open BIGINT NOT NULL,
    last_message_id BIGINT NOT NULL,
    recipients TEXT NOT NULL,
    PRIMARY KEY (partition, user_id, channel_id)
) WITHOUT ROWID;

CREATE TABLE user_note (
    partition BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    about BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (partition, user_id, about)
) WITHOUT ROWID;

CREATE TABLE read_state (
    partition BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    last_message_id BIGINT NOT NULL,
    mention_count BIGINT NOT NULL,
    last_pin_at BIGINT NOT NULL,
    flags BIGINT NOT NULL,
    last_viewed BIGINT NOT NULL,
    PRIMARY KEY (partition, user_id, channel_id)
) WITHOUT ROWID;

CREATE TABLE application (
    partition BIGINT NOT NULL,
    id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    bot_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    icon TEXT,
    is_bot_public BIGINT NOT NULL,
    requires_code_grant BIGINT NOT NULL,
    flags BIGINT NOT NULL,
    verify_key BLOB NOT NULL,
    extra BLOB,
    PRIMARY KEY (partition, id)
) WITHOUT ROWID;

CREATE TABLE user_application (
    partition BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    application_id BIGINT NOT NULL,
    PRIMARY KEY (partition, user_id, application_id)
) WITHOUT ROWID;

-- Under a guild.

CREATE TABLE guild (
    partition BIGINT NOT NULL,
    id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    icon TEXT,
    description TEXT,
    features TEXT NOT NULL,
    system_channel_flags BIGINT NOT NULL,
    system_channel_id BIGINT NOT NULL,
    rules_channel_id BIGINT NOT NULL,
    afk_channel_id BIGINT NOT NULL,
    afk_timeout BIGINT NOT NULL,
    verification_level BIGINT NOT NULL,
    default_message_notifications BIGINT NOT NULL,
    explicit_content_filter BIGINT NOT NULL,
    mfa_level BIGINT NOT NULL,
    nsfw_level BIGINT NOT NULL,
    preferred_locale TEXT NOT NULL,
    vanity_url_code TEXT,
    extra BLOB,
    PRIMARY KEY (partition, id)
) WITHOUT ROWID;

CREATE TABLE guild_counter (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    members BIGINT NOT NULL,
    PRIMARY KEY (partition, guild_id)
) WITHOUT ROWID;

CREATE TABLE role (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    permissions BIGINT NOT NULL,
    position BIGINT NOT NULL,
    color BIGINT NOT NULL,
    is_hoisted BIGINT NOT NULL,
    is_managed BIGINT NOT NULL,
    is_mentionable BIGINT NOT NULL,
    icon TEXT,
    unicode_emoji TEXT,
    flags BIGINT NOT NULL,
    extra BLOB,
    PRIMARY KEY (partition, guild_id, id)
) WITHOUT ROWID;

-- Also DMs, with guild_id 0. overwrites: a line each, "id type allow deny". recipients: ids, a blank between them.
CREATE TABLE channel (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    type BIGINT NOT NULL,
    name TEXT NOT NULL,
    topic TEXT,
    position BIGINT NOT NULL,
    parent_id BIGINT NOT NULL,
    is_nsfw BIGINT NOT NULL,
    rate_limit_per_user BIGINT NOT NULL,
    flags BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    overwrites TEXT NOT NULL,
    recipients TEXT NOT NULL,
    extra BLOB,
    PRIMARY KEY (partition, guild_id, id)
) WITHOUT ROWID;

-- What changes with every message, apart from the wide row.
CREATE TABLE channel_state (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    last_message_id BIGINT NOT NULL,
    last_pin_at BIGINT NOT NULL,
    PRIMARY KEY (partition, channel_id)
) WITHOUT ROWID;

CREATE TABLE member (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    user_version BIGINT NOT NULL,
    is_bot BIGINT NOT NULL,
    username TEXT NOT NULL,
    global_name TEXT,
    nick TEXT,
    avatar TEXT,
    roles TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    premium_since BIGINT NOT NULL,
    timed_out_until BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    is_deaf BIGINT NOT NULL,
    is_mute BIGINT NOT NULL,
    is_pending BIGINT NOT NULL,
    flags BIGINT NOT NULL,
    user_json BLOB NOT NULL,
    extra BLOB,
    PRIMARY KEY (partition, guild_id, user_id)
) WITHOUT ROWID;

-- Up to three folded names per member, for the search by prefix.
CREATE TABLE member_name (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (partition, guild_id, name, user_id)
) WITHOUT ROWID;

CREATE TABLE member_role (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    role_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (partition, guild_id, role_id, user_id)
) WITHOUT ROWID;

CREATE TABLE ban (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    user_json BLOB NOT NULL,
    reason TEXT,
    banned_by BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (partition, guild_id, user_id)
) WITHOUT ROWID;

-- home: the guild's id, or that of the group DM.
CREATE TABLE invite (
    partition BIGINT NOT NULL,
    home BIGINT NOT NULL,
    code TEXT NOT NULL,
    channel_id BIGINT NOT NULL,
    inviter_id BIGINT NOT NULL,
    inviter_json BLOB,
    max_age BIGINT NOT NULL,
    max_uses BIGINT NOT NULL,
    uses BIGINT NOT NULL,
    is_temporary BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    extra BLOB,
    PRIMARY KEY (partition, home, code)
) WITHOUT ROWID;

-- Under a guild or a DM.

-- marks: 1 pinned, 2 has reactions, 4 tts, 8 mentions everyone. extra: NULL for a plain message.
CREATE TABLE message (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    type BIGINT NOT NULL,
    flags BIGINT NOT NULL,
    edited_at BIGINT NOT NULL,
    marks BIGINT NOT NULL,
    referenced_id BIGINT NOT NULL,
    content TEXT NOT NULL,
    author_json BLOB NOT NULL,
    extra BLOB,
    PRIMARY KEY (partition, channel_id, id)
) WITHOUT ROWID;

CREATE TABLE message_mention (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    target BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    PRIMARY KEY (partition, channel_id, message_id, kind, target)
) WITHOUT ROWID;

CREATE TABLE message_nonce (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    nonce TEXT NOT NULL,
    message_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (partition, channel_id, author_id, nonce)
) WITHOUT ROWID;

CREATE TABLE message_pin (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    pinned_at BIGINT NOT NULL,
    PRIMARY KEY (partition, channel_id, message_id)
) WITHOUT ROWID;

CREATE TABLE reaction (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    emoji TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (partition, channel_id, message_id, emoji, user_id)
) WITHOUT ROWID;

-- position: the order in which a message's emojis came.
CREATE TABLE reaction_count (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    emoji TEXT NOT NULL,
    count BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (partition, channel_id, message_id, emoji)
) WITHOUT ROWID;

-- orphaned_at: since when nothing needs it; 0 while a message does. home: the guild's id, or that of the DM.
CREATE TABLE attachment (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    home BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    filename TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    blob_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    orphaned_at BIGINT NOT NULL,
    PRIMARY KEY (partition, channel_id, id)
) WITHOUT ROWID;
CREATE INDEX attachment_message ON attachment (partition, channel_id, message_id);
CREATE INDEX attachment_orphan ON attachment (partition, home, orphaned_at) WHERE orphaned_at > 0;
