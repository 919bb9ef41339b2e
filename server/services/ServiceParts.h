#pragma once

#include "server/events/EventBus.h"
#include "server/services/Access.h"
#include "server/services/Media.h"
#include "server/services/MessageView.h"
#include "server/storage/EphemeralStore.h"
#include "server/storage/Storage.h"
#include "shared/core/Clock.h"
#include "shared/core/Random.h"
#include "shared/core/SnowflakeGenerator.h"

namespace server {

/**
 * What the services of the guild side are made from; all of it outlives them. The composition root fills it in once.
 */
struct ServiceParts {
    Storage& storage;
    EphemeralStore& ephemeral;
    EventBus& bus;
    Access& access;
    Media& media;
    shared::SnowflakeGenerator& ids;  ///< for ids that are drawn before their unit: guilds, attachments
    const shared::Clock& clock;
    shared::Random& random;

    GuildGraphs& graphs() const { return access.graphs(); }
    Members& members() const { return access.members(); }
    Users& users() const { return access.users(); }
    MessageRenderer renderer() const { return {media, access.members(), access.users()}; }
};

}  // namespace server
