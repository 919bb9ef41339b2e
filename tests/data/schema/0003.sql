-- A database of schema 3 with a little of everything in it, as sqlite3's .dump wrote it. Never edit: every
-- later version must be able to bring it up to date.
PRAGMA application_id = 1198285896;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO meta VALUES('epoch','1767225600000');
INSERT INTO meta VALUES('state','closed');
CREATE TABLE schema_migration (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO schema_migration VALUES(1,'0001_initial',1767225600000);
INSERT INTO schema_migration VALUES(2,'0002_audit_log',1767225600000);
INSERT INTO schema_migration VALUES(3,'0003_removal',1767225600000);
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
INSERT INTO stream VALUES(219,175928847299117063,1,2,175928847299117073,3,1767225600000);
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
INSERT INTO stream_event VALUES(1,219,175928847299117063,1,1,1767225600000,'GUILD_CREATE',1767225600000,3,0,0,NULL,X'7b7d');
INSERT INTO stream_event VALUES(2,219,175928847299117063,1,2,1767225600000,'MESSAGE_CREATE',1767225600000,3,175928847299117064,80351110224678912,NULL,X'7b7d');
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
CREATE TABLE directory (
    partition BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    name TEXT NOT NULL,
    target BIGINT NOT NULL,
    target_kind BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    PRIMARY KEY (partition, kind, name)
) WITHOUT ROWID;
INSERT INTO directory VALUES(67,1,'175928847299117064',175928847299117063,1,0);
INSERT INTO directory VALUES(171,3,'mason',80351110224678912,3,0);
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
INSERT INTO account VALUES(134,80351110224678912,'mason','0',NULL,NULL,'mason@example.org',0,X'68617368',0,0,0,0,'en-US',1,0,NULL);
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
INSERT INTO guild VALUES(219,175928847299117063,80351110224678912,'Old guild',NULL,'made by schema 1','COMMUNITY',0,175928847299117064,0,0,300,0,0,0,0,0,'en-US',NULL,NULL);
CREATE TABLE guild_counter (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    members BIGINT NOT NULL,
    PRIMARY KEY (partition, guild_id)
) WITHOUT ROWID;
INSERT INTO guild_counter VALUES(219,175928847299117063,1);
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
INSERT INTO role VALUES(219,175928847299117063,175928847299117063,'@everyone',104324673,0,0,0,0,0,NULL,NULL,0,NULL);
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
INSERT INTO channel VALUES(219,175928847299117063,175928847299117064,0,'general','old talk',0,0,0,0,0,0,'175928847299117063 0 1024 2048','',NULL);
CREATE TABLE channel_state (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    last_message_id BIGINT NOT NULL,
    last_pin_at BIGINT NOT NULL,
    PRIMARY KEY (partition, channel_id)
) WITHOUT ROWID;
INSERT INTO channel_state VALUES(219,175928847299117064,175928847299117073,0);
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
INSERT INTO member VALUES(219,175928847299117063,80351110224678912,1,0,'mason',NULL,'Mace',NULL,'',1767225600000,0,0,0,0,0,0,0,X'7b226964223a223830333531313130323234363738393132222c22757365726e616d65223a226d61736f6e227d',NULL);
CREATE TABLE member_name (
    partition BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (partition, guild_id, name, user_id)
) WITHOUT ROWID;
INSERT INTO member_name VALUES(219,175928847299117063,'mace',80351110224678912);
INSERT INTO member_name VALUES(219,175928847299117063,'mason',80351110224678912);
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
INSERT INTO message VALUES(219,175928847299117064,175928847299117073,80351110224678912,0,0,0,0,0,'kept since schema 1',X'7b226964223a223830333531313130323234363738393132222c22757365726e616d65223a226d61736f6e227d',NULL);
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
CREATE TABLE reaction_count (
    partition BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    emoji TEXT NOT NULL,
    count BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (partition, channel_id, message_id, emoji)
) WITHOUT ROWID;
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
INSERT INTO audit_log VALUES(219,175928847299117063,175928847299117070,80351110224678912,175928847299117064,11,X'7b226964223a22313735393238383437323939313137303730222c22616374696f6e5f74797065223a31312c22757365725f6964223a223830333531313130323234363738393132222c227461726765745f6964223a22313735393238383437323939313137303634227d');
CREATE TABLE removed_channel (
    partition BIGINT NOT NULL,
    home BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    PRIMARY KEY (partition, home, channel_id)
) WITHOUT ROWID;
INSERT INTO removed_channel VALUES(219,175928847299117063,175928847299117071);
CREATE INDEX stream_event_seq ON stream_event (partition, key, kind, seq);
CREATE INDEX attachment_message ON attachment (partition, channel_id, message_id);
CREATE INDEX attachment_orphan ON attachment (partition, home, orphaned_at) WHERE orphaned_at > 0;
CREATE INDEX member_bot ON member (partition, guild_id, user_id) WHERE is_bot = 1;
COMMIT;
