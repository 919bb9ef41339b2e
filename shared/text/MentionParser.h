#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Snowflake.h"

namespace shared {

/** What a message's text mentions, each once and in order of appearance. */
struct Mentions {
    QList<UserId> users;
    QList<RoleId> roles;
    QList<ChannelId> channels;
    bool everyone = false;  ///< @everyone
    bool here = false;      ///< @here

    bool operator==(const Mentions&) const = default;
};

/** The mentions in a message as a client shows them: what stands in code or behind a backslash is none. Any thread. */
Mentions parseMentions(QStringView content);

}  // namespace shared
