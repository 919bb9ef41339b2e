#include "server/services/Pictures.h"

#include <QtCore/QStringList>

using namespace Qt::StringLiterals;
using shared::Result;

namespace server {
namespace {

/** What an owner's row says of pictures, by their hashes; the rarely used ones stand in a JSON object. */
bool names(const std::optional<QString>& one, const QByteArray& others, const QString& hash) {
    return one == hash || others.contains(hash.toLatin1());
}

Result<bool> guildNames(Storage& storage, shared::GuildId guild, const QString& hash) {
    return storage.read(StreamKey::guild(guild), [&](const ReadView& view) -> Result<bool> {
        ASSIGN_OR_RETURN(const auto row, view.guilds().find());
        return row && names(row->icon, row->extra, hash);
    });
}

Result<bool> memberNames(Storage& storage, shared::GuildId guild, shared::UserId user, const QString& hash) {
    return storage.read(StreamKey::guild(guild), [&](const ReadView& view) -> Result<bool> {
        ASSIGN_OR_RETURN(const auto row, view.members().find(user));
        return row && row->avatar == hash;
    });
}

/** The user's own picture, or one that is worn in a single guild. */
Result<bool> userNames(Storage& storage, shared::UserId user, const QString& hash) {
    QList<UserGuildRow> guilds;
    ASSIGN_OR_RETURN(const bool own, storage.read(StreamKey::user(user), [&](const ReadView& view) -> Result<bool> {
        ASSIGN_OR_RETURN(guilds, view.users().listGuilds());
        ASSIGN_OR_RETURN(const auto row, view.users().find());
        return row && names(row->avatar, row->profile, hash);
    }));
    if (own) return true;
    for (const UserGuildRow& guild : guilds) {
        ASSIGN_OR_RETURN(const bool worn, memberNames(storage, guild.guildId, user, hash));
        if (worn) return true;
    }
    return false;
}

Result<bool> applicationNames(Storage& storage, shared::ApplicationId application, const QString& hash) {
    return storage.read(StreamKey::application(application), [&](const ReadView& view) -> Result<bool> {
        ASSIGN_OR_RETURN(const auto row, view.applications().find());
        return row && names(row->icon, row->extra, hash);
    });
}

}  // namespace

Result<bool> isStrayPicture(Storage& storage, const BlobStore& blobs, const QString& blob) {
    const QStringList parts = blob.split(u'/');
    if (parts.size() == 5 && parts[0] == "renditions"_L1) {
        const auto source = blobs.open(parts.sliced(1, 3).join(u'/'));
        if (source.has_value()) return false;
        if (source.error().code() != shared::ErrorCode::NotFound) return source.error();
        return true;
    }
    if (parts.size() != 3) return false;
    const auto owner = shared::Snowflake::fromString(parts[1]);
    if (!owner) return false;
    const QString& hash = parts[2];
    const auto isUnnamed = [](Result<bool> named) {
        return std::move(named).and_then([](bool is) { return Result<bool>(!is); });
    };
    if (parts[0] == "avatars"_L1) return isUnnamed(userNames(storage, shared::UserId(*owner), hash));
    if (parts[0] == "icons"_L1 || parts[0] == "splashes"_L1) {
        return isUnnamed(guildNames(storage, shared::GuildId(*owner), hash));
    }
    if (parts[0] == "app-icons"_L1) {
        return isUnnamed(applicationNames(storage, shared::ApplicationId(*owner), hash));
    }
    if (parts[0] != "banners"_L1) return false;
    // Both guilds and people have them.
    ASSIGN_OR_RETURN(const bool guildHas, guildNames(storage, shared::GuildId(*owner), hash));
    return guildHas ? false : isUnnamed(userNames(storage, shared::UserId(*owner), hash));
}

}  // namespace server
