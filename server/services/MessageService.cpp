#include "server/services/MessageService.h"

#include <algorithm>
#include <set>

#include "server/services/AuditTrail.h"
#include "server/services/ComponentRules.h"
#include "server/services/EmbedRules.h"
#include "server/services/EventPayloads.h"
#include "server/services/MessageContent.h"
#include "server/services/MessageFiles.h"
#include "server/services/PollRules.h"
#include "shared/json/JsonType.h"
#include "shared/permissions/PermissionCalculator.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::MessageFlag;
using shared::MessageType;
using shared::Permission;

constexpr qint64 kNonceLifeMs = 5 * 60 * 1000;
constexpr qint64 kBulkDeleteAgeMs = qint64(14) * 24 * 60 * 60 * 1000;
constexpr std::chrono::seconds kTypingLife{8};
constexpr shared::MessageFlags kSettableFlags = MessageFlag::SuppressEmbeds | MessageFlag::SuppressNotifications |
                                                MessageFlag::IsVoiceMessage | MessageFlag::IsComponentsV2;

/** What answers may refer to: not what the system wrote, but for the welcome, to which people wave. */
bool canBeAnswered(MessageType type) {
    return type == MessageType::Default || type == MessageType::Reply || type == MessageType::UserJoin ||
           type == MessageType::ChatInputCommand || type == MessageType::ContextMenuCommand;
}

bool isSystem(int type) {
    return !canBeAnswered(static_cast<MessageType>(type)) || type == 7;
}

shared::Error unknownReference() {
    return shared::Error::invalidForm(u"message_reference"_s, u"REPLIES_UNKNOWN_MESSAGE"_s, u"Unknown message"_s);
}

}  // namespace

/** A message being made, before its unit. */
struct MessageService::Draft {
    ChannelAccess access;
    shared::Message message;
    ResolvedMentions mentions;
    QString enforcedNonce;  ///< empty: none
    QByteArray nonceJson;
    QByteArray referencedJson;
    shared::UserId repliedTo;
    int slowModeSeconds = 0;
    MessageFiles* files = nullptr;
};

MessageService::MessageService(ServiceParts parts, DmGate* dms) : m_parts(parts), m_writer(parts), m_dms(dms) {}

shared::Result<MessageView> MessageService::create(const Actor& actor, shared::ChannelId channel,
                                                   const shared::CreateMessage& body, const QList<Upload>& files) {
    if (!actor.isBot && (body.embeds.isPresent() || body.components.isPresent())) {
        shared::CreateMessage own = body;
        own.embeds.reset();
        own.components.reset();
        return create(actor, channel, own, files);
    }
    RETURN_IF_ERROR(checkFiles(files, body.attachments.value()));
    ASSIGN_OR_RETURN(Draft draft, prepare(actor, channel, body, !files.isEmpty()));
    ASSIGN_OR_RETURN(const std::optional<MessageView> first, findByNonce(actor, draft));
    if (first) return *first;
    if (body.messageReference.hasValue()) RETURN_IF_ERROR(addReference(actor, body, draft));
    const shared::AllowedMentions* allowed = body.allowedMentions.hasValue() ? &*body.allowedMentions : nullptr;
    ASSIGN_OR_RETURN(draft.mentions,
                     resolveMentions(m_parts, draft.access, draft.message.content, allowed, draft.repliedTo));
    draft.message.mentions = draft.mentions.users;
    draft.message.mentionRoles = draft.mentions.roles;
    draft.message.mentionEveryone = draft.mentions.everyone;

    MessageFiles stored(m_parts, channel);
    if (!files.isEmpty()) {
        RETURN_IF_ERROR(stored.store(files, body.attachments.value()));
        draft.message.attachments = stored.attachments();
        draft.files = &stored;
    }
    QByteArray held;
    RETURN_IF_ERROR(holdSlowMode(actor, draft, held));
    auto view = write(actor, draft);
    if (!view.has_value()) {
        if (!held.isEmpty()) (void)m_parts.ephemeral.takeValue(held);
        return view;
    }
    stored.keep();
    (void)m_parts.ephemeral.stopTyping(channel, actor.userId);
    hideContent(actor, draft.access.isGuild(), *view);
    return view;
}

