#include "app/client/rest/MessageApi.h"

#include "app/client/rest/ApiRequest.h"

using namespace Qt::StringLiterals;
using shared::Route;

namespace app {

namespace {

/** An emoji in a path: the character itself, or name:id. */
QString emojiText(const shared::PartialEmoji& emoji) {
    const QString name = emoji.name.value_or(u"_"_s);
    return emoji.id ? name + u':' + emoji.id->toString() : name;
}

}  // namespace

Reply<QList<shared::Message>> MessageApi::list(shared::ChannelId channel, const HistoryPage& page) {
    RestRequest request = requestOf(Route::ListMessages, {channel.toString()});
    request.query.addQueryItem(u"limit"_s, QString::number(page.limit));
    if (page.before) request.query.addQueryItem(u"before"_s, page.before.toString());
    if (page.after) request.query.addQueryItem(u"after"_s, page.after.toString());
    if (page.around) request.query.addQueryItem(u"around"_s, page.around.toString());
    return m_client.call<QList<shared::Message>>(request);
}

Reply<shared::Message> MessageApi::get(shared::ChannelId channel, shared::MessageId id) {
    return m_client.call<shared::Message>(requestOf(Route::GetMessage, {channel.toString(), id.toString()}));
}

Reply<shared::Message> MessageApi::create(shared::ChannelId channel, const shared::CreateMessage& body,
                                          const QList<UploadFile>& files) {
    RestRequest request = requestOf(Route::CreateMessage, {channel.toString()}, body);
    request.files = files;
    request.repeatable = body.nonce.hasValue() && body.enforceNonce.valueOr(false);
    if (!files.isEmpty()) request.patience = std::chrono::minutes(10);
    return m_client.call<shared::Message>(request);
}

Reply<shared::Message> MessageApi::edit(shared::ChannelId channel, shared::MessageId id,
                                        const shared::EditMessage& body) {
    RestRequest request = requestOf(Route::UpdateMessage, {channel.toString(), id.toString()}, body);
    request.repeatable = true;
    return m_client.call<shared::Message>(request);
}

Reply<void> MessageApi::remove(shared::ChannelId channel, shared::MessageId id) {
    return m_client.call<void>(requestOf(Route::DeleteMessage, {channel.toString(), id.toString()}));
}

Reply<void> MessageApi::addReaction(shared::ChannelId channel, shared::MessageId id,
                                    const shared::PartialEmoji& emoji) {
    return m_client.call<void>(
        requestOf(Route::AddMyMessageReaction, {channel.toString(), id.toString(), emojiText(emoji)}));
}

Reply<void> MessageApi::removeReaction(shared::ChannelId channel, shared::MessageId id,
                                       const shared::PartialEmoji& emoji) {
    return m_client.call<void>(
        requestOf(Route::DeleteMyMessageReaction, {channel.toString(), id.toString(), emojiText(emoji)}));
}

Reply<QList<shared::User>> MessageApi::reactors(shared::ChannelId channel, shared::MessageId id,
                                                const shared::PartialEmoji& emoji) {
    return m_client.call<QList<shared::User>>(
        requestOf(Route::ListMessageReactionsByEmoji, {channel.toString(), id.toString(), emojiText(emoji)}));
}

Reply<QList<shared::Message>> MessageApi::pins(shared::ChannelId channel) {
    return m_client.call<QList<shared::Message>>(requestOf(Route::DeprecatedListPins, {channel.toString()}));
}

Reply<void> MessageApi::pin(shared::ChannelId channel, shared::MessageId id) {
    return m_client.call<void>(requestOf(Route::CreatePin, {channel.toString(), id.toString()}));
}

Reply<void> MessageApi::unpin(shared::ChannelId channel, shared::MessageId id) {
    return m_client.call<void>(requestOf(Route::DeletePin, {channel.toString(), id.toString()}));
}

Reply<void> MessageApi::ack(shared::ChannelId channel, shared::MessageId id, const shared::AckMessage& body) {
    RestRequest request = requestOf(Route::AckMessage, {channel.toString(), id.toString()}, body);
    request.repeatable = true;
    return m_client.call<void>(request);
}

}  // namespace app
