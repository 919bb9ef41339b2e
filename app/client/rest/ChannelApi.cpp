#include "app/client/rest/ChannelApi.h"

#include "app/client/rest/ApiRequest.h"

using shared::Route;

namespace app {

Reply<shared::Channel> ChannelApi::get(shared::ChannelId id) {
    return m_client.call<shared::Channel>(requestOf(Route::GetChannel, {id.toString()}));
}

Reply<shared::Channel> ChannelApi::modify(shared::ChannelId id, const shared::ModifyChannel& body,
                                          const QString& reason) {
    RestRequest request = requestOf(Route::UpdateChannel, {id.toString()}, body);
    request.auditReason = reason.toUtf8();
    return m_client.call<shared::Channel>(request);
}

Reply<void> ChannelApi::remove(shared::ChannelId id, const QString& reason) {
    RestRequest request = requestOf(Route::DeleteChannel, {id.toString()});
    request.auditReason = reason.toUtf8();
    return m_client.call<void>(request);
}

Reply<void> ChannelApi::putOverwrite(shared::ChannelId id, shared::OverwriteId overwrite,
                                     const shared::EditOverwrite& body) {
    return m_client.call<void>(
        requestOf(Route::SetChannelPermissionOverwrite, {id.toString(), overwrite.toString()}, body));
}

Reply<void> ChannelApi::removeOverwrite(shared::ChannelId id, shared::OverwriteId overwrite) {
    return m_client.call<void>(
        requestOf(Route::DeleteChannelPermissionOverwrite, {id.toString(), overwrite.toString()}));
}

Reply<shared::Invite> ChannelApi::createInvite(shared::ChannelId id, const shared::CreateInvite& body) {
    return m_client.call<shared::Invite>(requestOf(Route::CreateChannelInvite, {id.toString()}, body));
}

Reply<void> ChannelApi::startTyping(shared::ChannelId id) {
    RestRequest request = requestOf(Route::TriggerTypingIndicator, {id.toString()});
    // Late news of typing is no news.
    request.patience = std::chrono::seconds(3);
    return m_client.call<void>(request);
}

}  // namespace app