/** Authorises, and takes over from the body all that needs nothing else. */
shared::Result<MessageService::Draft> MessageService::prepare(const Actor& actor, shared::ChannelId channel,
                                                              const shared::CreateMessage& body, bool hasFiles) {
    Draft draft;
    ASSIGN_OR_RETURN(draft.access, m_parts.access.require(actor, channel));
    const shared::ChannelType type = draft.access.channel->type;
    if (!shared::hasMessages(type)) return ErrorCode::NotTextChannel;
    shared::Permissions needed = shared::sendPermission(type);
    if (hasFiles) needed |= Permission::AttachFiles;
    if (!body.embeds.value().isEmpty()) needed |= Permission::EmbedLinks;
    if (body.tts.valueOr(false)) needed |= Permission::SendTtsMessages;
    if (body.poll.hasValue()) needed |= Permission::SendPolls;
    if (shared::isVoice(type)) needed |= Permission::Connect;
    if (!draft.access.has(needed)) return ErrorCode::MissingPermissions;
    draft.access.required = needed;

    shared::Message& message = draft.message;
    message.channelId = channel;
    message.author = draft.access.actorUser();
    message.content = body.content.value().trimmed();
    message.tts = body.tts.valueOr(false);
    message.embeds = ownEmbeds(body.embeds.value());
    message.flags = body.flags.value() & (actor.isBot ? kSettableFlags : kSettableFlags.without(kComponentsV2));
    if (body.components.hasValue()) {
        ASSIGN_OR_RETURN(message.components, ownComponents(*body.components, message.flags.has(kComponentsV2)));
    }
    if (body.poll.hasValue()) {
        ASSIGN_OR_RETURN(shared::RawJson poll, makePoll(*body.poll, m_parts.clock.nowMs()));
        message.poll = std::move(poll);
    }
    if (!body.stickerIds.value().isEmpty()) RETURN_IF_ERROR(addStickers(body, draft));
    const bool hasComponents = message.components.bytes.size() > 2;
    const bool isForward =
        body.messageReference.hasValue() && body.messageReference->type == shared::MessageReferenceType::Forward;
    const bool isEmpty = message.content.isEmpty() && message.embeds.isEmpty() && message.stickerItems.isEmpty() &&
                         !hasFiles && !hasComponents && !isForward && !message.poll.hasValue();
    if (isEmpty) return ErrorCode::CannotSendEmptyMessage;

    if (body.nonce.hasValue()) {
        draft.nonceJson = shared::toJson(*body.nonce);
        if (body.enforceNonce.valueOr(false)) draft.enforcedNonce = body.nonce->text;
    }
    const bool isHeldBack = draft.access.isGuild() && !actor.isBot && !draft.access.has(Permission::BypassSlowmode);
    if (isHeldBack) draft.slowModeSeconds = draft.access.channel->rateLimitPerUser.valueOr(0);
    if (draft.access.privateChannel && m_dms != nullptr) {
        RETURN_IF_ERROR(m_dms->maySend(actor, *draft.access.privateChannel));
    }
    return draft;
}

shared::Result<void> MessageService::addStickers(const shared::CreateMessage& body, Draft& draft) {
    for (const shared::StickerId id : body.stickerIds.value()) {
        const shared::Sticker* sticker = draft.access.graph ? draft.access.graph->sticker(id) : nullptr;
        if (sticker == nullptr) return ErrorCode::InvalidSticker;
        draft.message.stickerItems.append({sticker->id, sticker->name, sticker->formatType});
    }
    return {};
}

shared::Result<void> MessageService::addReference(const Actor& actor, const shared::CreateMessage& body, Draft& draft) {
    if (!body.messageReference->messageId.hasValue()) return unknownReference();
    return body.messageReference->type == shared::MessageReferenceType::Forward ? addForward(actor, body, draft)
                                                                                : addReply(body, draft);
}

shared::Result<void> MessageService::addReply(const shared::CreateMessage& body, Draft& draft) {
    const shared::MessageReference& wanted = *body.messageReference;
    const shared::ChannelId channel = draft.access.channelId();
    if (wanted.channelId.hasValue() && *wanted.channelId != channel) {
        return shared::Error::invalidForm(u"message_reference"_s, u"MESSAGE_REFERENCE_UNKNOWN_MESSAGE"_s,
                                          u"Unknown message"_s);
    }
    if (!draft.access.has(Permission::ReadMessageHistory)) return ErrorCode::ReplyNeedsHistory;
    ASSIGN_OR_RETURN(const std::optional<MessageRow> row,
                     m_parts.storage.read(draft.access.key, [&](const ReadView& view) {
                         return view.messages().find(channel, *wanted.messageId);
                     }));
    if (!row) {
        if (!wanted.failIfNotExists.valueOr(true)) return {};
        return unknownReference();
    }
    if (!canBeAnswered(static_cast<MessageType>(row->type))) {
        return shared::Error::invalidForm(u"message_reference"_s, u"REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE"_s,
                                          u"Cannot reply to a system message"_s);
    }
    shared::MessageReference reference;
    reference.messageId = row->id;
    reference.channelId = channel;
    if (draft.access.isGuild()) reference.guildId = draft.access.guildId();
    draft.message.messageReference = shared::Box<shared::MessageReference>(reference);
    draft.message.type = MessageType::Reply;
    draft.repliedTo = row->authorId;
    MessageRenderer::Surroundings around;
    around.graph = draft.access.graph.get();
    draft.referencedJson = m_writer.renderer().body(*row, draft.access.guildId());
    return {};
}

