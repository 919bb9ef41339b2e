#include "app/client/rest/ApplicationApi.h"

#include "app/client/rest/ApiRequest.h"

using namespace Qt::StringLiterals;
using shared::Route;

namespace app {

void readJson(shared::JsonReader& reader, BotToken& value) {
    if (reader.enterObject()) reader.withDefault("token", value.token);
}

Reply<QList<shared::Application>> ApplicationApi::list() {
    return m_client.call<QList<shared::Application>>(requestOf(Route::ListApplications));
}

Reply<shared::Application> ApplicationApi::create(const shared::CreateApplication& body) {
    return m_client.call<shared::Application>(requestOf(Route::CreateApplication, {}, body));
}

Reply<shared::Application> ApplicationApi::modify(shared::ApplicationId id, const shared::ModifyApplication& body) {
    return m_client.call<shared::Application>(requestOf(Route::UpdateApplication, {id.toString()}, body));
}

Reply<void> ApplicationApi::remove(shared::ApplicationId id) {
    return m_client.call<void>(requestOf(Route::DeleteApplication, {id.toString()}));
}

Reply<BotToken> ApplicationApi::createBot(shared::ApplicationId id) {
    return m_client.call<BotToken>(requestOf(Route::CreateApplicationBot, {id.toString()}, QJsonValue(QJsonObject())));
}

Reply<BotToken> ApplicationApi::resetToken(shared::ApplicationId id) {
    return m_client.call<BotToken>(
        requestOf(Route::ResetApplicationBotToken, {id.toString()}, QJsonValue(QJsonObject())));
}

Reply<void> ApplicationApi::addToGuild(shared::ApplicationId id, shared::GuildId guild,
                                       shared::Permissions permissions) {
    shared::Authorize body;
    body.authorize = true;
    body.guildId = guild;
    body.permissions = permissions;
    RestRequest request = requestOf(Route::Authorize, {}, body);
    request.query.addQueryItem(u"client_id"_s, id.toString());
    request.query.addQueryItem(u"scope"_s, u"bot"_s);
    return m_client.call<void>(request);
}

}  // namespace app
