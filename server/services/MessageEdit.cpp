#include <algorithm>

#include "server/services/AuditTrail.h"
#include "server/services/ComponentRules.h"
#include "server/services/EmbedRules.h"
#include "server/services/MessageContent.h"
#include "server/services/MessageFiles.h"
#include "server/services/MessageService.h"
#include "shared/json/JsonType.h"
#include "shared/permissions/PermissionCalculator.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::ErrorCode;
using shared::MessageFlag;
using shared::MessageType;
using shared::Permission;

constexpr shared::MessageFlags kEditableFlags = MessageFlag::SuppressEmbeds | MessageFlag::IsComponentsV2;

/** Whether the body touches more than what a moderator may. */
bool changesMoreThanFlags(const shared::EditMessage& body, bool hasFiles) {
    return body.content.isPresent() || body.embeds.isPresent() || body.components.isPresent() ||
           body.attachments.isPresent() || body.stickerIds.isPresent() || hasFiles;
}

bool isEmpty(const shared::Message& message) {
    return message.content.isEmpty() && message.embeds.isEmpty() && message.attachments.isEmpty() &&
           message.stickerItems.isEmpty() && message.components.bytes.size() <= 2 && message.poll.isMissing() &&
           message.messageSnapshots.isEmpty();
}

/** What a message of the second generation of components must not have; empty when all is well. */
QString besideV2(const shared::Message& message) {
    if (!message.flags.has(kComponentsV2)) return {};
    if (!message.content.isEmpty()) return u"content"_s;
    if (!message.embeds.isEmpty()) return u"embeds"_s;
    return message.stickerItems.isEmpty() ? QString() : u"sticker_ids"_s;
}

/** Keeps of the old files what the body lists, with what it says of them, and appends the new ones. */
void changeAttachments(shared::Message& message, const shared::EditMessage& body,
                       const QList<shared::Attachment>& added) {
    if (body.attachments.isPresent()) {
        const QList<shared::AttachmentRequest>& wishes = body.attachments.value();
        message.attachments.removeIf([&](const shared::Attachment& file) {
            return std::ranges::find(wishes, file.id, &shared::AttachmentRequest::id) == wishes.end();
        });
        for (shared::Attachment& file : message.attachments) {
            const auto wish = std::ranges::find(wishes, file.id, &shared::AttachmentRequest::id);
            if (wish->description.hasValue()) file.description = *wish->description;
            if (wish->title.hasValue()) file.title = *wish->title;
        }
    }
    message.attachments.append(added);
}

/** Files that the message has lost are given out no more. */
shared::Result<void> orphanLost(Transaction& tx, const QList<shared::Attachment>& before,
                                const shared::Message& message) {
    for (const shared::Attachment& file : before) {
        if (std::ranges::find(message.attachments, file.id, &shared::Attachment::id) != message.attachments.end()) {
            continue;
        }
        RETURN_IF_ERROR(tx.attachments().orphan(message.channelId, file.id));
    }
    return {};
}

}  // namespace

/** What an edit needs besides its body, found before the unit. */
struct MessageService::Edited {
    bool isByAuthor = false;
    ResolvedMentions mentions;
    const MessageFiles* files = nullptr;
};

shared::Result<MessageView> MessageService::edit(const Actor& actor, shared::ChannelId channel,
                                                 shared::MessageId message, const shared::EditMessage& body,
                                                 const QList<Upload>& files) {
    if (!actor.isBot && (body.embeds.isPresent() || body.components.isPresent())) {
        shared::EditMessage own = body;
        own.embeds.reset();
        own.components.reset();
        return edit(actor, channel, message, own, files);
    }
    RETURN_IF_ERROR(checkFileNames(files));
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel));
    ASSIGN_OR_RETURN(const MessageRow row, m_parts.storage.read(access.key, [&](const ReadView& view) {
        return view.messages().get(channel, message);
    }));
    Edited edited;
    edited.isByAuthor = row.authorId == actor.userId;
    if (!edited.isByAuthor && changesMoreThanFlags(body, !files.isEmpty())) return ErrorCode::CannotEditOthersMessage;
    const auto type = static_cast<MessageType>(row.type);
    const bool isOrdinary = type == MessageType::Default || type == MessageType::Reply ||
                            type == MessageType::ChatInputCommand || type == MessageType::ContextMenuCommand;
    if (!isOrdinary) return ErrorCode::CannotExecuteOnSystemMessage;
    if (!edited.isByAuthor && !access.has(Permission::ManageMessages)) return ErrorCode::MissingPermissions;

    if (body.content.isPresent()) {
        const shared::AllowedMentions* allowed = body.allowedMentions.hasValue() ? &*body.allowedMentions : nullptr;
        ASSIGN_OR_RETURN(edited.mentions, resolveMentions(m_parts, access, body.content.value(), allowed, {}));
    }
    if (!files.isEmpty() && !access.has(Permission::AttachFiles)) return ErrorCode::MissingPermissions;
    MessageFiles stored(m_parts, channel);
    RETURN_IF_ERROR(stored.store(files, body.attachments.value()));
    edited.files = &stored;

    auto view = m_parts.storage.write(
        access.key, [&](Transaction& tx) { return applyEdit(tx, actor, access, message, body, edited); });
    if (!view.has_value()) return view;
    stored.keep();
    hideContent(actor, access.isGuild(), *view);
    return view;
}

