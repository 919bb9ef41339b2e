#include "server/services/GuildService.h"

#include <algorithm>

#include "server/services/AuditTrail.h"
#include "server/services/Rows.h"
#include "shared/json/JsonType.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::Box;
using shared::ChannelType;
using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

shared::Role everyoneRole(shared::GuildId guild) {
    shared::Role role;
    role.id = guild.as<shared::RoleId>();
    role.name = u"@everyone"_s;
    role.permissions = shared::kDefaultEveryonePermissions;
    return role;
}

/** What a new guild starts with: a category and a channel each to write and to speak in. */
QList<shared::Channel> firstChannels(shared::SnowflakeGenerator& ids, shared::GuildId guild) {
    QList<shared::Channel> channels;
    const auto add = [&](const QString& name, ChannelType type, int position, shared::ChannelId parent) {
        shared::Channel channel;
        channel.id = ids.next<shared::ChannelId>();
        channel.type = type;
        channel.guildId = guild;
        channel.name = name;
        channel.position = position;
        if (parent) channel.parentId = parent;
        completeForType(channel);
        channels.append(channel);
        return channel.id;
    };
    const shared::ChannelId text = add(u"Text Channels"_s, ChannelType::GuildCategory, 0, {});
    const shared::ChannelId voice = add(u"Voice Channels"_s, ChannelType::GuildCategory, 1, {});
    add(u"general"_s, ChannelType::GuildText, 0, text);
    add(u"General"_s, ChannelType::GuildVoice, 0, voice);
    return channels;
}

/** Announcement channels. Every guild may have them here: nobody has to become a community for that. */
const QString kNews = u"NEWS"_s;

/** The only features that a guild's own people switch. */
bool isOwnFeature(const QString& feature) {
    static const QList<QString> kOwn{u"COMMUNITY"_s, u"DISCOVERABLE"_s, u"INVITES_DISABLED"_s,
                                     u"RAID_ALERTS_DISABLED"_s};
    return kOwn.contains(feature);
}

shared::Result<void> checkChannel(const GuildGraph& graph, const shared::Field<shared::ChannelId>& id,
                                  const QString& path, bool mustBeVoice) {
    if (!id.hasValue()) return {};
    const shared::Channel* channel = graph.channel(*id);
    const bool fits = channel != nullptr && shared::isVoice(channel->type) == mustBeVoice &&
                      channel->type != ChannelType::GuildCategory;
    if (fits) return {};
    return shared::Error::invalidForm(path, u"CHANNEL_INVALID"_s, u"Not a channel that this can be"_s);
}

}  // namespace

/** What the pictures of a request became; a member is set where the request named it. */
struct GuildService::Pictures {
    shared::Field<QString> icon;
    shared::Field<QString> splash;
    shared::Field<QString> discoverySplash;
    shared::Field<QString> banner;
};

shared::Result<shared::Guild> GuildService::create(const Actor& actor, const shared::CreateGuild& body) {
    ASSIGN_OR_RETURN(const UserPtr owner, m_parts.users().get(actor.userId));
    ASSIGN_OR_RETURN(const QList<UserGuildRow> others,
                     m_parts.storage.read(StreamKey::user(actor.userId),
                                          [](const ReadView& view) { return view.users().listGuilds(); }));
    if (others.size() >= shared::limits::kGuildsPerUser) return ErrorCode::MaxGuilds;

    shared::Guild guild;
    guild.id = m_parts.ids.next<shared::GuildId>();
    guild.name = body.name.trimmed();
    guild.ownerId = actor.userId;
    body.verificationLevel.applyTo(guild.verificationLevel);
    body.defaultMessageNotifications.applyTo(guild.defaultMessageNotifications);
    body.explicitContentFilter.applyTo(guild.explicitContentFilter);
    body.preferredLocale.applyTo(guild.preferredLocale);
    body.afkTimeout.applyTo(guild.afkTimeout);
    body.systemChannelFlags.applyTo(guild.systemChannelFlags);
    guild.features = {kNews};
    if (body.icon.hasValue()) {
        ASSIGN_OR_RETURN(const StoredImage image,
                         m_parts.media.storeImage(ImageKind::GuildIcon, guild.id.value(), *body.icon, u"icon"_s));
        guild.icon = image.hash;
    }
    const QList<shared::Channel> channels = firstChannels(m_parts.ids, guild.id);
    const auto general = std::ranges::find(channels, ChannelType::GuildText, &shared::Channel::type);
    guild.systemChannelId = general->id;
    guild.roles = {everyoneRole(guild.id)};

    RETURN_IF_ERROR(m_parts.storage.write(StreamKey::guild(guild.id),
                                          [&](Transaction& tx) { return insertAll(tx, guild, channels, *owner); }));
    return guild;
}

