#include "server/services/MessageView.h"

#include <QtCore/QJsonDocument>

#include "server/services/AccountRemoval.h"
#include "server/services/Members.h"
#include "server/services/Users.h"
#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::Box;
using shared::Field;
using shared::MessageFlag;

const auto kAttachmentScheme = QLatin1StringView("attachment://");

/** The keys that every message has and a plain one leaves empty. */
void writeEmptyParts(shared::JsonWriter& writer) {
    constexpr QByteArrayView kNothing("[]");
    writer.key("mentions");
    writer.raw(kNothing);
    writer.key("mention_roles");
    writer.raw(kNothing);
    writer.key("attachments");
    writer.raw(kNothing);
    writer.key("embeds");
    writer.raw(kNothing);
    writer.key("components");
    writer.raw(kNothing);
}

/** The same columns in the same order as the model's own description. */
QByteArray rowJson(const MessageRow& row, const QByteArray& author) {
    QByteArray out;
    out.reserve(row.content.size() * 2 + author.size() + row.extra.size() + 420);
    {
        shared::JsonWriter writer(out);
        writer.beginObject();
        writer("id", row.id);
        writer("channel_id", row.channelId);
        writer.key("author");
        writer.raw(author);
        writer("content", row.content);
        writer("timestamp", shared::Timestamp(row.id.createdAtMs()));
        writer.key("edited_timestamp");
        if (row.editedAt != 0) {
            writer.value(shared::Timestamp(row.editedAt));
        } else {
            writer.value(nullptr);
        }
        writer("type", row.type);
        writer("tts", row.isTts);
        writer("mention_everyone", row.mentionsEveryone);
        writer("pinned", row.isPinned);
        writer.key("flags");
        writer.value(row.flags);
        if (row.extra.isEmpty()) writeEmptyParts(writer);
        writer.endObject();
    }
    if (!row.extra.isEmpty()) {
        out.chop(1);
        out.append(',');
        out.append(QByteArrayView(row.extra).sliced(1));
    }
    return out;
}

QByteArray reactionsJson(const QList<ReactionCount>& all, shared::MessageId id, const GuildGraph* graph) {
    QList<shared::Reaction> reactions;
    for (const ReactionCount& one : all) {
        if (one.messageId != id) continue;
        shared::Reaction reaction;
        reaction.count = one.count;
        reaction.countDetails.normal = one.count;
        reaction.me = one.isMine;
        reaction.emoji = emojiOfKey(one.emoji, graph);
        reactions.append(std::move(reaction));
    }
    return shared::toJson(reactions);
}

/** Replaces an "attachment://name" by the file's address, and remembers that the file is shown so. */
void resolve(Field<QString>& url, Field<QString>& proxyUrl, const QList<shared::Attachment>& files,
             QList<shared::AttachmentId>& shown) {
    if (!url->startsWith(kAttachmentScheme)) return;
    const QStringView name = QStringView(*url).sliced(kAttachmentScheme.size());
    for (const shared::Attachment& file : files) {
        if (file.filename != name) continue;
        url = file.url;
        proxyUrl = file.proxyUrl;
        if (!shown.contains(file.id)) shown.append(file.id);
        return;
    }
}

void resolveMedia(Field<Box<shared::EmbedMedia>>& media, const QList<shared::Attachment>& files,
                  QList<shared::AttachmentId>& shown) {
    if (!media.hasValue() || media->isEmpty() || !(*media)->url->startsWith(kAttachmentScheme)) return;
    shared::EmbedMedia& edited = media.edit().edit();
    const qsizetype before = shown.size();
    resolve(edited.url, edited.proxyUrl, files, shown);
    if (shown.size() == before) return;
    for (const shared::Attachment& file : files) {
        if (file.id != shown.last()) continue;
        edited.width = file.width;
        edited.height = file.height;
        edited.contentType = file.contentType;
    }
}

}  // namespace

shared::Result<shared::Message> MessageView::toModel() const {
    return shared::fromJson<shared::Message>(json);
}

void writeJson(shared::JsonWriter& writer, const MessageView& view) {
    writer.raw(view.json);
}

void appendMember(QByteArray& object, QByteArrayView key, QByteArrayView json) {
    object.chop(1);
    object.append(",\"");
    object.append(key);
    object.append("\":");
    object.append(json);
    object.append('}');
}

QByteArray messageExtra(const shared::Message& m) {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writer("mentions", m.mentions);
    writer("mention_roles", m.mentionRoles);
    if (!m.mentionChannels.isEmpty()) writer("mention_channels", m.mentionChannels);
    writer("attachments", m.attachments);
    writer("embeds", m.embeds);
    if (!m.stickerItems.isEmpty()) writer("sticker_items", m.stickerItems);
    if (!m.messageSnapshots.isEmpty()) writer("message_snapshots", m.messageSnapshots);
    writer("components", m.components);
    writer("webhook_id", m.webhookId);
    writer("application_id", m.applicationId);
    writer("message_reference", m.messageReference);
    writer("interaction_metadata", m.interactionMetadata);
    writer("position", m.position);
    writer("activity", m.activity);
    writer("application", m.application);
    writer("poll", m.poll);
    writer("call", m.call);
    writer("shared_client_theme", m.sharedClientTheme);
    writer.endObject();
    static const QByteArray kNothing =
        QByteArrayLiteral("{\"mentions\":[],\"mention_roles\":[],\"attachments\":[],\"embeds\":[],\"components\":[]}");
    return out == kNothing ? QByteArray() : out;
}

