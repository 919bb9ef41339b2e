#include "server/services/ChannelRules.h"

#include <algorithm>

#include "shared/permissions/PermissionCalculator.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace server {

using shared::ChannelType;
using shared::ErrorCode;
using shared::Permission;

bool isCreatable(ChannelType type) {
    switch (type) {
        case ChannelType::GuildText:
        case ChannelType::GuildVoice:
        case ChannelType::GuildCategory:
        case ChannelType::GuildAnnouncement:
        case ChannelType::GuildStageVoice:
        case ChannelType::GuildForum:
        case ChannelType::GuildMedia:
            return true;
        default:
            return false;
    }
}

QString channelName(const QString& name, ChannelType type) {
    const QString trimmed = name.trimmed();
    if (type == ChannelType::GuildCategory || shared::isVoice(type) || shared::isThread(type)) return trimmed;
    QString out = trimmed.toLower();
    for (QChar& c : out) {
        if (c.isSpace()) c = u'-';
    }
    return out;
}

shared::Result<void> checkOverwriteChange(const shared::Overwrite& before, const shared::Overwrite& after,
                                          shared::Permissions own) {
    if (own.has(Permission::Administrator)) return {};
    if (!shared::mayChange(own, before.allow, after.allow) || !shared::mayChange(own, before.deny, after.deny)) {
        return ErrorCode::MissingPermissions;
    }
    return {};
}

shared::Result<QList<shared::Overwrite>> resolveOverwrites(const QList<shared::OverwriteRequest>& wanted,
                                                           const QList<shared::Overwrite>& before,
                                                           shared::Permissions own, const GuildGraph& graph) {
    if (wanted.size() > shared::limits::kOverwritesPerChannel) return ErrorCode::MaxOverwrites;
    QList<shared::Overwrite> after;
    for (const shared::OverwriteRequest& wish : wanted) {
        shared::Overwrite one;
        one.id = wish.id;
        const bool isRole = graph.role(wish.id.as<shared::RoleId>()) != nullptr;
        one.type = wish.type.valueOr(isRole ? shared::OverwriteType::Role : shared::OverwriteType::Member);
        one.allow = wish.allow.valueOr(shared::Permissions());
        one.deny = wish.deny.valueOr(shared::Permissions());
        const auto old = std::ranges::find(before, one.id, &shared::Overwrite::id);
        RETURN_IF_ERROR(checkOverwriteChange(old == before.end() ? shared::Overwrite() : *old, one, own));
        const auto twin = std::ranges::find(after, one.id, &shared::Overwrite::id);
        if (twin == after.end()) {
            after.append(one);
        } else {
            *twin = one;
        }
    }
    for (const shared::Overwrite& old : before) {
        const bool stays = std::ranges::find(after, old.id, &shared::Overwrite::id) != after.end();
        if (!stays) RETURN_IF_ERROR(checkOverwriteChange(old, shared::Overwrite(), own));
    }
    return after;
}

shared::Result<QList<shared::ForumTag>> resolveTags(const QList<shared::ForumTagRequest>& wanted,
                                                    shared::SnowflakeGenerator& ids) {
    QList<shared::ForumTag> tags;
    for (const shared::ForumTagRequest& wish : wanted) {
        shared::ForumTag tag;
        tag.id = wish.id.hasValue() ? *wish.id : ids.next<shared::ForumTagId>();
        tag.name = wish.name;
        tag.moderated = wish.moderated.valueOr(false);
        tag.emojiId = wish.emojiId.toOptional();
        tag.emojiName = wish.emojiName.toOptional();
        if (std::ranges::find(tags, tag.name, &shared::ForumTag::name) != tags.end()) {
            return ErrorCode::TagNamesNotUnique;
        }
        tags.append(std::move(tag));
    }
    return tags;
}

shared::Result<const shared::Channel*> categoryOf(const GuildGraph& graph, shared::ChannelId parent) {
    const shared::Channel* category = graph.channel(parent);
    if (category == nullptr || category->type != ChannelType::GuildCategory) {
        return shared::Error::invalidForm(u"parent_id"_s, u"CHANNEL_PARENT_INVALID"_s,
                                          u"Not a category of this guild"_s);
    }
    return category;
}

}  // namespace server
