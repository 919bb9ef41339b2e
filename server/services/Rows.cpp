#include "server/services/Rows.h"

#include <QtCore/QJsonDocument>

#include "shared/json/JsonType.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::ChannelType;
using shared::Timestamp;

QJsonObject parseExtra(const QByteArray& extra) {
    return extra.isEmpty() ? QJsonObject() : QJsonDocument::fromJson(extra).object();
}

/** The model's JSON without the keys that have a column, and without nulls. */
template <class Model, size_t N>
QByteArray extraOf(const Model& model, const char* const (&columns)[N]) {
    QJsonObject object = QJsonDocument::fromJson(shared::toJson(model)).object();
    for (const char* column : columns)
        object.remove(QLatin1StringView(column));
    for (auto it = object.begin(); it != object.end();)
        it = it->isNull() ? object.erase(it) : std::next(it);
    return object.isEmpty() ? QByteArray() : QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/** Reads what an extra holds; what no longer fits the model is left at its default. */
template <class Model>
Model fromExtra(const QJsonObject& object) {
    const QJsonValue json(object);
    shared::JsonReader reader(json);
    Model model{};
    readJson(reader, model);
    return model;
}

template <class IdType>
std::optional<IdType> nullable(IdType id) {
    return id ? std::optional<IdType>(id) : std::nullopt;
}

template <class IdType>
IdType plain(const std::optional<IdType>& id) {
    return id.value_or(IdType());
}

std::optional<Timestamp> nullableTime(qint64 ms) {
    return ms != 0 ? std::optional<Timestamp>(Timestamp(ms)) : std::nullopt;
}

constexpr const char* kGuildColumns[] = {"id",
                                         "owner_id",
                                         "name",
                                         "icon",
                                         "description",
                                         "features",
                                         "system_channel_flags",
                                         "system_channel_id",
                                         "rules_channel_id",
                                         "afk_channel_id",
                                         "afk_timeout",
                                         "verification_level",
                                         "default_message_notifications",
                                         "explicit_content_filter",
                                         "mfa_level",
                                         "nsfw_level",
                                         "preferred_locale",
                                         "vanity_url_code",
                                         "roles"};
constexpr const char* kChannelColumns[] = {"id",
                                           "type",
                                           "guild_id",
                                           "name",
                                           "topic",
                                           "position",
                                           "parent_id",
                                           "nsfw",
                                           "rate_limit_per_user",
                                           "flags",
                                           "owner_id",
                                           "permission_overwrites",
                                           "recipients",
                                           "last_message_id",
                                           "last_pin_timestamp"};
constexpr const char* kRoleColumns[] = {"id",      "name",        "permissions", "position",      "color", "hoist",
                                        "managed", "mentionable", "icon",        "unicode_emoji", "flags"};
constexpr const char* kMemberColumns[] = {"user",
                                          "nick",
                                          "avatar",
                                          "roles",
                                          "joined_at",
                                          "premium_since",
                                          "deaf",
                                          "mute",
                                          "pending",
                                          "flags",
                                          "communication_disabled_until"};

}  // namespace

shared::Guild toModel(const GuildRow& row) {
    QJsonObject object = parseExtra(row.extra);
    object["id"_L1] = row.id.toString();
    object["name"_L1] = row.name;
    object["owner_id"_L1] = row.ownerId.toString();
    auto guild = fromExtra<shared::Guild>(object);
    guild.id = row.id;
    guild.ownerId = row.ownerId;
    guild.name = row.name;
    guild.icon = row.icon;
    guild.description = row.description;
    guild.features = row.features;
    guild.systemChannelFlags = shared::SystemChannelFlags(row.systemChannelFlags);
    guild.systemChannelId = nullable(row.systemChannelId);
    guild.rulesChannelId = nullable(row.rulesChannelId);
    guild.afkChannelId = nullable(row.afkChannelId);
    guild.afkTimeout = row.afkTimeout;
    guild.verificationLevel = static_cast<shared::VerificationLevel>(row.verificationLevel);
    guild.defaultMessageNotifications = static_cast<shared::MessageNotifications>(row.defaultMessageNotifications);
    guild.explicitContentFilter = static_cast<shared::ExplicitContentFilter>(row.explicitContentFilter);
    guild.mfaLevel = static_cast<shared::MfaLevel>(row.mfaLevel);
    guild.nsfwLevel = static_cast<shared::NsfwLevel>(row.nsfwLevel);
    guild.preferredLocale = row.preferredLocale;
    guild.vanityUrlCode = row.vanityUrlCode;
    return guild;
}

