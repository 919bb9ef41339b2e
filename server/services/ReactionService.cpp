#include "server/services/ReactionService.h"

#include <map>

#include "server/services/ReactionEmoji.h"
#include "shared/json/JsonType.h"
#include "shared/validation/Limits.h"

namespace server {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

void writePlace(shared::JsonWriter& writer, const ChannelAccess& access, shared::MessageId message) {
    writer("channel_id", access.channelId());
    writer("message_id", message);
    if (access.isGuild()) writer("guild_id", access.guildId());
}

EventRoute routeOf(const ChannelAccess& access, shared::UserId subject = {}) {
    EventRoute route;
    route.channelId = access.channelId();
    route.subject = subject;
    return route;
}

QByteArray addPayload(const ChannelAccess& access, const MessageRow& message, const shared::PartialEmoji& emoji,
                      shared::UserId user) {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writer("user_id", user);
    writePlace(writer, access, message.id);
    if (access.member) writer("member", access.member->member);
    writer("emoji", emoji);
    writer("message_author_id", message.authorId);
    writer("burst", false);
    writer("type", 0);
    writer.endObject();
    return out;
}

QByteArray removePayload(const ChannelAccess& access, shared::MessageId message, const shared::PartialEmoji& emoji,
                         shared::UserId user) {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writer("user_id", user);
    writePlace(writer, access, message);
    writer("emoji", emoji);
    writer("burst", false);
    writer("type", 0);
    writer.endObject();
    return out;
}

/** @param emoji null: all of them */
QByteArray clearPayload(const ChannelAccess& access, shared::MessageId message, const shared::PartialEmoji* emoji) {
    QByteArray out;
    shared::JsonWriter writer(out);
    writer.beginObject();
    writePlace(writer, access, message);
    if (emoji != nullptr) writer("emoji", *emoji);
    writer.endObject();
    return out;
}

}  // namespace

shared::Result<QString> ReactionService::storedKey(const ReadView& view, const Target& target) {
    if (!target.emoji.id) return target.key;
    const QString ending = u':' + target.emoji.id->toString();
    ASSIGN_OR_RETURN(const QList<ReactionCount> counts,
                     view.reactions().counts(target.access.channelId(), target.message, target.message, {}));
    for (const ReactionCount& one : counts) {
        if (one.emoji.endsWith(ending)) return one.emoji;
    }
    return target.key;
}

shared::Result<void> ReactionService::add(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                                          const QString& emoji) {
    ASSIGN_OR_RETURN(shared::PartialEmoji wanted, parseEmoji(emoji));
    ASSIGN_OR_RETURN(ChannelAccess access, m_parts.access.require(actor, channel, Permission::ReadMessageHistory));
    // A time-out leaves history readable, but nobody in one may react, not even with what is there.
    const bool mayAct =
        !access.isGuild() || access.has(Permission::Administrator) || !access.member->isTimedOut(m_parts.clock.nowMs());
    if (!mayAct) return ErrorCode::MissingPermissions;

    // An emoji that stands below the message already may be repeated even if its guild is not ours.
    const auto known = wanted.id ? findUsableEmoji(m_parts.storage, m_parts.graphs(), actor, access, *wanted.id)
                                 : shared::Result<shared::Emoji>(ErrorCode::UnknownEmoji);
    if (known.has_value()) {
        wanted.name = known->name;
        wanted.animated = known->animated;
    }
    const Target target{access, message, wanted, reactionKey(wanted)};

    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        ChannelAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        ASSIGN_OR_RETURN(const MessageRow row, tx.messages().get(channel, message));
        ASSIGN_OR_RETURN(const QString key, storedKey(tx, target));
        ASSIGN_OR_RETURN(const QList<ReactionCount> counts,
                         tx.reactions().counts(channel, message, message, actor.userId));
        const auto there = std::ranges::find(counts, key, &ReactionCount::emoji);
        if (there == counts.end()) {
            if (wanted.id && !known.has_value()) return known.error();
            if (!now.has(Permission::AddReactions)) return ErrorCode::MissingPermissions;
            if (counts.size() >= shared::limits::kReactionsPerMessage) return ErrorCode::MaxReactions;
        } else if (there->isMine) {
            return {};
        }
        ASSIGN_OR_RETURN(const bool isNew, tx.reactions().insert(channel, message, key, actor.userId, tx.now()));
        if (!isNew) return {};
        tx.emitEvent(GatewayEvent::MessageReactionAdd, addPayload(now, row, wanted, actor.userId),
                     routeOf(now, actor.userId));
        return {};
    });
}

shared::Result<void> ReactionService::removeOwn(const Actor& actor, shared::ChannelId channel,
                                                shared::MessageId message, const QString& emoji) {
    return remove(actor, channel, message, emoji, actor.userId);
}

