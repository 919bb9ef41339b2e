#pragma once

#include "shared/models/Application.h"
#include "shared/models/Channel.h"
#include "shared/models/Guild.h"
#include "shared/models/Presence.h"
#include "shared/models/ReadState.h"
#include "shared/models/Relationship.h"
#include "shared/models/Session.h"
#include "shared/models/UserSettings.h"
#include "shared/models/VoiceState.h"
#include "shared/protocol/Intents.h"
#include "shared/protocol/OneOrMany.h"

namespace shared {

/** What a client says of itself. */
struct ConnectionProperties {
    QString os;
    QString browser;
    QString device;

    bool operator==(const ConnectionProperties&) const = default;
};
GUILDHALL_DECLARE_JSON(ConnectionProperties);

/** Opcode 2. */
struct Identify {
    QString token;  ///< without "Bot "
    ConnectionProperties properties;
    Field<bool> compress;  ///< each payload by itself; not the transport compression of the address
    Field<int> largeThreshold;
    Field<QList<int>> shard;  ///< id, count
    Field<PresenceUpdate> presence;
    Field<Intents> intents;   ///< people may leave it out
    Field<int> capabilities;  ///< people only

    bool operator==(const Identify&) const = default;
};
GUILDHALL_DECLARE_JSON(Identify);

/** Opcode 6. */
struct Resume {
    QString token;
    QString sessionId;
    qint64 seq = 0;

    bool operator==(const Resume&) const = default;
};
GUILDHALL_DECLARE_JSON(Resume);

/** Opcode 8. */
struct RequestGuildMembers {
    OneOrMany<GuildId> guildId;
    Field<QString> query;
    int limit = 0;
    Field<bool> presences;
    Field<OneOrMany<UserId>> userIds;
    Field<QString> nonce;

    bool operator==(const RequestGuildMembers&) const = default;
};
GUILDHALL_DECLARE_JSON(RequestGuildMembers);

/** Opcode 4. */
struct UpdateVoiceState {
    Field<GuildId> guildId;      ///< null: a call
    Field<ChannelId> channelId;  ///< null: disconnect
    bool selfMute = false;
    bool selfDeaf = false;
    Field<bool> selfVideo;

    bool operator==(const UpdateVoiceState&) const = default;
};
GUILDHALL_DECLARE_JSON(UpdateVoiceState);

/** Opcode 10. */
struct Hello {
    int heartbeatInterval = 41250;  ///< milliseconds

    bool operator==(const Hello&) const = default;
};
GUILDHALL_DECLARE_JSON(Hello);

/** A guild as GUILD_CREATE and a person's READY tell it; while it is unavailable, only its id counts. */
struct GatewayGuild : Guild {
    std::optional<Timestamp> joinedAt;
    bool large = false;
    bool unavailable = false;
    int memberCount = 0;
    QList<VoiceState> voiceStates;
    QList<Member> members;  ///< of a large guild only some
    QList<Channel> channels;
    QList<Channel> threads;  ///< active ones that the member can see
    QList<Presence> presences;
    RawJson stageInstances{QByteArrayLiteral("[]")};
    RawJson guildScheduledEvents{QByteArrayLiteral("[]")};
    RawJson soundboardSounds{QByteArrayLiteral("[]")};

    bool operator==(const GatewayGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(GatewayGuild);

/** The part of an application that READY tells a bot. */
struct ReadyApplication {
    ApplicationId id;
    ApplicationFlags flags;

    bool operator==(const ReadyApplication&) const = default;
};
GUILDHALL_DECLARE_JSON(ReadyApplication);

/** READY. What stands below `application` is for people only. Sources: "Ready Event Fields", and the user's side. */
struct Ready {
    int v = 10;
    CurrentUser user;
    QList<GatewayGuild> guilds;  ///< unavailable ones for a bot
    QString sessionId;
    QString resumeGatewayUrl;
    Field<QList<int>> shard;  ///< as in IDENTIFY
    Field<ReadyApplication> application;
    Field<QList<Channel>> privateChannels;
    Field<QList<Relationship>> relationships;
    Field<QList<Presence>> presences;  ///< of friends
    Field<QList<ReadState>> readState;
    Field<QList<UserGuildSettings>> userGuildSettings;
    Field<UserSettings> userSettings;
    Field<QList<Session>> sessions;
    Field<QString> sessionType;  ///< "normal"
    Field<QString> authSessionIdHash;

    bool operator==(const Ready&) const = default;
};
GUILDHALL_DECLARE_JSON(Ready);

}  // namespace shared
