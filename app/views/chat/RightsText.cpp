#include "app/views/chat/RightsText.h"

#include <algorithm>

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

#include "shared/permissions/PermissionExplanation.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

using shared::Permission;
using shared::PermissionDecision;
using shared::PermissionReason;

struct RightsWords {
    Q_DECLARE_TR_FUNCTIONS(app::RightsText)
};

QString roleName(const ClientStore& store, shared::GuildId guild, shared::Snowflake id) {
    const shared::Role* role = store.roles().find(guild, shared::RoleId(id.value()));
    return role == nullptr ? RightsWords::tr("a role") : role->name;
}

/** The channel whose overwrites count: of a thread the one above it. */
const shared::Channel* rulingChannel(const ClientStore& store, const shared::Channel& channel) {
    return shared::isThread(channel.type) ? store.channels().find(channel.parentId.valueOr(shared::ChannelId()))
                                          : &channel;
}

PermissionDecision decision(const ClientStore& store, shared::GuildId guild, const shared::Channel& channel,
                            const shared::Channel& ruling) {
    const GuildState* state = store.guilds().find(guild);
    if (state == nullptr) return {};
    const shared::GuildPermissionTable table(guild, state->guild.ownerId, store.roles().list(guild));
    const shared::ChannelPermissionTable overwrites(guild, ruling.permissionOverwrites.value());
    const auto subject =
        shared::PermissionSubject::of(store.self().id, store.ownRoles(guild), store.permissions().isTimedOut(guild));
    const auto all = shared::explainChannelPermissions(table, overwrites, channel.type, subject);
    const auto found = std::find_if(all.begin(), all.end(), [&](const PermissionDecision& one) {
        return one.permission == shared::sendPermission(channel.type);
    });
    return found == all.end() ? PermissionDecision{} : *found;
}

/** Roles that the channel lets write though others may not, highest first. */
QStringList writers(const ClientStore& store, shared::GuildId guild, const shared::Channel& channel,
                    const shared::Channel& ruling) {
    QStringList names;
    const auto overwrites = ruling.permissionOverwrites.value();
    for (const shared::Role& role : store.roles().list(guild)) {
        const bool allowed = std::any_of(overwrites.begin(), overwrites.end(), [&](const auto& one) {
            return one.id.value() == role.id.value() && one.allow.has(shared::sendPermission(channel.type));
        });
        if (allowed && role.id.value() != guild.value()) names.append(u"**"_s + role.name + u"**"_s);
    }
    return names;
}

QString because(const PermissionDecision& why, const QString& role) {
    switch (why.reason) {
        case PermissionReason::NotGiven:
            return RightsWords::tr("None of your roles gives \"Send messages\", and this channel does not add it.");
        case PermissionReason::EveryoneOverwrite:
            return RightsWords::tr(
                "This channel denies \"Send messages\" to @everyone, and none of your roles allows it again.");
        case PermissionReason::RoleOverwrite:
            return RightsWords::tr("This channel denies \"Send messages\" to your role %1.").arg(role);
        case PermissionReason::MemberOverwrite:
            return RightsWords::tr("This channel denies \"Send messages\" to you.");
        default:
            return {};
    }
}

}  // namespace

RightsText rightsText(AccountSession& session, shared::ChannelId id) {
    const ClientStore& store = session.store();
    const shared::Channel* channel = store.channels().find(id);
    if (channel == nullptr || store.permissions().canSend(id)) return {};
    const shared::GuildId guild = store.channels().guildOf(id);
    const QString name = channel->name.value();
    if (guild && store.permissions().isTimedOut(guild)) {
        const shared::Member* self = store.members().find(guild, store.self().id);
        if (self == nullptr || !self->communicationDisabledUntil)
            return {RightsWords::tr("You are timed out here. You can read."), {}};
        const QString until = QLocale().toString(QDateTime::fromMSecsSinceEpoch(self->communicationDisabledUntil->ms()),
                                                 QLocale::ShortFormat);
        return {RightsWords::tr("You are timed out here until %1. You can read.").arg(until), {}};
    }
    const shared::Channel* ruling = guild ? rulingChannel(store, *channel) : nullptr;
    if (ruling == nullptr) return {RightsWords::tr("You may read here, but not write in **%1**.").arg(name), {}};
    const PermissionDecision why = decision(store, guild, *channel, *ruling);
    const QStringList able = writers(store, guild, *channel, *ruling);
    RightsText result;
    if (why.reason == PermissionReason::RoleOverwrite || why.reason == PermissionReason::MemberOverwrite) {
        result.sentence = RightsWords::tr("You may read here, but not write in **%1**.").arg(name);
    } else if (able.isEmpty()) {
        result.sentence = RightsWords::tr("Only those who run the community write in **%1**.").arg(name);
    } else {
        result.sentence = RightsWords::tr("Only %1 write in %2.").arg(QLocale().createSeparatedList(able), name);
    }
    if (store.permissions().inChannel(id).has(Permission::AddReactions))
        result.sentence += u' ' + RightsWords::tr("You can react.");
    result.explanation = because(why, roleName(store, guild, why.source));
    if (!result.explanation.isEmpty())
        result.explanation += u"\n\n"_s + RightsWords::tr("The owner, and whoever manages roles there, can change it.");
    return result;
}

}  // namespace app
