#pragma once

#include <QtCore/QList>
#include <QtCore/QMetaType>
#include <QtCore/QString>

#include "shared/core/Snowflake.h"

namespace app {

enum class GuildRowKind { DirectMessages, Inbox, Separator, Guild, Folder, Add };

/** One of the tiny tiles in a folder's tile. */
struct FolderTileRow {
    shared::GuildId id;
    QString name;
    QString picture;

    bool operator==(const FolderTileRow&) const = default;
};

/** One tile of the rail: GuildListModel is a flat list in the order of the screen. */
struct GuildRow {
    GuildRowKind kind = GuildRowKind::Guild;
    shared::GuildId id;
    QString name;
    QString picture;              ///< key for app::Pictures; empty = initials on the id's hue
    QList<FolderTileRow> inside;  ///< of a folder
    bool unread = false;
    int mentions = 0;
    bool muted = false;
    bool hostedHere = false;   ///< the little house
    bool unavailable = false;  ///< its server does not answer: shown dimmed

    bool operator==(const GuildRow&) const = default;
};

struct GuildRoles {
    enum Role {
        RowRole = Qt::UserRole + 1,  ///< app::GuildRow
        GuildIdRole,                 ///< quint64
        KindRole,                    ///< int(GuildRowKind)
        UnreadRole,                  ///< bool
        MentionsRole,                ///< int
    };
};

}  // namespace app

Q_DECLARE_METATYPE(app::GuildRow)