shared::Result<void> MessageService::addForward(const Actor& actor, const shared::CreateMessage& body, Draft& draft) {
    const shared::MessageReference& wanted = *body.messageReference;
    const shared::ChannelId from = wanted.channelId.valueOr(draft.access.channelId());
    const auto source = m_parts.access.require(actor, from, Permission::ReadMessageHistory);
    if (!source.has_value()) return ErrorCode::ForwardUnreadable;
    ASSIGN_OR_RETURN(const std::optional<MessageRow> row, m_parts.storage.read(source->key, [&](const ReadView& view) {
        return view.messages().find(from, *wanted.messageId);
    }));
    if (!row) return unknownReference();
    if (isSystem(row->type)) return ErrorCode::CannotExecuteOnSystemMessage;
    const shared::Message original = toModel(*row);

    shared::MessageSnapshot snapshot;
    snapshot.message.type = original.type;
    snapshot.message.content = original.content;
    snapshot.message.embeds = original.embeds;
    snapshot.message.attachments = original.attachments;
    snapshot.message.timestamp = original.timestamp;
    snapshot.message.editedTimestamp = original.editedTimestamp;
    snapshot.message.flags = original.flags;
    for (const shared::MentionedUser& user : original.mentions)
        snapshot.message.mentions.append(user);
    snapshot.message.mentionRoles = original.mentionRoles;
    snapshot.message.stickerItems = original.stickerItems;
    snapshot.message.components = original.components;
    draft.message.messageSnapshots.append(std::move(snapshot));
    draft.message.flags |= MessageFlag::HasSnapshot;

    shared::MessageReference reference;
    reference.type = shared::MessageReferenceType::Forward;
    reference.messageId = row->id;
    reference.channelId = from;
    if (source->isGuild()) reference.guildId = source->guildId();
    draft.message.messageReference = shared::Box<shared::MessageReference>(reference);
    return {};
}

shared::Result<std::optional<MessageView>> MessageService::findByNonce(const Actor& actor, const Draft& draft) {
    if (draft.enforcedNonce.isEmpty()) return std::optional<MessageView>();
    const shared::ChannelId channel = draft.access.channelId();
    ASSIGN_OR_RETURN(const QList<MessageView> found,
                     load(actor, draft.access, [&](const ReadView& view) -> shared::Result<QList<MessageRow>> {
                         ASSIGN_OR_RETURN(const std::optional<shared::MessageId> id,
                                          view.messages().findByNonce({channel, actor.userId, draft.enforcedNonce},
                                                                      m_parts.clock.nowMs() - kNonceLifeMs));
                         if (!id) return QList<MessageRow>();
                         ASSIGN_OR_RETURN(const std::optional<MessageRow> row, view.messages().find(channel, *id));
                         return row ? QList<MessageRow>{*row} : QList<MessageRow>();
                     }));
    if (found.isEmpty()) return std::optional<MessageView>();
    MessageView view = found.first();
    appendMember(view.json, "nonce", draft.nonceJson);
    return std::optional<MessageView>(std::move(view));
}

/** Takes the actor's turn in a slow channel. @param held the name of the turn, to be given back if nothing is sent */
shared::Result<void> MessageService::holdSlowMode(const Actor& actor, const Draft& draft, QByteArray& held) {
    if (draft.slowModeSeconds <= 0) return {};
    const QByteArray name =
        "slow:" + QByteArray::number(draft.access.channelId().value()) + ':' + QByteArray::number(actor.userId.value());
    const std::chrono::milliseconds life = std::chrono::seconds(draft.slowModeSeconds);
    const qint64 until = m_parts.clock.nowMs() + life.count();
    ASSIGN_OR_RETURN(const bool isFree, m_parts.ephemeral.putIfAbsent(name, QByteArray::number(until), life));
    if (isFree) {
        held = name;
        return {};
    }
    ASSIGN_OR_RETURN(const std::optional<QByteArray> other, m_parts.ephemeral.find(name));
    const qint64 left = other ? other->toLongLong() - m_parts.clock.nowMs() : 0;
    return shared::Error::slowMode(std::chrono::milliseconds(std::max<qint64>(left, 1)));
}

