#pragma once

#include <QtCore/QMetaType>
#include <QtCore/QString>

#include "app/models/PersonRow.h"
#include "shared/core/Snowflake.h"

namespace app {

enum class ChannelRowKind { Entry, Category, Text, Announcement, Forum, Voice, Stage, Thread, VoiceMember };

/**
 * One row of ChannelTreeModel.
 *
 * A tree: categories and channels without one are at the root (entries such as Events and Threads first), channels are
 * children of their category, threads children of their channel, people in a voice channel children of that channel.
 */
struct ChannelRow {
    ChannelRowKind kind = ChannelRowKind::Text;
    shared::ChannelId id;  ///< also for a VoiceMember: the channel they are in
    QString entry;         ///< for an Entry: "events", "threads", ...
    QString icon;          ///< Phosphor name for an Entry; else the kind decides
    QString name;
    QString detail;  ///< at the end of the row: a time, a number of people
    bool unread = false;
    int mentions = 0;
    bool muted = false;
    bool isPrivate = false;  ///< not everybody sees it: a lock instead of the hash
    bool canManage = false;  ///< settings icon on hover; on a category the plus
    bool canInvite = false;
    PersonRow person;  ///< for a VoiceMember
    bool speaking = false;
    bool micOff = false;
    bool deafened = false;
    bool video = false;

    bool operator==(const ChannelRow&) const = default;
};

struct ChannelRoles {
    enum Role {
        RowRole = Qt::UserRole + 1,  ///< app::ChannelRow
        ChannelIdRole,               ///< quint64
        KindRole,                    ///< int(ChannelRowKind)
        UnreadRole,                  ///< bool
        MentionsRole,                ///< int
    };
};

}  // namespace app

Q_DECLARE_METATYPE(app::ChannelRow)
