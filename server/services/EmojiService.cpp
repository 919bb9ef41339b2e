#include "server/services/EmojiService.h"

#include <algorithm>

#include "server/services/AuditTrail.h"
#include "server/services/Rows.h"
#include "shared/json/JsonType.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::ErrorCode;
using shared::Permission;

shared::Result<void> checkName(const shared::Field<QString>& name) {
    if (!name.hasValue()) return {};
    const bool isWord = std::ranges::all_of(*name, [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_';
    });
    if (name->size() < 2 || name->size() > 32) {
        return shared::Error::invalidForm(u"name"_s, u"BASE_TYPE_BAD_LENGTH"_s,
                                          u"Must be between 2 and 32 in length."_s);
    }
    if (!isWord) {
        return shared::Error::invalidForm(u"name"_s, u"STRING_TYPE_REGEX"_s,
                                          u"String value did not match validation regex."_s);
    }
    return {};
}

bool mayCreate(const GuildAccess& access) {
    return access.has(Permission::CreateGuildExpressions) || access.has(Permission::ManageGuildExpressions);
}

bool mayChange(const GuildAccess& access, const shared::Emoji& emoji) {
    if (access.has(Permission::ManageGuildExpressions)) return true;
    const bool isOwn =
        emoji.user.hasValue() && emoji.user->get() != nullptr && (*emoji.user)->id == access.member->userId;
    return isOwn && access.has(Permission::CreateGuildExpressions);
}

}  // namespace

void readJson(shared::JsonReader& reader, EmojiRequest& value) {
    if (!reader.enterObject()) return;
    reader("name", value.name);
    reader("image", value.image);
    reader("roles", value.roles);
}

shared::Result<QList<shared::Emoji>> EmojiService::list(const Actor& actor, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    return access.graph->guild().emojis;
}

shared::Result<shared::Emoji> EmojiService::get(const Actor& actor, shared::GuildId guild, shared::EmojiId emoji) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    const shared::Emoji* found = access.graph->emoji(emoji);
    if (found == nullptr) return ErrorCode::UnknownEmoji;
    return *found;
}

template <class Change>
shared::Result<void> EmojiService::changeList(const GuildAccess& access, Change&& change) {
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        shared::Guild guild = now.graph->guild();
        RETURN_IF_ERROR(change(tx, now, guild.emojis));
        RETURN_IF_ERROR(tx.guilds().update(toRow(guild)));
        QByteArray payload;
        shared::JsonWriter writer(payload);
        writer.beginObject();
        writer("guild_id", guild.id);
        writer("emojis", guild.emojis);
        writer.endObject();
        // The list is part of the graph: two changes in one batch must not both begin from the same one.
        tx.bumpGraphVersion();
        tx.emitEvent(shared::GatewayEvent::GuildEmojisUpdate, std::move(payload));
        return {};
    });
}

shared::Result<shared::Emoji> EmojiService::create(const Actor& actor, shared::GuildId guild,
                                                   const EmojiRequest& body) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    if (!mayCreate(access)) return ErrorCode::MissingPermissions;
    for (const auto& [field, path] : {std::pair(&body.name, u"name"_s), std::pair(&body.image, u"image"_s)}) {
        if (field->hasValue()) continue;
        return shared::Error::invalidForm(path, u"BASE_TYPE_REQUIRED"_s, u"This field is required"_s);
    }
    RETURN_IF_ERROR(checkName(body.name));
    shared::Emoji emoji;
    emoji.id = m_parts.ids.next<shared::EmojiId>();
    emoji.name = *body.name;
    emoji.roles = body.roles.value();
    emoji.user = shared::Box<shared::User>(access.member->user());
    ASSIGN_OR_RETURN(const StoredImage image,
                     m_parts.media.storeImage(ImageKind::Emoji, emoji.id.value(), *body.image, u"image"_s));
    emoji.animated = image.isAnimated;
    RETURN_IF_ERROR(changeList(
        access, [&](Transaction& tx, const GuildAccess& now, QList<shared::Emoji>& list) -> shared::Result<void> {
            if (!mayCreate(now)) return ErrorCode::MissingPermissions;
            const auto alike = std::ranges::count(list, emoji.animated, &shared::Emoji::animated);
            if (alike >= shared::limits::kEmojisPerGuild) {
                return emoji.animated ? ErrorCode::MaxAnimatedEmojis : ErrorCode::MaxEmojis;
            }
            list.append(emoji);
            return recordAudit(
                tx, actor, {shared::AuditLogEvent::EmojiCreate, emoji.id, changesBetween({}, shared::toJson(emoji))});
        }));
    return emoji;
}

shared::Result<shared::Emoji> EmojiService::modify(const Actor& actor, shared::GuildId guild, shared::EmojiId emoji,
                                                   const EmojiRequest& body) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    RETURN_IF_ERROR(checkName(body.name));
    shared::Emoji changed;
    RETURN_IF_ERROR(changeList(
        access, [&](Transaction& tx, const GuildAccess& now, QList<shared::Emoji>& list) -> shared::Result<void> {
            const auto it = std::ranges::find(list, emoji, &shared::Emoji::id);
            if (it == list.end()) return ErrorCode::UnknownEmoji;
            if (!mayChange(now, *it)) return ErrorCode::MissingPermissions;
            const QByteArray before = shared::toJson(*it);
            body.name.applyTo(it->name);
            if (body.roles.isPresent()) it->roles = body.roles.value();
            changed = *it;
            return recordAudit(
                tx, actor,
                {shared::AuditLogEvent::EmojiUpdate, emoji, changesBetween(before, shared::toJson(changed))});
        }));
    return changed;
}

shared::Result<void> EmojiService::remove(const Actor& actor, shared::GuildId guild, shared::EmojiId emoji) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    return changeList(
        access, [&](Transaction& tx, const GuildAccess& now, QList<shared::Emoji>& list) -> shared::Result<void> {
            const auto it = std::ranges::find(list, emoji, &shared::Emoji::id);
            if (it == list.end()) return ErrorCode::UnknownEmoji;
            if (!mayChange(now, *it)) return ErrorCode::MissingPermissions;
            const QByteArray before = shared::toJson(*it);
            list.erase(it);
            return recordAudit(tx, actor, {shared::AuditLogEvent::EmojiDelete, emoji, changesBetween(before, {})});
        });
}

}  // namespace server