GuildRow toRow(const shared::Guild& guild) {
    GuildRow row;
    row.id = guild.id;
    row.ownerId = guild.ownerId;
    row.name = guild.name;
    row.icon = guild.icon;
    row.description = guild.description;
    row.features = guild.features;
    row.systemChannelFlags = guild.systemChannelFlags.bits();
    row.systemChannelId = plain(guild.systemChannelId);
    row.rulesChannelId = plain(guild.rulesChannelId);
    row.afkChannelId = plain(guild.afkChannelId);
    row.afkTimeout = guild.afkTimeout;
    row.verificationLevel = static_cast<int>(guild.verificationLevel);
    row.defaultMessageNotifications = static_cast<int>(guild.defaultMessageNotifications);
    row.explicitContentFilter = static_cast<int>(guild.explicitContentFilter);
    row.mfaLevel = static_cast<int>(guild.mfaLevel);
    row.nsfwLevel = static_cast<int>(guild.nsfwLevel);
    row.preferredLocale = guild.preferredLocale;
    row.vanityUrlCode = guild.vanityUrlCode;
    row.extra = extraOf(guild, kGuildColumns);
    return row;
}

void completeForType(shared::Channel& channel) {
    const ChannelType type = channel.type;
    const auto orNull = [](auto& field) {
        if (field.isMissing()) field = nullptr;
    };
    const auto orValue = [](auto& field, auto value) {
        if (!field.hasValue()) field = value;
    };
    if (shared::isPrivate(type)) {
        channel.guildId.reset();
        channel.position.reset();
        channel.permissionOverwrites.reset();
        channel.parentId.reset();
        channel.topic.reset();
        channel.nsfw.reset();
        channel.rateLimitPerUser.reset();
        orNull(channel.lastMessageId);
        if (type == ChannelType::Dm) {
            channel.name.reset();
            channel.ownerId.reset();
        } else {
            orNull(channel.name);
            orNull(channel.icon);
        }
        return;
    }
    orValue(channel.name, QString());
    orNull(channel.parentId);
    if (!shared::isThread(type)) {
        channel.ownerId.reset();
        orValue(channel.position, 0);
        orValue(channel.permissionOverwrites, QList<shared::Overwrite>());
    } else {
        channel.position.reset();
        channel.permissionOverwrites.reset();
    }
    if (type == ChannelType::GuildCategory) {
        for (auto* field : {&channel.rateLimitPerUser, &channel.bitrate, &channel.userLimit})
            field->reset();
        channel.topic.reset();
        channel.nsfw.reset();
        channel.lastMessageId.reset();
        return;
    }
    if (!shared::isThread(type)) {
        orValue(channel.nsfw, false);
        orNull(channel.topic);
    }
    orNull(channel.lastMessageId);
    orValue(channel.rateLimitPerUser, 0);
    if (shared::isVoice(type)) {
        orValue(channel.bitrate, 64000);
        orValue(channel.userLimit, 0);
        orNull(channel.rtcRegion);
    } else {
        channel.bitrate.reset();
        channel.userLimit.reset();
        channel.rtcRegion.reset();
        channel.videoQualityMode.reset();
    }
    if (shared::isForum(type)) {
        orValue(channel.availableTags, QList<shared::ForumTag>());
        orNull(channel.defaultReactionEmoji);
        orNull(channel.defaultSortOrder);
        orValue(channel.defaultForumLayout, shared::ForumLayout::NotSet);
    }
}

shared::Channel toModel(const ChannelRow& row, shared::GuildId guild) {
    QJsonObject object = parseExtra(row.extra);
    object["id"_L1] = row.id.toString();
    object["type"_L1] = row.type;
    auto channel = fromExtra<shared::Channel>(object);
    channel.id = row.id;
    channel.type = static_cast<ChannelType>(row.type);
    if (guild) channel.guildId = guild;
    channel.name = row.name;
    channel.topic = shared::Field<QString>::fromNullable(row.topic);
    channel.position = row.position;
    channel.parentId = shared::Field<shared::ChannelId>::fromNullable(nullable(row.parentId));
    channel.nsfw = row.isNsfw;
    channel.rateLimitPerUser = row.rateLimitPerUser;
    channel.flags = shared::ChannelFlags(row.flags);
    channel.ownerId = shared::Field<shared::UserId>::fromOptional(nullable(row.ownerId));
    channel.permissionOverwrites = row.overwrites;
    channel.lastMessageId = shared::Field<shared::MessageId>::fromNullable(nullable(row.lastMessageId));
    channel.lastPinTimestamp = shared::Field<Timestamp>::fromOptional(nullableTime(row.lastPinAt));
    completeForType(channel);
    return channel;
}