shared::Message toModel(const MessageRow& row) {
    auto read = shared::fromJson<shared::Message>(rowJson(row, row.author));
    if (read.has_value()) return std::move(read).value();
    shared::Message bare;
    bare.id = row.id;
    bare.channelId = row.channelId;
    bare.author.id = row.authorId;
    bare.content = row.content;
    bare.timestamp = shared::Timestamp(row.id.createdAtMs());
    return bare;
}

MessageRow toRow(const shared::Message& message, const QByteArray& authorJson) {
    MessageRow row;
    row.id = message.id;
    row.channelId = message.channelId;
    row.authorId = message.author.id;
    row.author = authorJson;
    row.type = static_cast<int>(message.type);
    row.flags = message.flags.bits();
    row.content = message.content;
    row.editedAt = message.editedTimestamp ? message.editedTimestamp->ms() : 0;
    row.isPinned = message.pinned;
    row.isTts = message.tts;
    row.mentionsEveryone = message.mentionEveryone;
    if (message.messageReference.hasValue() && message.messageReference->get() != nullptr) {
        row.referencedId = (*message.messageReference)->messageId.valueOr(shared::MessageId());
    }
    row.extra = messageExtra(message);
    return row;
}

QString reactionKey(const shared::PartialEmoji& emoji) {
    if (!emoji.id) return emoji.name.value_or(QString());
    return emoji.name.value_or(QString()) + u':' + emoji.id->toString();
}

shared::PartialEmoji emojiOfKey(const QString& key, const GuildGraph* graph) {
    shared::PartialEmoji emoji;
    const qsizetype colon = key.lastIndexOf(u':');
    if (colon > 0) emoji.id = shared::EmojiId::fromString(QStringView(key).sliced(colon + 1));
    if (!emoji.id) {
        emoji.name = key;
        return emoji;
    }
    emoji.name = key.first(colon);
    if (const shared::Emoji* known = graph != nullptr ? graph->emoji(*emoji.id) : nullptr) {
        emoji.name = known->name;
        emoji.animated = known->animated;
    }
    return emoji;
}

QByteArray MessageRenderer::authorOf(const MessageRow& row, shared::GuildId guild) const {
    // The copy in the row shows the author as of then; people expect the name and picture of today where we know them.
    if (guild) {
        if (const MemberPtr member = m_members.cached(guild, row.authorId)) return member->userJson;
    }
    if (const UserPtr user = m_users.cached(row.authorId)) return user->json;
    // What the row remembers of somebody who has gone is not shown any more.
    if (m_users.isDeleted(row.authorId)) return shared::toJson(deletedUser(row.authorId));
    return row.author;
}

void MessageRenderer::complete(shared::Message& message) const {
    QList<shared::AttachmentId> shown;
    for (shared::Attachment& file : message.attachments) {
        file.url = m_media.attachmentUrl(message.channelId, file.id, file.filename);
        file.proxyUrl = file.url;
    }
    for (shared::Embed& embed : message.embeds) {
        for (auto* media : {&embed.image, &embed.thumbnail, &embed.video}) {
            resolveMedia(*media, message.attachments, shown);
        }
        if (embed.author.hasValue() && !embed.author->isEmpty()) {
            shared::EmbedAuthor& author = embed.author.edit().edit();
            resolve(author.iconUrl, author.proxyIconUrl, message.attachments, shown);
        }
        if (embed.footer.hasValue() && !embed.footer->isEmpty()) {
            shared::EmbedFooter& footer = embed.footer.edit().edit();
            resolve(footer.iconUrl, footer.proxyIconUrl, message.attachments, shown);
        }
    }
    if (message.flags.has(MessageFlag::SuppressEmbeds)) {
        message.embeds.clear();
    } else {
        message.attachments.removeIf([&](const shared::Attachment& file) { return shown.contains(file.id); });
    }
    for (shared::MessageSnapshot& snapshot : message.messageSnapshots) {
        for (shared::Attachment& file : snapshot.message.attachments) {
            const shared::ChannelId home = message.messageReference.hasValue()
                                               ? (*message.messageReference)->channelId.valueOr(message.channelId)
                                               : message.channelId;
            file.url = m_media.attachmentUrl(home, file.id, file.filename);
            file.proxyUrl = file.url;
        }
    }
}

QByteArray MessageRenderer::body(const MessageRow& row, shared::GuildId guild) const {
    const QByteArray author = authorOf(row, guild);
    QByteArray json = rowJson(row, author);
    if (row.extra.isEmpty()) return json;
    const bool isSuppressed = shared::MessageFlags(row.flags).has(MessageFlag::SuppressEmbeds);
    if (!isSuppressed && !row.extra.contains("\"attachments\":[{")) return json;
    auto message = shared::fromJson<shared::Message>(json);
    if (!message.has_value()) return json;
    complete(*message);
    return shared::toJson(*message);
}

MessageView MessageRenderer::render(const MessageRow& row, const Surroundings& around) const {
    const shared::GuildId guild = around.graph != nullptr ? around.graph->id() : shared::GuildId();
    MessageView view{row.id, body(row, guild)};
    if (row.hasReactions) {
        // Also where there are none: clients forget those that they know by it.
        appendMember(view.json, "reactions", reactionsJson(around.reactions, row.id, around.graph));
    }
    if (row.type == static_cast<int>(shared::MessageType::Reply)) {
        const auto it = std::ranges::find(around.referenced, row.referencedId, &MessageRow::id);
        appendMember(view.json, "referenced_message",
                     it == around.referenced.end() ? QByteArrayLiteral("null") : body(*it, guild));
    }
    return view;
}

QList<MessageView> MessageRenderer::render(const QList<MessageRow>& rows, const Surroundings& around) const {
    QList<MessageView> views;
    views.reserve(rows.size());
    for (const MessageRow& row : rows)
        views.append(render(row, around));
    return views;
}

}  // namespace server
