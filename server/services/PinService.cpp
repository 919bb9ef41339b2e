#include "server/services/PinService.h"

#include "server/services/AuditTrail.h"
#include "server/services/EventPayloads.h"
#include "server/services/MessageContent.h"
#include "shared/json/JsonType.h"
#include "shared/validation/Limits.h"

namespace server {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::MessageType;
using shared::Permission;

constexpr int kListedPins = 50;  // docs: Get Pinned Messages

/** "X pinned a message": in the name of who did it, pointing to what was pinned. */
OutgoingMessage pinNotice(const ChannelAccess& access, shared::MessageId pinned) {
    OutgoingMessage notice;
    if (access.member) {
        notice = MessageWriter::system(*access.member, access.channelId(), MessageType::ChannelPinnedMessage);
    } else {
        notice.row.channelId = access.channelId();
        notice.row.authorId = access.user->user.id;
        notice.row.author = access.user->json;
        notice.row.type = static_cast<int>(MessageType::ChannelPinnedMessage);
    }
    shared::Message extra;
    shared::MessageReference reference;
    reference.messageId = pinned;
    reference.channelId = access.channelId();
    if (access.isGuild()) reference.guildId = access.guildId();
    extra.messageReference = shared::Box<shared::MessageReference>(reference);
    notice.row.referencedId = pinned;
    notice.row.extra = messageExtra(extra);
    return notice;
}

}  // namespace

void writeJson(shared::JsonWriter& writer, const PinPage& page) {
    writer.beginObject();
    writer.key("items");
    writer.beginArray();
    for (const PinPage::Item& item : page.items) {
        writer.beginObject();
        writer("pinned_at", shared::Timestamp(item.pinnedAt));
        writer("message", item.message);
        writer.endObject();
    }
    writer.endArray();
    writer("has_more", page.hasMore);
    writer.endObject();
}

shared::Result<void> PinService::pin(const Actor& actor, shared::ChannelId channel, shared::MessageId message) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel, Permission::PinMessages));
    return setPinned(actor, access, message, true);
}

shared::Result<void> PinService::unpin(const Actor& actor, shared::ChannelId channel, shared::MessageId message) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel, Permission::PinMessages));
    return setPinned(actor, access, message, false);
}

shared::Result<void> PinService::setPinned(const Actor& actor, const ChannelAccess& access, shared::MessageId message,
                                           bool isPinned) {
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        ChannelAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        const shared::ChannelId channel = now.channelId();
        ASSIGN_OR_RETURN(MessageRow row, tx.messages().get(channel, message));
        if (row.isPinned == isPinned) return {};
        if (isPinned) {
            ASSIGN_OR_RETURN(const int pins, tx.messages().countPins(channel));
            if (pins >= shared::limits::kPinsPerChannel) return ErrorCode::MaxPins;
        }
        // Times of pins page the list, so no two in a channel may be equal.
        ASSIGN_OR_RETURN(const QList<PinRow> newest, tx.messages().listPins(channel, 0, 1));
        const qint64 at = newest.isEmpty() ? tx.now() : std::max(tx.now(), newest.first().pinnedAt + 1);
        RETURN_IF_ERROR(tx.messages().setPinned(channel, message, isPinned ? at : 0));
        row.isPinned = isPinned;

        MessageRenderer::Surroundings around;
        around.graph = now.graph.get();
        if (row.hasReactions) {
            ASSIGN_OR_RETURN(around.reactions, tx.reactions().counts(channel, message, message, {}));
        }
        if (row.referencedId) {
            ASSIGN_OR_RETURN(const std::optional<MessageRow> referenced, tx.messages().find(channel, row.referencedId));
            if (referenced) around.referenced.append(*referenced);
        }
        const MemberPtr author = now.isGuild() ? m_parts.members().cached(now.guildId(), row.authorId) : MemberPtr();
        m_writer.emitUpdate(tx, row, around, author);

        ASSIGN_OR_RETURN(const QList<PinRow> last, tx.messages().listPins(channel, 0, 1));
        EventRoute route;
        route.channelId = channel;
        tx.emitEvent(GatewayEvent::ChannelPinsUpdate,
                     pinsUpdatePayload(now.guildId(), channel, last.isEmpty() ? 0 : last.first().pinnedAt), route);
        if (isPinned) RETURN_IF_ERROR(m_writer.post(tx, pinNotice(now, message)));
        if (!now.isGuild()) return {};
        AuditRecord record{isPinned ? shared::AuditLogEvent::MessagePin : shared::AuditLogEvent::MessageUnpin,
                           row.authorId};
        record.options.channelId = channel;
        record.options.messageId = message;
        return recordAudit(tx, actor, std::move(record));
    });
}

shared::Result<PinPage> PinService::list(const Actor& actor, shared::ChannelId channel, qint64 before, int limit) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel));
    PinPage page;
    if (!access.has(Permission::ReadMessageHistory)) return page;
    MessageRenderer::Surroundings around;
    around.graph = access.graph.get();
    ASSIGN_OR_RETURN(const QList<PinRow> rows,
                     m_parts.storage.read(access.key, [&](const ReadView& view) -> shared::Result<QList<PinRow>> {
                         ASSIGN_OR_RETURN(QList<PinRow> found, view.messages().listPins(channel, before, limit + 1));
                         for (const PinRow& pin : found) {
                             if (!pin.message.hasReactions) continue;
                             ASSIGN_OR_RETURN(
                                 const QList<ReactionCount> counts,
                                 view.reactions().counts(channel, pin.message.id, pin.message.id, actor.userId));
                             around.reactions.append(counts);
                         }
                         return found;
                     }));
    page.hasMore = rows.size() > limit;
    for (const PinRow& pin : rows.first(std::min<qsizetype>(rows.size(), limit))) {
        page.items.append({pin.pinnedAt, m_writer.renderer().render(pin.message, around)});
        hideContent(actor, access.isGuild(), page.items.last().message);
    }
    return page;
}

shared::Result<QList<MessageView>> PinService::listMessages(const Actor& actor, shared::ChannelId channel) {
    ASSIGN_OR_RETURN(PinPage page, list(actor, channel, 0, kListedPins));
    QList<MessageView> messages;
    messages.reserve(page.items.size());
    for (PinPage::Item& item : page.items)
        messages.append(std::move(item.message));
    return messages;
}

}  // namespace server