shared::Result<MessageView> MessageService::applyEdit(Transaction& tx, const Actor& actor, const ChannelAccess& access,
                                                      shared::MessageId id, const shared::EditMessage& body,
                                                      const Edited& edited) {
    ChannelAccess now = access;
    RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
    if (!edited.isByAuthor && !now.has(Permission::ManageMessages)) return ErrorCode::MissingPermissions;
    const shared::ChannelId channel = now.channelId();
    ASSIGN_OR_RETURN(const MessageRow old, tx.messages().get(channel, id));

    shared::Message message = toModel(old);
    if (message.poll.hasValue() && changesMoreThanFlags(body, !edited.files->attachments().isEmpty())) {
        return ErrorCode::CannotEditPoll;
    }
    const bool isContentEdit = changesMoreThanFlags(body, !edited.files->attachments().isEmpty());
    if (body.content.isPresent()) {
        message.content = body.content.value().trimmed();
        message.mentions = edited.mentions.users;
        message.mentionRoles = edited.mentions.roles;
        message.mentionEveryone = edited.mentions.everyone;
    }
    if (body.embeds.isPresent()) message.embeds = ownEmbeds(body.embeds.value());
    if (body.flags.hasValue()) {
        // Once a message consists of components, it stays so.
        const shared::MessageFlags kept = message.flags & kComponentsV2;
        const bool mayTurnV2 = actor.isBot && edited.isByAuthor;
        const shared::MessageFlags editable = mayTurnV2 ? kEditableFlags : kEditableFlags.without(kComponentsV2);
        message.flags = message.flags.without(editable) | (*body.flags & editable) | kept;
    }
    if (body.components.isPresent()) {
        message.components = shared::RawJson{QByteArrayLiteral("[]")};
        if (body.components.hasValue()) {
            ASSIGN_OR_RETURN(message.components, ownComponents(*body.components, message.flags.has(kComponentsV2)));
        }
    }
    const QList<shared::Attachment> filesBefore = message.attachments;
    changeAttachments(message, body, edited.files->attachments());
    RETURN_IF_ERROR(orphanLost(tx, filesBefore, message));
    if (const QString field = besideV2(message); !field.isEmpty()) {
        return shared::Error::invalidForm(
            field, u"MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"_s,
            u"The '%1' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"_s.arg(field));
    }
    if (isEmpty(message)) return ErrorCode::CannotSendEmptyMessage;
    if (isContentEdit) message.editedTimestamp = shared::Timestamp(tx.now());

    MessageRow row = toRow(message, old.author);
    row.isPinned = old.isPinned;
    row.hasReactions = old.hasReactions;
    row.referencedId = old.referencedId;
    std::optional<QList<MentionRow>> mentionRows;
    if (body.content.isPresent()) mentionRows = edited.mentions.rows();
    RETURN_IF_ERROR(tx.messages().update(row, mentionRows));
    RETURN_IF_ERROR(edited.files->insertRows(tx, id));

    // What everybody is told has no "me" in its reactions; what the editor is answered has.
    ASSIGN_OR_RETURN(const MessageRenderer::Surroundings forAll, surroundings(tx, now.graph.get(), {row}, {}));
    const MemberPtr author = now.isGuild() ? m_parts.members().cached(now.guildId(), row.authorId) : MemberPtr();
    MessageView view = m_writer.emitUpdate(tx, row, forAll, author);
    if (!row.hasReactions) return view;
    ASSIGN_OR_RETURN(const MessageRenderer::Surroundings forActor,
                     surroundings(tx, now.graph.get(), {row}, actor.userId));
    return m_writer.renderer().render(row, forActor);
}

shared::Result<MessageView> MessageService::crosspost(const Actor& actor, shared::ChannelId channel,
                                                      shared::MessageId message) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel, Permission::SendMessages));
    if (access.channel->type != shared::ChannelType::GuildAnnouncement) return ErrorCode::WrongChannelType;
    auto view = m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<MessageView> {
        ChannelAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(MessageRow row, tx.messages().get(channel, message));
        if (row.authorId != actor.userId && !now.has(Permission::ManageMessages)) {
            return ErrorCode::MissingPermissions;
        }
        if (shared::MessageFlags(row.flags).has(MessageFlag::Crossposted)) return ErrorCode::AlreadyCrossposted;
        if (row.type != 0 && row.type != static_cast<int>(MessageType::Reply)) return ErrorCode::InvalidMessageType;
        row.flags |= static_cast<quint64>(MessageFlag::Crossposted);
        RETURN_IF_ERROR(tx.messages().update(row));
        ASSIGN_OR_RETURN(const MessageRenderer::Surroundings around, surroundings(tx, now.graph.get(), {row}, {}));
        return m_writer.emitUpdate(tx, row, around, m_parts.members().cached(now.guildId(), row.authorId));
    });
    if (view.has_value()) hideContent(actor, access.isGuild(), *view);
    return view;
}

}  // namespace server
