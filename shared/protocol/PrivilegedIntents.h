#pragma once

#include "shared/models/Application.h"
#include "shared/protocol/Intents.h"

namespace shared {

/** Which privileged intents an application may use. Each has a flag for verified and one for small applications. */
constexpr Intents privilegedIntents(ApplicationFlags flags) {
    Intents allowed;
    if (flags.hasAny(ApplicationFlag::GatewayPresence | ApplicationFlag::GatewayPresenceLimited)) {
        allowed |= Intent::GuildPresences;
    }
    if (flags.hasAny(ApplicationFlag::GatewayGuildMembers | ApplicationFlag::GatewayGuildMembersLimited)) {
        allowed |= Intent::GuildMembers;
    }
    if (flags.hasAny(ApplicationFlag::GatewayMessageContent | ApplicationFlag::GatewayMessageContentLimited)) {
        allowed |= Intent::MessageContent;
    }
    return allowed;
}

}  // namespace shared
