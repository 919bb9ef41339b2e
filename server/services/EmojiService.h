#pragma once

#include "server/services/Actor.h"
#include "server/services/ServiceParts.h"
#include "shared/models/Emoji.h"

namespace server {

/** POST and PATCH /guilds/{guild.id}/emojis. */
struct EmojiRequest {
    shared::Field<QString> name;   ///< 2 to 32 word characters
    shared::Field<QString> image;  ///< data URI; to create only
    shared::Field<QList<shared::RoleId>> roles;
};
void readJson(shared::JsonReader& reader, EmojiRequest& value);

/**
 * A guild's own emojis. Publishes GUILD_EMOJIS_UPDATE. Creating needs CREATE_GUILD_EXPRESSIONS or
 * MANAGE_GUILD_EXPRESSIONS; changing those of others the latter. Blocking calls, for workers.
 */
class EmojiService {
 public:
    explicit EmojiService(ServiceParts parts) : m_parts(parts) {}

    shared::Result<QList<shared::Emoji>> list(const Actor& actor, shared::GuildId guild);
    /** Or UnknownEmoji. */
    shared::Result<shared::Emoji> get(const Actor& actor, shared::GuildId guild, shared::EmojiId emoji);
    /** MaxEmojis. */
    shared::Result<shared::Emoji> create(const Actor& actor, shared::GuildId guild, const EmojiRequest& body);
    shared::Result<shared::Emoji> modify(const Actor& actor, shared::GuildId guild, shared::EmojiId emoji,
                                         const EmojiRequest& body);
    shared::Result<void> remove(const Actor& actor, shared::GuildId guild, shared::EmojiId emoji);

 private:
    /** Runs `change` on the guild's list in a unit and tells of the new one. */
    template <class Change>
    shared::Result<void> changeList(const GuildAccess& access, Change&& change);

    ServiceParts m_parts;
};

}  // namespace server
