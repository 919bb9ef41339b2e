#pragma once

#include "shared/core/Flags.h"

namespace shared {

/** Groups of events that a session asks for in IDENTIFY. Source: "List of Intents". */
enum class Intent : quint64 {
    Guilds = 1u << 0,
    GuildMembers = 1u << 1,
    GuildModeration = 1u << 2,
    GuildExpressions = 1u << 3,
    GuildIntegrations = 1u << 4,
    GuildWebhooks = 1u << 5,
    GuildInvites = 1u << 6,
    GuildVoiceStates = 1u << 7,
    GuildPresences = 1u << 8,
    GuildMessages = 1u << 9,
    GuildMessageReactions = 1u << 10,
    GuildMessageTyping = 1u << 11,
    DirectMessages = 1u << 12,
    DirectMessageReactions = 1u << 13,
    DirectMessageTyping = 1u << 14,
    MessageContent = 1u << 15,  ///< no events: it decides whether messages of others carry their content
    GuildScheduledEvents = 1u << 16,
    AutoModerationConfiguration = 1u << 20,
    AutoModerationExecution = 1u << 21,
    GuildMessagePolls = 1u << 24,
    DirectMessagePolls = 1u << 25,
};
using Intents = Flags<Intent>;

constexpr Intents operator|(Intent a, Intent b) {
    return Intents(a) | Intents(b);
}

/** Every intent there is; a bit outside of these closes with CloseCode::InvalidIntents. */
inline constexpr Intents kAllIntents{0x331ffff};

/** Those that an application must be allowed (a flag of its own); else CloseCode::DisallowedIntents. */
inline constexpr Intents kPrivilegedIntents = Intent::GuildMembers | Intent::GuildPresences | Intent::MessageContent;

}  // namespace shared
