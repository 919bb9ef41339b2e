#pragma once

#include "app/store/Changes.h"
#include "app/store/ChannelCache.h"
#include "app/store/GuildCache.h"
#include "app/store/MemberCache.h"
#include "app/store/MessageCache.h"
#include "app/store/PresenceCache.h"
#include "app/store/ReadStateCache.h"
#include "app/store/RelationshipCache.h"
#include "app/store/RoleCache.h"
#include "app/store/TypingCache.h"
#include "app/store/UserCache.h"
#include "app/store/VoiceStateCache.h"
#include "shared/core/Clock.h"
#include "shared/models/UserSettings.h"

namespace app {

/**
 * All that an account knows, as reducers see it. ClientStore owns the only one and gives everybody else const parts of
 * it: a reducer is the one way to change anything.
 */
struct StoreState {
    explicit StoreState(const shared::Clock& c) : clock(c) {}

    const shared::Clock& clock;
    Changes changes;

    shared::CurrentUser self;
    shared::UserSettings settings;
    QHash<shared::GuildId, shared::UserGuildSettings> guildSettings;  ///< the null guild's are those of DMs
    GuildCache guilds;
    RoleCache roles;
    ChannelCache channels;
    MemberCache members;
    UserCache users;
    PresenceCache presences;
    MessageCache messages{changes};
    ReadStateCache readStates;
    RelationshipCache relationships;
    TypingCache typing;
    VoiceStateCache voiceStates;
    bool isReady = false;  ///< READY has come; false = what is known is from the local cache

    /** Rises whenever what somebody may do can have changed; PermissionReader keeps its tables by it. */
    quint64 permissionVersion = 1;

    /** The roles of the account itself in a guild. */
    const QList<shared::RoleId>& ownRoles(shared::GuildId guildId) const {
        static const QList<shared::RoleId> kNone;
        const shared::Member* member = members.find(guildId, self.id);
        return member == nullptr ? kNone : member->roles;
    }
};

}  // namespace app
