#include "server/services/MessageWriter.h"

#include "server/services/EventPayloads.h"
#include "shared/json/JsonType.h"

namespace server {
namespace {

/** The event's payload: the message with "guild_id" and "member" in front. */
QByteArray eventPayload(const QByteArray& json, shared::GuildId guild, const QByteArray& memberJson) {
    if (!guild) return json;
    QByteArray out;
    out.reserve(json.size() + memberJson.size() + 48);
    out.append("{\"guild_id\":\"");
    out.append(QByteArray::number(guild.value()));
    out.append("\",");
    if (!memberJson.isEmpty()) {
        out.append("\"member\":");
        out.append(memberJson);
        out.append(',');
    }
    out.append(QByteArrayView(json).sliced(1));
    return out;
}

}  // namespace

shared::Result<MessageView> MessageWriter::post(Transaction& tx, const OutgoingMessage& message) const {
    MessageRow row = message.row;
    row.id = tx.nextId<shared::MessageId>();
    RETURN_IF_ERROR(tx.messages().insert(row, message.mentionRows));

    const auto finish = [&](QByteArray json) {
        if (!message.nonceJson.isEmpty()) appendMember(json, "nonce", message.nonceJson);
        if (!message.referencedJson.isEmpty()) appendMember(json, "referenced_message", message.referencedJson);
        return json;
    };
    MessageView view{row.id, finish(m_renderer.body(row, message.guildId))};

    QByteArray payload;
    if (message.eventExtra.isEmpty()) {
        payload = eventPayload(view.json, message.guildId, message.memberJson);
    } else {
        MessageRow told = row;
        told.extra = message.eventExtra;
        payload = eventPayload(finish(m_renderer.body(told, message.guildId)), message.guildId, message.memberJson);
    }
    EventRoute route;
    route.channelId = row.channelId;
    route.subject = row.authorId;
    route.mentions = message.mentionedUsers;
    tx.emitEvent(shared::GatewayEvent::MessageCreate, std::move(payload), std::move(route), row.id);
    return view;
}

MessageView MessageWriter::emitUpdate(Transaction& tx, const MessageRow& row,
                                      const MessageRenderer::Surroundings& around, const MemberPtr& author) const {
    MessageView view = m_renderer.render(row, around);
    const shared::GuildId guild = around.graph != nullptr ? around.graph->id() : shared::GuildId();
    EventRoute route;
    route.channelId = row.channelId;
    route.subject = row.authorId;
    if (!row.extra.isEmpty()) {
        for (const shared::MentionedUser& user : toModel(row).mentions)
            route.mentions.append(user.id);
    }
    tx.emitEvent(shared::GatewayEvent::MessageUpdate,
                 eventPayload(view.json, guild, author ? author->memberJson : QByteArray()), std::move(route));
    return view;
}

OutgoingMessage MessageWriter::system(const GuildMember& author, shared::ChannelId channel, shared::MessageType type) {
    OutgoingMessage out;
    out.guildId = author.guildId;
    out.memberJson = author.memberJson;
    out.row.channelId = channel;
    out.row.authorId = author.userId;
    out.row.author = author.userJson;
    out.row.type = static_cast<int>(type);
    return out;
}

}  // namespace server
