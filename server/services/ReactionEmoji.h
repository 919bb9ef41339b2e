#pragma once

#include "server/services/Access.h"
#include "shared/models/Emoji.h"

namespace server {

/** Whether the text is one Unicode emoji: a base with its modifiers, a flag, a keycap, or several joined by ZWJ. */
bool isUnicodeEmoji(QStringView text);

/** Reads the emoji of a reaction route: "name:id", ":id", "a:name:id", or a Unicode emoji. Or UnknownEmoji. */
shared::Result<shared::PartialEmoji> parseEmoji(const QString& text);

/**
 * The custom emoji with this id, from the channel's guild or from any guild of the actor's.
 * UnknownEmoji, or MissingPermissions where it is of another guild and those may not be used here.
 */
shared::Result<shared::Emoji> findUsableEmoji(Storage& storage, GuildGraphs& graphs, const Actor& actor,
                                              const ChannelAccess& access, shared::EmojiId id);

}  // namespace server