shared::Result<void> GuildService::insertAll(Transaction& tx, const shared::Guild& guild,
                                             const QList<shared::Channel>& channels, const PublicUser& owner) const {
    RETURN_IF_ERROR(tx.guilds().insert(toRow(guild)));
    for (const shared::Role& role : guild.roles)
        RETURN_IF_ERROR(tx.roles().insert(toRow(role)));
    for (const shared::Channel& channel : channels) {
        RETURN_IF_ERROR(tx.channels().insert(toRow(channel)));
        RETURN_IF_ERROR(tx.directory().put(DirectoryKind::Channel, directoryName(channel.id)));
    }
    shared::Member member;
    member.user = owner.user;
    member.joinedAt = shared::Timestamp(tx.now());
    MemberRow row = toRow(member, owner.version, owner.json);
    row.lastSeenAt = tx.now();
    RETURN_IF_ERROR(tx.members().insert(row));
    tx.bumpGraphVersion();
    tx.emitEvent(GatewayEvent::GuildCreate, shared::toJson(guild));
    tx.owe(StreamKey::user(owner.user.id), kOwedMembership, OwedMembership{guild.id, true, tx.now()}.toBytes());
    return {};
}

shared::Result<shared::Guild> GuildService::get(const Actor& actor, shared::GuildId guild, bool withCounts) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    shared::Guild out = access.graph->guild();
    if (withCounts) {
        out.approximateMemberCount = access.graph->memberCount();
        out.approximatePresenceCount = m_online != nullptr ? m_online->onlineMembers(guild) : 0;
    }
    return out;
}

shared::Result<shared::GuildPreview> GuildService::preview(const Actor& actor, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const GuildGraphPtr graph, m_parts.graphs().get(guild));
    ASSIGN_OR_RETURN(const MemberPtr member, m_parts.members().find(guild, actor.userId));
    if (!member && !graph->hasFeature("DISCOVERABLE"_L1)) return ErrorCode::UnknownGuild;
    const shared::Guild& full = graph->guild();
    shared::GuildPreview out;
    out.id = full.id;
    out.name = full.name;
    out.icon = full.icon;
    out.splash = full.splash;
    out.discoverySplash = full.discoverySplash;
    out.homeHeader = full.homeHeader;
    out.emojis = full.emojis;
    out.features = full.features;
    out.approximateMemberCount = graph->memberCount();
    out.approximatePresenceCount = m_online != nullptr ? m_online->onlineMembers(guild) : 0;
    out.description = full.description;
    out.stickers = full.stickers;
    return out;
}

shared::Result<QList<shared::UserGuild>> GuildService::listOwn(const Actor& actor, shared::GuildId before,
                                                               shared::GuildId after, int limit, bool withCounts) {
    ASSIGN_OR_RETURN(QList<UserGuildRow> rows,
                     m_parts.storage.read(StreamKey::user(actor.userId),
                                          [](const ReadView& view) { return view.users().listGuilds(); }));
    std::ranges::sort(rows, {}, &UserGuildRow::guildId);
    rows.removeIf(
        [&](const UserGuildRow& row) { return (before && row.guildId >= before) || (after && row.guildId <= after); });
    if (rows.size() > limit) rows = before ? rows.last(limit) : rows.first(limit);
    QList<shared::UserGuild> guilds;
    for (const UserGuildRow& row : rows) {
        const auto access = m_parts.access.require(actor, row.guildId);
        if (!access.has_value()) continue;
        const shared::Guild& full = access->graph->guild();
        shared::UserGuild one;
        one.id = full.id;
        one.name = full.name;
        one.icon = full.icon;
        one.banner = full.banner;
        one.owner = full.ownerId == actor.userId;
        one.permissions = access->permissions;
        one.features = full.features;
        if (withCounts) {
            one.approximateMemberCount = access->graph->memberCount();
            one.approximatePresenceCount = m_online != nullptr ? m_online->onlineMembers(full.id) : 0;
        }
        guilds.append(std::move(one));
    }
    return guilds;
}

shared::Result<QList<shared::Integration>> GuildService::integrations(const Actor& actor, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageGuild));
    constexpr int kMostShown = 50;
    ASSIGN_OR_RETURN(const QList<MemberRow> rows, m_parts.storage.read(access.key, [](const ReadView& view) {
        return view.members().listBots(kMostShown);
    }));
    QList<shared::Integration> integrations;
    for (const MemberRow& row : rows) {
        const MemberPtr bot = Members::fromRow(*access.graph, row);
        shared::Integration one;
        one.id = bot->userId.as<shared::IntegrationId>();
        one.name = bot->user().username;
        one.account = {bot->userId.toString(), bot->user().username};
        shared::PartialApplication application;
        application.id = bot->userId.as<shared::ApplicationId>();
        application.name = bot->user().username;
        application.bot = Box<shared::User>(bot->user());
        one.application = Box<shared::PartialApplication>(std::move(application));
        one.scopes = QList<QString>{u"bot"_s, u"applications.commands"_s};
        integrations.append(std::move(one));
    }
    return integrations;
}