shared::Result<void> ReactionService::remove(const Actor& actor, shared::ChannelId channel, shared::MessageId message,
                                             const QString& emoji, shared::UserId user) {
    ASSIGN_OR_RETURN(const shared::PartialEmoji wanted, parseEmoji(emoji));
    const shared::Permissions needed =
        user == actor.userId ? shared::Permissions() : shared::Permissions(Permission::ManageMessages);
    ASSIGN_OR_RETURN(ChannelAccess access, m_parts.access.require(actor, channel, needed));
    return removeFrom(actor, Target{std::move(access), message, wanted, reactionKey(wanted)}, user);
}

shared::Result<void> ReactionService::removeFrom(const Actor&, Target target, shared::UserId user) {
    return m_parts.storage.write(target.access.key, [&](Transaction& tx) -> shared::Result<void> {
        ChannelAccess now = target.access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        RETURN_IF_ERROR(tx.messages().get(now.channelId(), target.message));
        ASSIGN_OR_RETURN(const QString key, storedKey(tx, target));
        ASSIGN_OR_RETURN(const bool wasThere, tx.reactions().remove(now.channelId(), target.message, key, user));
        if (!wasThere) return {};
        tx.emitEvent(GatewayEvent::MessageReactionRemove,
                     removePayload(now, target.message, emojiOfKey(key, now.graph.get()), user), routeOf(now, user));
        return {};
    });
}

shared::Result<void> ReactionService::clear(const Actor& actor, shared::ChannelId channel, shared::MessageId message) {
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel, Permission::ManageMessages));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        ChannelAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        RETURN_IF_ERROR(tx.messages().get(channel, message));
        ASSIGN_OR_RETURN(const int removed, tx.reactions().removeAll(channel, message, {}));
        if (removed == 0) return {};
        tx.emitEvent(GatewayEvent::MessageReactionRemoveAll, clearPayload(now, message, nullptr), routeOf(now));
        return {};
    });
}

shared::Result<void> ReactionService::clearEmoji(const Actor& actor, shared::ChannelId channel,
                                                 shared::MessageId message, const QString& emoji) {
    ASSIGN_OR_RETURN(const shared::PartialEmoji wanted, parseEmoji(emoji));
    ASSIGN_OR_RETURN(const ChannelAccess access, m_parts.access.require(actor, channel, Permission::ManageMessages));
    const Target target{access, message, wanted, reactionKey(wanted)};
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        ChannelAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        RETURN_IF_ERROR(tx.messages().get(channel, message));
        ASSIGN_OR_RETURN(const QString key, storedKey(tx, target));
        ASSIGN_OR_RETURN(const int removed, tx.reactions().removeAll(channel, message, key));
        if (removed == 0) return {};
        const shared::PartialEmoji cleared = emojiOfKey(key, now.graph.get());
        tx.emitEvent(GatewayEvent::MessageReactionRemoveEmoji, clearPayload(now, message, &cleared), routeOf(now));
        return {};
    });
}

shared::Result<QList<shared::User>> ReactionService::list(const Actor& actor, shared::ChannelId channel,
                                                          shared::MessageId message, const QString& emoji,
                                                          shared::ReactionType type, shared::UserId after, int limit) {
    ASSIGN_OR_RETURN(const shared::PartialEmoji wanted, parseEmoji(emoji));
    ASSIGN_OR_RETURN(const ChannelAccess access,
                     m_parts.access.require(actor, channel, Permission::ReadMessageHistory));
    const Target target{access, message, wanted, reactionKey(wanted)};
    ASSIGN_OR_RETURN(
        const QList<shared::UserId> ids,
        m_parts.storage.read(access.key, [&](const ReadView& view) -> shared::Result<QList<shared::UserId>> {
            RETURN_IF_ERROR(view.messages().get(channel, message));
            ASSIGN_OR_RETURN(const QString key, storedKey(view, target));
            if (type == shared::ReactionType::Burst) return QList<shared::UserId>();
            return view.reactions().listUsers(channel, message, key, after, limit);
        }));
    std::map<shared::UserId, shared::User> known;
    if (access.isGuild()) {
        ASSIGN_OR_RETURN(const QList<MemberPtr> members, m_parts.members().findMany(access.guildId(), ids));
        for (const MemberPtr& member : members)
            known.emplace(member->userId, member->user());
    }
    QList<shared::User> users;
    users.reserve(ids.size());
    for (const shared::UserId id : ids) {
        if (const auto it = known.find(id); it != known.end()) {
            users.append(it->second);
        } else if (const auto user = m_parts.users().get(id); user.has_value()) {
            users.append(user.value()->user);
        }
    }
    return users;
}

}  // namespace server
