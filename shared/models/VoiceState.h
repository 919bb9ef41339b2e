#pragma once

#include <optional>

#include <QtCore/QString>

#include "shared/core/Timestamp.h"
#include "shared/models/Member.h"

namespace shared {

/** Where somebody is connected to voice. Source: "Voice State Structure". */
struct VoiceState {
    Field<GuildId> guildId;  ///< missing in GUILD_CREATE, null in a call
    std::optional<ChannelId> channelId;
    UserId userId;
    Field<Box<Member>> member;
    QString sessionId;
    bool deaf = false;  ///< by the server, as is `mute`
    bool mute = false;
    bool selfDeaf = false;
    bool selfMute = false;
    bool selfStream = false;
    bool selfVideo = false;
    bool suppress = false;
    std::optional<Timestamp> requestToSpeakTimestamp;

    bool operator==(const VoiceState&) const = default;
};
GUILDHALL_DECLARE_JSON(VoiceState);

struct VoiceRegion {
    QString id;
    QString name;
    bool optimal = false;
    bool deprecated = false;
    bool custom = false;

    bool operator==(const VoiceRegion&) const = default;
};
GUILDHALL_DECLARE_JSON(VoiceRegion);

}  // namespace shared