shared::Result<MessageView> MessageService::write(const Actor& actor, const Draft& draft) {
    OutgoingMessage outgoing;
    outgoing.row = toRow(draft.message, draft.access.actorJson());
    outgoing.guildId = draft.access.guildId();
    if (draft.access.member) outgoing.memberJson = draft.access.member->memberJson;
    outgoing.mentionRows = draft.mentions.rows();
    outgoing.mentionedUsers = draft.mentions.userIds();
    outgoing.nonceJson = draft.nonceJson;
    outgoing.referencedJson = draft.referencedJson;
    if (draft.access.isGuild() && !draft.mentions.withMember.isEmpty()) {
        shared::Message told = draft.message;
        told.mentions = draft.mentions.withMember;
        outgoing.eventExtra = messageExtra(told);
    }
    const NonceRow nonce{draft.access.channelId(), actor.userId, draft.enforcedNonce};

    return m_parts.storage.write(draft.access.key, [&](Transaction& tx) -> shared::Result<MessageView> {
        ChannelAccess now = draft.access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        if (!nonce.nonce.isEmpty()) {
            ASSIGN_OR_RETURN(const std::optional<shared::MessageId> first,
                             tx.messages().findByNonce(nonce, tx.now() - kNonceLifeMs));
            if (first) {
                ASSIGN_OR_RETURN(const MessageRow row, tx.messages().get(nonce.channelId, *first));
                return MessageView{row.id, m_writer.renderer().body(row, now.guildId())};
            }
        }
        ASSIGN_OR_RETURN(const MessageView view, m_writer.post(tx, outgoing));
        if (draft.files != nullptr) RETURN_IF_ERROR(draft.files->insertRows(tx, view.id));
        if (!nonce.nonce.isEmpty()) RETURN_IF_ERROR(tx.messages().putNonce(nonce, view.id, tx.now()));
        if (now.privateChannel && m_dms != nullptr) {
            RETURN_IF_ERROR(m_dms->onMessage(tx, *now.privateChannel, view.id));
        }
        return view;
    });
}

shared::Result<MessageRenderer::Surroundings> MessageService::surroundings(const ReadView& view,
                                                                           const GuildGraph* graph,
                                                                           const QList<MessageRow>& rows,
                                                                           shared::UserId viewer) {
    MessageRenderer::Surroundings around;
    around.graph = graph;
    bool hasReactions = false;
    shared::MessageId lowest;
    shared::MessageId highest;
    for (const MessageRow& row : rows) {
        hasReactions = hasReactions || row.hasReactions;
        if (!lowest || row.id < lowest) lowest = row.id;
        if (row.id > highest) highest = row.id;
    }
    if (hasReactions) {
        ASSIGN_OR_RETURN(around.reactions, view.reactions().counts(rows.first().channelId, lowest, highest, viewer));
    }
    std::set<shared::MessageId> seen;
    for (const MessageRow& row : rows) {
        if (row.type != static_cast<int>(MessageType::Reply) || !seen.insert(row.referencedId).second) continue;
        const auto inPage = std::ranges::find(rows, row.referencedId, &MessageRow::id);
        if (inPage != rows.end()) {
            around.referenced.append(*inPage);
            continue;
        }
        ASSIGN_OR_RETURN(const std::optional<MessageRow> other, view.messages().find(row.channelId, row.referencedId));
        if (other) around.referenced.append(*other);
    }
    return around;
}

shared::Result<QList<MessageView>> MessageService::load(
    const Actor& actor, const ChannelAccess& access,
    const std::function<shared::Result<QList<MessageRow>>(const ReadView&)>& pick) {
    QList<MessageRow> rows;
    MessageRenderer::Surroundings around;
    RETURN_IF_ERROR(m_parts.storage.read(access.key, [&](const ReadView& view) -> shared::Result<void> {
        ASSIGN_OR_RETURN(rows, pick(view));
        ASSIGN_OR_RETURN(around, surroundings(view, access.graph.get(), rows, actor.userId));
        return {};
    }));
    QList<MessageView> views = m_writer.renderer().render(rows, around);
    hideContent(actor, access.isGuild(), views);
    return views;
}

