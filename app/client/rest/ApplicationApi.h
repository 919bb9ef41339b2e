#pragma once

#include "app/client/rest/RestClient.h"
#include "shared/models/Application.h"
#include "shared/protocol/requests/ApplicationRequests.h"

namespace app {

/** The answer to a token reset: shown once, never kept. */
struct BotToken {
    QString token;
};
void readJson(shared::JsonReader& reader, BotToken& value);

/** The account's own applications and their bots. */
class ApplicationApi {
 public:
    explicit ApplicationApi(RestClient& client) : m_client(client) {}

    Reply<QList<shared::Application>> list();
    Reply<shared::Application> create(const shared::CreateApplication& body);
    Reply<shared::Application> modify(shared::ApplicationId id, const shared::ModifyApplication& body);
    Reply<void> remove(shared::ApplicationId id);
    Reply<BotToken> createBot(shared::ApplicationId id);
    Reply<BotToken> resetToken(shared::ApplicationId id);
    /** Puts the bot into a guild. */
    Reply<void> addToGuild(shared::ApplicationId id, shared::GuildId guild, shared::Permissions permissions);

 private:
    RestClient& m_client;
};

}  // namespace app