ChannelRow toRow(const shared::Channel& channel) {
    ChannelRow row;
    row.id = channel.id;
    row.type = static_cast<int>(channel.type);
    row.name = channel.name.valueOr(QString());
    row.topic = channel.topic.toOptional();
    row.position = channel.position.valueOr(0);
    row.parentId = channel.parentId.valueOr(shared::ChannelId());
    row.isNsfw = channel.nsfw.valueOr(false);
    row.rateLimitPerUser = channel.rateLimitPerUser.valueOr(0);
    row.flags = channel.flags.bits();
    row.ownerId = channel.ownerId.valueOr(shared::UserId());
    row.overwrites = channel.permissionOverwrites.value();
    for (const shared::User& user : channel.recipients.value())
        row.recipients.append(user.id);
    row.lastMessageId = channel.lastMessageId.valueOr(shared::MessageId());
    row.lastPinAt = channel.lastPinTimestamp.hasValue() ? channel.lastPinTimestamp->ms() : 0;
    row.extra = extraOf(channel, kChannelColumns);
    return row;
}

shared::Role toModel(const RoleRow& row) {
    QJsonObject object = parseExtra(row.extra);
    object["id"_L1] = row.id.toString();
    object["name"_L1] = row.name;
    auto role = fromExtra<shared::Role>(object);
    role.id = row.id;
    role.name = row.name;
    role.permissions = shared::Permissions(row.permissions);
    role.position = row.position;
    role.color = row.color;
    role.colors.primaryColor = row.color;
    role.hoist = row.isHoisted;
    role.managed = row.isManaged;
    role.mentionable = row.isMentionable;
    role.icon = row.icon;
    role.unicodeEmoji = row.unicodeEmoji;
    role.flags = shared::RoleFlags(row.flags);
    return role;
}

RoleRow toRow(const shared::Role& role) {
    RoleRow row;
    row.id = role.id;
    row.name = role.name;
    row.permissions = role.permissions.bits();
    row.position = role.position;
    row.color = role.color;
    row.isHoisted = role.hoist;
    row.isManaged = role.managed;
    row.isMentionable = role.mentionable;
    row.icon = role.icon;
    row.unicodeEmoji = role.unicodeEmoji;
    row.flags = role.flags.bits();
    row.extra = extraOf(role, kRoleColumns);
    return row;
}

shared::Member toModel(const MemberRow& row) {
    auto member = row.extra.isEmpty() ? shared::Member() : fromExtra<shared::Member>(parseExtra(row.extra));
    auto user = shared::fromJson<shared::User>(row.user);
    if (user.has_value()) {
        member.user = std::move(user).value();
    } else {
        shared::User& bare = member.user.edit();
        bare.id = row.userId;
        bare.username = row.username;
        bare.globalName = row.globalName;
        bare.bot = row.isBot;
    }
    member.nick = row.nick;
    member.avatar = row.avatar;
    member.roles = row.roles;
    member.joinedAt = nullableTime(row.joinedAt);
    member.premiumSince = nullableTime(row.premiumSince);
    member.deaf = row.isDeaf;
    member.mute = row.isMute;
    member.pending = row.isPending;
    member.flags = shared::MemberFlags(row.flags);
    member.communicationDisabledUntil = nullableTime(row.timedOutUntil);
    return member;
}

MemberRow toRow(const shared::Member& member, quint64 userVersion, const QByteArray& userJson) {
    const shared::User& user = member.user.value();
    MemberRow row;
    row.userId = user.id;
    row.user = userJson.isEmpty() ? shared::toJson(user) : userJson;
    row.userVersion = userVersion;
    row.isBot = user.bot;
    row.username = user.username;
    row.globalName = user.globalName;
    row.nick = member.nick;
    row.avatar = member.avatar;
    row.roles = member.roles;
    row.joinedAt = member.joinedAt ? member.joinedAt->ms() : 0;
    row.premiumSince = member.premiumSince ? member.premiumSince->ms() : 0;
    row.timedOutUntil = member.communicationDisabledUntil ? member.communicationDisabledUntil->ms() : 0;
    row.isDeaf = member.deaf;
    row.isMute = member.mute;
    row.isPending = member.pending;
    row.flags = member.flags.bits();
    row.extra = extraOf(member, kMemberColumns);
    return row;
}

shared::Ban toModel(const BanRow& row) {
    shared::Ban ban;
    ban.reason = row.reason;
    auto user = shared::fromJson<shared::User>(row.user);
    if (user.has_value()) ban.user = std::move(user).value();
    ban.user.id = row.userId;
    return ban;
}

}  // namespace server