shared::Result<GuildService::Pictures> GuildService::storePictures(shared::GuildId guild,
                                                                   const shared::ModifyGuild& body) {
    Pictures pictures;
    const auto store = [&](const shared::Field<QString>& wish, ImageKind kind, const QString& path,
                           shared::Field<QString>& out) -> shared::Result<void> {
        if (wish.isNull()) out = nullptr;
        if (!wish.hasValue()) return {};
        ASSIGN_OR_RETURN(const StoredImage image, m_parts.media.storeImage(kind, guild.value(), *wish, path));
        out = image.hash;
        return {};
    };
    RETURN_IF_ERROR(store(body.icon, ImageKind::GuildIcon, u"icon"_s, pictures.icon));
    RETURN_IF_ERROR(store(body.splash, ImageKind::GuildSplash, u"splash"_s, pictures.splash));
    RETURN_IF_ERROR(
        store(body.discoverySplash, ImageKind::GuildSplash, u"discovery_splash"_s, pictures.discoverySplash));
    RETURN_IF_ERROR(store(body.banner, ImageKind::GuildBanner, u"banner"_s, pictures.banner));
    return pictures;
}

shared::Result<shared::Guild> GuildService::modify(const Actor& actor, shared::GuildId guild,
                                                   const shared::ModifyGuild& body) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild, Permission::ManageGuild));
    ASSIGN_OR_RETURN(const Pictures pictures, storePictures(guild, body));
    return m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<shared::Guild> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        const shared::Guild old = now.graph->guild();
        shared::Guild changed = old;
        RETURN_IF_ERROR(apply(body, pictures, now, changed));
        if (body.ownerId.hasValue() && *body.ownerId != old.ownerId) {
            RETURN_IF_ERROR(handOver(tx, now, *body.ownerId, changed));
        }
        if (changed == old) return changed;
        RETURN_IF_ERROR(tx.guilds().update(toRow(changed)));
        // Also for a name: the version is what tells the gateway that an older graph does not show this change.
        tx.bumpGraphVersion();
        tx.emitEvent(GatewayEvent::GuildUpdate, shared::toJson(changed), {}, changed);
        RETURN_IF_ERROR(recordAudit(
            tx, actor,
            {shared::AuditLogEvent::GuildUpdate, guild, changesBetween(shared::toJson(old), shared::toJson(changed))}));
        return changed;
    });
}

shared::Result<void> GuildService::apply(const shared::ModifyGuild& body, const Pictures& pictures,
                                         const GuildAccess& access, shared::Guild& guild) const {
    const GuildGraph& graph = *access.graph;
    RETURN_IF_ERROR(checkChannel(graph, body.systemChannelId, u"system_channel_id"_s, false));
    RETURN_IF_ERROR(checkChannel(graph, body.rulesChannelId, u"rules_channel_id"_s, false));
    RETURN_IF_ERROR(checkChannel(graph, body.publicUpdatesChannelId, u"public_updates_channel_id"_s, false));
    RETURN_IF_ERROR(checkChannel(graph, body.safetyAlertsChannelId, u"safety_alerts_channel_id"_s, false));
    RETURN_IF_ERROR(checkChannel(graph, body.afkChannelId, u"afk_channel_id"_s, true));
    if (body.name.hasValue()) guild.name = body.name->trimmed();
    body.description.applyTo(guild.description);
    pictures.icon.applyTo(guild.icon);
    pictures.splash.applyTo(guild.splash);
    pictures.discoverySplash.applyTo(guild.discoverySplash);
    pictures.banner.applyTo(guild.banner);
    if (body.verificationLevel.isPresent()) {
        guild.verificationLevel = body.verificationLevel.valueOr(shared::VerificationLevel::None);
    }
    if (body.defaultMessageNotifications.isPresent()) {
        guild.defaultMessageNotifications =
            body.defaultMessageNotifications.valueOr(shared::MessageNotifications::AllMessages);
    }
    if (body.explicitContentFilter.isPresent()) {
        guild.explicitContentFilter = body.explicitContentFilter.valueOr(shared::ExplicitContentFilter::Disabled);
    }
    if (body.preferredLocale.isPresent()) guild.preferredLocale = body.preferredLocale.valueOr(u"en-US"_s);
    body.afkTimeout.applyTo(guild.afkTimeout);
    body.afkChannelId.applyTo(guild.afkChannelId);
    body.systemChannelId.applyTo(guild.systemChannelId);
    body.systemChannelFlags.applyTo(guild.systemChannelFlags);
    body.rulesChannelId.applyTo(guild.rulesChannelId);
    body.publicUpdatesChannelId.applyTo(guild.publicUpdatesChannelId);
    body.safetyAlertsChannelId.applyTo(guild.safetyAlertsChannelId);
    body.premiumProgressBarEnabled.applyTo(guild.premiumProgressBarEnabled);
    if (!body.features.hasValue()) return {};

    QList<QString> features;
    for (const QString& feature : guild.features) {
        if (!isOwnFeature(feature)) features.append(feature);
    }
    for (const QString& feature : *body.features) {
        if (isOwnFeature(feature) && !features.contains(feature)) features.append(feature);
    }
    const bool was = guild.features.contains(u"COMMUNITY"_s);
    const bool becomes = features.contains(u"COMMUNITY"_s);
    if (was != becomes && !access.has(Permission::Administrator)) return ErrorCode::MissingPermissions;
    if (becomes && (!guild.rulesChannelId || !guild.publicUpdatesChannelId)) {
        return shared::Error::invalidForm(u"features"_s, u"GUILD_COMMUNITY_CHANNELS_REQUIRED"_s,
                                          u"A community needs a rules and a public updates channel"_s);
    }
    if (becomes && !features.contains(kNews)) features.append(kNews);
    guild.features = features;
    return {};
}

