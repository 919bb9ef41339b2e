#pragma once

#include "server/services/Access.h"
#include "server/services/AuthService.h"
#include "server/services/Media.h"
#include "server/services/Users.h"
#include "shared/models/Application.h"
#include "shared/protocol/requests/ApplicationRequests.h"

namespace server {

class MemberService;

/**
 * Applications and their bots. An application and its bot user share one id, and so one key. Blocking calls, for
 * workers.
 */
class ApplicationService {
 public:
    struct Parts {
        Storage& storage;
        MemberService& members;
        Users& users;
        Media& media;
        shared::SnowflakeGenerator& ids;
        const shared::Clock& clock;
        shared::Random& random;
    };
    explicit ApplicationService(Parts parts) : m_parts(parts) {}

    /** Registers the applier of the owner's list of applications. Before the first write. */
    void attachOutbox();

    /** A new application with its bot, owned by the actor, a person. */
    shared::Result<shared::Application> create(const Actor& actor, const shared::CreateApplication& request);
    shared::Result<QList<shared::Application>> listOwned(const Actor& actor);
    /** Whole for its owner, the public part for others. Or UnknownApplication. */
    shared::Result<shared::Application> get(const Actor& actor, shared::ApplicationId id);
    /** The bot's own, whole. */
    shared::Result<shared::Application> current(const Actor& actor);
    /** By the owner, or by the bot itself. */
    shared::Result<shared::Application> modify(const Actor& actor, shared::ApplicationId id,
                                               const shared::ModifyApplication& request);

    /** A new token; the old one, and every session that used it, ends. */
    shared::Result<QByteArray> resetBotToken(const Actor& actor, shared::ApplicationId id);

    /**
     * Adds the bot to a guild, with a managed role that carries `permissions` (none: no role).
     * Needs MANAGE_GUILD; a bot that is not public is added by its owner alone.
     */
    shared::Result<void> authorizeBot(const Actor& actor, shared::ApplicationId id, shared::GuildId guild,
                                      shared::Permissions permissions);

    /** What a gateway session of a bot needs to know. Or UnknownApplication. */
    shared::Result<ApplicationRow> row(shared::ApplicationId id);

 private:
    shared::Result<ApplicationRow> requireOwned(const Actor& actor, shared::ApplicationId id);
    shared::Result<shared::Application> toModel(const ApplicationRow& row, bool isWhole);

    Parts m_parts;
};

}  // namespace server
