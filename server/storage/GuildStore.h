#pragma once

#include "server/events/EventLog.h"
#include "server/storage/ChannelStore.h"
#include "server/storage/RoleStore.h"

namespace server {

struct GuildRow {
    shared::GuildId id;
    shared::UserId ownerId;
    QString name;
    std::optional<QString> icon;
    std::optional<QString> description;
    QList<QString> features;
    quint64 systemChannelFlags = 0;
    shared::ChannelId systemChannelId;  ///< null: none
    shared::ChannelId rulesChannelId;
    shared::ChannelId afkChannelId;
    int afkTimeout = 300;  ///< seconds
    int verificationLevel = 0;
    int defaultMessageNotifications = 0;
    int explicitContentFilter = 0;
    int mfaLevel = 0;
    int nsfwLevel = 0;
    QString preferredLocale = QStringLiteral("en-US");
    std::optional<QString> vanityUrlCode;
    QByteArray extra;  ///< JSON object of everything else (banner, splash, emojis, ...); empty = {}
};

/** Everything that permissions are computed from, read in one snapshot. */
struct GuildGraphRows {
    GuildRow guild;
    QList<RoleRow> roles;
    QList<ChannelRow> channels;
    qint64 memberCount = 0;
    StreamPosition position;  ///< of the same snapshot
};

/** Key: the guild. */
class GuildStore {
 public:
    virtual ~GuildStore() = default;

    virtual shared::Result<void> insert(const GuildRow& guild) = 0;
    virtual shared::Result<std::optional<GuildRow>> find() const = 0;
    /** Or UnknownGuild. */
    shared::Result<GuildRow> get() const;
    /** Guild, roles, channels, member count and position. Or UnknownGuild. */
    virtual shared::Result<GuildGraphRows> loadGraph() const = 0;
    /** Or UnknownGuild. */
    virtual shared::Result<void> update(const GuildRow& guild) = 0;
    /**
     * Removes the guild with its roles, channels, bans and invites. What may be many stays, to be removed in pieces:
     * members (MemberStore::remove) and messages (ChannelStore::listRemoved). The caller removes what it put into the
     * directory.
     */
    virtual shared::Result<bool> remove() = 0;
};

}  // namespace server