shared::Result<QList<MessageView>> MessageService::list(const Actor& actor, shared::ChannelId channel,
                                                        const MessageQuery& query) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel));
    if (!shared::hasMessages(access.channel->type)) return ErrorCode::NotTextChannel;
    if (shared::isVoice(access.channel->type) && !access.has(Permission::Connect)) {
        return ErrorCode::MissingPermissions;
    }
    if (!access.has(Permission::ReadMessageHistory)) return QList<MessageView>();
    return load(actor, access, [&](const ReadView& view) {
        if (query.around) return view.messages().listAround(channel, query.around, query.limit);
        if (query.after) return view.messages().listAfter(channel, query.after, query.limit);
        return view.messages().listBefore(channel, query.before, query.limit);
    });
}

shared::Result<MessageView> MessageService::get(const Actor& actor, shared::ChannelId channel,
                                                shared::MessageId message) {
    ASSIGN_OR_RETURN(const ChannelAccess access,
                     m_parts.access.require(actor, channel, Permission::ReadMessageHistory));
    ASSIGN_OR_RETURN(QList<MessageView> found,
                     load(actor, access, [&](const ReadView& view) -> shared::Result<QList<MessageRow>> {
                         ASSIGN_OR_RETURN(const MessageRow row, view.messages().get(channel, message));
                         return QList<MessageRow>{row};
                     }));
    return std::move(found.first());
}

shared::Result<void> MessageService::remove(const Actor& actor, shared::ChannelId channel, shared::MessageId message) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        ChannelAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const MessageRow row, tx.messages().get(channel, message));
        const bool isOwn = row.authorId == actor.userId;
        if (!isOwn && !now.has(Permission::ManageMessages)) {
            return now.isGuild() ? ErrorCode::MissingPermissions : ErrorCode::CannotExecuteOnDm;
        }
        RETURN_IF_ERROR(tx.messages().remove(channel, message));
        EventRoute route;
        route.channelId = channel;
        tx.emitEvent(GatewayEvent::MessageDelete, messageDeletePayload(now.guildId(), channel, message), route);
        if (isOwn || !now.isGuild()) return {};
        AuditRecord record{shared::AuditLogEvent::MessageDelete, row.authorId};
        record.options.channelId = channel;
        record.options.count = u"1"_s;
        return recordAudit(tx, actor, std::move(record));
    });
}

shared::Result<void> MessageService::removeMany(const Actor& actor, shared::ChannelId channel,
                                                const QList<shared::MessageId>& messages) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel, Permission::ManageMessages));
    if (messages.size() < 2 || messages.size() > 100) return ErrorCode::BulkDeleteCount;
    const qint64 oldest = m_parts.clock.nowMs() - kBulkDeleteAgeMs;
    std::set<shared::MessageId> unique;
    for (const shared::MessageId id : messages) {
        if (id.createdAtMs() < oldest) return ErrorCode::BulkDeleteTooOld;
        if (!unique.insert(id).second) {
            return shared::Error::invalidForm(u"messages"_s, u"SET_TYPE_ALREADY_CONTAINS_VALUE"_s,
                                              u"The set already contains this value"_s);
        }
    }
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        ChannelAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const QList<shared::MessageId> gone, tx.messages().removeMany(channel, messages));
        if (gone.isEmpty()) return {};
        EventRoute route;
        route.channelId = channel;
        tx.emitEvent(GatewayEvent::MessageDeleteBulk, messageDeleteBulkPayload(now.guildId(), channel, gone), route);
        AuditRecord record{shared::AuditLogEvent::MessageBulkDelete, channel};
        record.options.count = QString::number(gone.size());
        return recordAudit(tx, actor, std::move(record));
    });
}

shared::Result<void> MessageService::startTyping(const Actor& actor, shared::ChannelId channel) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel));
    if (!access.has(shared::sendPermission(access.channel->type))) return ErrorCode::MissingPermissions;
    if (!shared::hasMessages(access.channel->type)) return ErrorCode::NotTextChannel;
    ASSIGN_OR_RETURN(const bool isNews, m_parts.ephemeral.startTyping(channel, actor.userId, kTypingLife));
    if (!isNews) return {};

    auto event = std::make_shared<Event>();
    event->key = access.key;
    event->type = GatewayEvent::TypingStart;
    event->at = m_parts.clock.nowMs();
    event->graphVersion = access.graphVersion;
    event->channelId = channel;
    event->subject = actor.userId;
    shared::JsonWriter writer(event->payload);
    writer.beginObject();
    writer("channel_id", channel);
    if (access.isGuild()) writer("guild_id", access.guildId());
    writer("user_id", actor.userId);
    writer("timestamp", event->at / 1000);
    if (access.member) writer("member", access.member->member);
    writer.endObject();
    m_parts.bus.publish(EventPtr(std::move(event)));
    return {};
}

}  // namespace server