shared::Result<void> GuildService::handOver(Transaction& tx, const GuildAccess& access, shared::UserId to,
                                            shared::Guild& guild) const {
    if (!access.isOwner()) return ErrorCode::MissingPermissions;
    ASSIGN_OR_RETURN(const std::optional<MemberRow> heir, tx.members().find(to));
    if (!heir) return ErrorCode::UnknownMember;
    if (heir->isBot) return ErrorCode::OwnershipToBot;
    guild.ownerId = to;
    return {};
}

shared::Result<void> GuildService::remove(const Actor& actor, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const GuildAccess access, m_parts.access.require(actor, guild));
    if (!access.isOwner()) return ErrorCode::MissingPermissions;
    RETURN_IF_ERROR(m_parts.storage.write(access.key, [&](Transaction& tx) -> shared::Result<void> {
        GuildAccess now = access;
        RETURN_IF_ERROR(m_parts.access.recheck(tx, now));
        if (!now.isOwner()) return ErrorCode::MissingPermissions;
        return removeWithin(tx, guild);
    }));
    // The guild is gone for everybody; whoever was in it hears so now, or from the job where they are very many.
    constexpr int kPiecesAtOnce = 20;
    for (int i = 0; i < kPiecesAtOnce; ++i) {
        const auto isDone = removeRemains(guild);
        if (!isDone.has_value() || *isDone) break;
    }
    return {};
}

shared::Result<void> GuildService::removeWithin(Transaction& tx, shared::GuildId guild) {
    ASSIGN_OR_RETURN(const QList<InviteRow> invites, tx.invites().list());
    for (const InviteRow& invite : invites) {
        RETURN_IF_ERROR(tx.directory().remove(DirectoryKind::InviteCode, invite.code));
    }
    RETURN_IF_ERROR(tx.guilds().remove());
    tx.bumpGraphVersion();
    tx.emitEvent(GatewayEvent::GuildDelete, guildDeletePayload(guild));
    return {};
}

shared::Result<bool> GuildService::removeRemains(shared::GuildId guild) {
    constexpr int kPiece = 200;
    return m_parts.storage.write(StreamKey::guild(guild), [&](Transaction& tx) -> shared::Result<bool> {
        ASSIGN_OR_RETURN(const std::optional<GuildRow> row, tx.guilds().find());
        if (row) return true;
        ASSIGN_OR_RETURN(const QList<MemberRow> members, tx.members().list({}, kPiece));
        for (const MemberRow& member : members) {
            RETURN_IF_ERROR(tx.members().remove(member.userId));
            tx.owe(StreamKey::user(member.userId), kOwedMembership, OwedMembership{guild, false, 0}.toBytes());
        }
        const auto newest = shared::AuditLogEntryId(~quint64{0} >> 1);
        ASSIGN_OR_RETURN(const int entries, tx.auditLog().trim(newest, kPiece));
        return members.size() < kPiece && entries < kPiece;
    });
}

}  // namespace server
