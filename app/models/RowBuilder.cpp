#include "app/models/RowBuilder.h"

#include <algorithm>

#include "shared/text/MarkdownParser.h"

using namespace Qt::StringLiterals;

namespace app {

using shared::Permission;

namespace {

/** A picture that a server of ours may fetch for us: what is elsewhere is not loaded unasked. */
QString proxied(const shared::Field<QString>& proxyUrl) {
    return proxyUrl.value();
}

EmbedRow embedRow(const shared::Embed& embed) {
    EmbedRow row;
    row.type = embed.type;
    row.provider =
        embed.provider.hasValue() && embed.provider.value() ? embed.provider.value()->name.value() : QString();
    row.author = embed.author.hasValue() && embed.author.value() ? embed.author.value()->name : QString();
    row.title = embed.title.value();
    row.url = embed.url.value();
    row.description = embed.description.value();
    row.footer = embed.footer.hasValue() && embed.footer.value() ? embed.footer.value()->text : QString();
    if (embed.color.hasValue()) row.colour = static_cast<quint32>(embed.color.value());
    for (const shared::EmbedField& field : embed.fields)
        row.fields.append({field.name, field.value, field.isInline});
    if (embed.image.hasValue() && embed.image.value()) {
        row.picture = proxied(embed.image.value()->proxyUrl);
        row.pictureWidth = embed.image.value()->width.value();
        row.pictureHeight = embed.image.value()->height.value();
    }
    if (embed.thumbnail.hasValue() && embed.thumbnail.value()) {
        row.thumbnail = proxied(embed.thumbnail.value()->proxyUrl);
        row.thumbnailWidth = embed.thumbnail.value()->width.value();
        row.thumbnailHeight = embed.thumbnail.value()->height.value();
    }
    return row;
}

AttachmentRow attachmentRow(const shared::Attachment& attachment) {
    AttachmentRow row;
    row.id = attachment.id;
    row.fileName = attachment.title.hasValue() ? attachment.title.value() : attachment.filename;
    row.contentType = attachment.contentType.value();
    row.description = attachment.description.value();
    row.size = attachment.size;
    row.url = attachment.url;
    row.width = attachment.width.value();
    row.height = attachment.height.value();
    if (row.contentType.startsWith("image/"_L1)) row.picture = attachment.url;
    row.spoiler = attachment.filename.startsWith("SPOILER_"_L1);
    return row;
}

/** Files on their way: what has gone out is shared among them in their order. */
QList<AttachmentRow> uploadRows(const StoredMessage& stored) {
    QList<AttachmentRow> rows;
    qint64 left = stored.sentBytes;
    for (const PendingFile& file : stored.files) {
        AttachmentRow row;
        row.uploadId = file.uploadId;
        row.fileName = file.fileName;
        row.contentType = file.contentType;
        row.description = file.description;
        row.size = file.size;
        row.uploaded = std::clamp(left, qint64(0), file.size);
        left -= row.uploaded;
        row.width = file.width;
        row.height = file.height;
        if (!file.path.isEmpty() && file.contentType.startsWith("image/"_L1))
            row.picture = QUrl::fromLocalFile(file.path).toString();
        row.uploading = stored.state == StoredMessage::State::Sending;
        rows.append(row);
    }
    return rows;
}

}  // namespace

QString RowBuilder::guildIcon(const shared::Guild& guild) {
    return guild.icon ? u"/icons/%1/%2.png?size=128"_s.arg(guild.id.toString(), *guild.icon) : QString();
}

QString RowBuilder::emojiPicture(shared::EmojiId id, bool animated) {
    return u"/emojis/%1.%2"_s.arg(id.toString(), animated ? u"gif"_s : u"png"_s);
}

quint32 RowBuilder::colour(shared::GuildId guildId, const QList<shared::RoleId>& roles) const {
    if (roles.isEmpty()) return 0;
    for (const shared::Role& role : m_store.roles().list(guildId))
        if (role.color != 0 && roles.contains(role.id)) return static_cast<quint32>(role.color);
    return 0;
}

PersonRow RowBuilder::person(shared::GuildId guildId, const shared::User& user) const {
    PersonRow row;
    row.id = user.id;
    row.name = user.displayName();
    row.bot = user.bot;
    if (user.avatar) row.avatar = u"/avatars/%1/%2.png?size=128"_s.arg(user.id.toString(), *user.avatar);
    const shared::Member* member = m_store.members().find(guildId, user.id);
    if (member == nullptr) return row;
    if (member->nick && !member->nick->isEmpty()) row.name = *member->nick;
    if (member->avatar)
        row.avatar = u"/guilds/%1/users/%2/avatars/%3.png?size=128"_s.arg(guildId.toString(), user.id.toString(),
                                                                          *member->avatar);
    row.colour = colour(guildId, member->roles);
    return row;
}

PersonRow RowBuilder::person(shared::GuildId guildId, shared::UserId id) const {
    if (const shared::User* user = m_store.users().find(id)) return person(guildId, *user);
    PersonRow row;
    row.id = id;
    return row;
}

PresenceKind RowBuilder::presence(const shared::Presence* presence) {
    if (presence == nullptr) return PresenceKind::Offline;
    for (const shared::Activity& activity : presence->activities)
        if (activity.type == shared::ActivityType::Streaming) return PresenceKind::Streaming;
    switch (presence->status) {
        case shared::Status::Online:
            return PresenceKind::Online;
        case shared::Status::Idle:
            return PresenceKind::Away;
        case shared::Status::Dnd:
            return PresenceKind::Busy;
        default:
            return PresenceKind::Offline;
    }
}

QString RowBuilder::statusText(const shared::Presence* presence) {
    if (presence == nullptr) return {};
    for (const shared::Activity& activity : presence->activities)
        if (activity.type == shared::ActivityType::Custom && activity.state.hasValue()) return activity.state.value();
    for (const shared::Activity& activity : presence->activities)
        if (activity.type != shared::ActivityType::Custom) return activity.name;
    return {};
}

QString RowBuilder::channelName(const shared::Channel& channel) const {
    if (channel.name.hasValue() && !channel.name->isEmpty()) return channel.name.value();
    QStringList names;
    for (const shared::User& user : channel.recipients.value())
        if (user.id != m_store.self().id) names.append(user.displayName());
    return names.join(u", "_s);
}

QString RowBuilder::plainContent(shared::GuildId guildId, const shared::Message& message) const {
    shared::MarkdownNames names;
    names.user = [&](shared::UserId id) {
        const auto known = std::ranges::find(message.mentions, id, &shared::MentionedUser::id);
        return u'@' + (known == message.mentions.end() ? person(guildId, id) : person(guildId, *known)).name;
    };
    names.role = [&](shared::RoleId id) {
        const shared::Role* role = m_store.roles().find(id);
        return role == nullptr ? QString() : u'@' + role->name;
    };
    names.channel = [&](shared::ChannelId id) {
        const shared::Channel* channel = m_store.channels().find(id);
        return channel == nullptr ? QString() : u'#' + channelName(*channel);
    };
    return shared::plainText(shared::parseMarkdown(message.content), names).simplified();
}

std::optional<ReplyRow> RowBuilder::reply(shared::GuildId guildId, const shared::Message& message) const {
    if (message.type != shared::MessageType::Reply || !message.messageReference.hasValue()) return std::nullopt;
    ReplyRow row;
    const auto& reference = message.messageReference.value();
    if (reference) row.id = reference->messageId.value();
    // The window's own copy is newer than the one that came with the message.
    const shared::Message* answered = m_store.messages().find(message.channelId, row.id);
    if (answered == nullptr && message.referencedMessage.hasValue()) answered = message.referencedMessage->get();
    if (answered == nullptr) {
        row.gone = true;
        return row;
    }
    row.author = person(guildId, answered->author);
    row.text = plainContent(guildId, *answered);
    row.hasFiles = !answered->attachments.isEmpty();
    return row;
}

MessageAbilities RowBuilder::abilities(const StoredMessage& stored, shared::ChannelId channelId) const {
    MessageAbilities can;
    if (stored.isPending()) {
        can.remove = true;
        return can;
    }
    const shared::Permissions own = m_store.permissions().inChannel(channelId);
    const bool mine = stored.message.author.id == m_store.self().id;
    const bool isText = !isSystemMessage(static_cast<int>(stored.message.type));
    const bool inGuild = !m_store.channels().guildOf(channelId).isNull();
    can.react = own.has(Permission::AddReactions | Permission::ReadMessageHistory);
    can.reply = own.has(Permission::ReadMessageHistory) && m_store.permissions().canSend(channelId);
    can.edit = mine && isText && stored.message.type != shared::MessageType::ChatInputCommand;
    can.remove = mine || (inGuild && own.has(Permission::ManageMessages));
    can.pin = own.has(Permission::PinMessages);
    can.thread = false;  // threads can be read, but not begun yet
    return can;
}

bool RowBuilder::isForMe(const shared::Message& message, const shared::Channel* channel) const {
    if (channel == nullptr || !shared::isPrivate(channel->type)) return m_store.mentionsSelf(message);
    // In a DM everything is for one: only a name makes a row stand out.
    for (const shared::MentionedUser& user : message.mentions)
        if (user.id == m_store.self().id) return message.author.id != user.id;
    return false;
}

void RowBuilder::addContents(MessageRow& row, const shared::Message& message, shared::GuildId guildId) const {
    for (const shared::MentionedUser& user : message.mentions)
        row.mentions.append(person(guildId, user));
    for (const shared::Reaction& reaction : message.reactions) {
        ReactionRow entry;
        entry.emojiId = reaction.emoji.id.value_or(shared::EmojiId());
        entry.name = reaction.emoji.name.value_or(QString());
        entry.animated = reaction.emoji.animated;
        if (reaction.emoji.id) entry.picture = emojiPicture(entry.emojiId, entry.animated);
        entry.count = reaction.count;
        entry.mine = reaction.me;
        row.reactions.append(entry);
    }
    for (const shared::Attachment& attachment : message.attachments)
        row.attachments.append(attachmentRow(attachment));
    if (!message.flags.has(shared::MessageFlag::SuppressEmbeds))
        for (const shared::Embed& embed : message.embeds)
            row.embeds.append(embedRow(embed));
    for (const shared::StickerItem& sticker : message.stickerItems)
        row.stickers.append({sticker.id, sticker.name, u"/stickers/%1.png"_s.arg(sticker.id.toString())});
    if (message.thread.hasValue() && message.thread.value()) {
        const shared::Channel& thread = *message.thread.value();
        row.thread = ThreadRow{thread.id, thread.name.value(), {}, {}, thread.messageCount.value()};
    }
}

MessageRowPtr RowBuilder::message(shared::ChannelId channelId, const StoredMessage& stored) const {
    const shared::Message& message = stored.message;
    const shared::Channel* channel = m_store.channels().find(channelId);
    const shared::GuildId guildId = m_store.channels().guildOf(channelId);
    auto row = std::make_shared<MessageRow>();
    row->id = message.id;
    row->nonce = stored.nonce;
    row->type = static_cast<int>(message.type);
    row->author = person(guildId, message.author);
    row->author.webhook = message.webhookId.hasValue();
    row->timestampMs = message.timestamp.ms();
    row->editedMs = message.editedTimestamp ? message.editedTimestamp->ms() : 0;
    row->content = message.content;
    row->reply = reply(guildId, message);
    addContents(*row, message, guildId);
    row->can = abilities(stored, channelId);
    row->mine = message.author.id == m_store.self().id;
    row->pinned = message.pinned;
    row->mentionsMe = isForMe(message, channel);
    if (stored.isPending()) {
        row->attachments = uploadRows(stored);
        row->failure = stored.failure;
        row->isRefused = stored.isRefused;
        row->state = stored.state == StoredMessage::State::Failed ? MessageState::Failed
                     : stored.files.isEmpty()                     ? MessageState::Sending
                                                                  : MessageState::Uploading;
    }
    return row;
}

}  // namespace app
