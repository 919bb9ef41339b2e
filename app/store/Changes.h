#pragma once

#include <vector>

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QSet>

#include "app/store/StoredMessage.h"
#include "shared/core/Snowflake.h"

namespace app {

/**
 * What happened to the rows of one channel's window, in order. Rows are positions at the moment of the change, so a
 * copy of the window that replays the changes one by one stays equal to it.
 */
struct MessageChange {
    enum class Kind {
        Reset,     ///< the window is another one now: `rows` is all of it
        Inserted,  ///< `rows` stand from `first` on
        Updated,   ///< `rows` replace those from `first` on
        Removed,   ///< `count` rows from `first` on are gone
    };

    shared::ChannelId channelId;
    Kind kind = Kind::Reset;
    int first = 0;
    int count = 0;
    std::vector<StoredMessagePtr> rows;
    /** The window's version after this change; a copy made later has it already and must skip the change. */
    quint64 version = 0;
};

/** All that changed in one turn of the event loop. A set names what to look at again, not what it is now. */
struct ChangeSet {
    bool everything = false;  ///< READY, or a restored cache: all sets are empty then, and all is to be read again
    bool guildList = false;   ///< a guild came, went, or their order changed
    bool self = false;
    bool settings = false;
    bool relationships = false;
    QSet<shared::GuildId> guilds;    ///< name, icon, availability, emoji, own notification settings
    QSet<shared::GuildId> roles;     ///< any role of the guild
    QSet<shared::GuildId> channels;  ///< any channel or thread of the guild; the null id: DMs
    QSet<shared::GuildId> voice;     ///< who is in which voice channel
    QHash<shared::GuildId, QSet<shared::UserId>> members;
    QSet<shared::UserId> users;
    QSet<shared::UserId> presences;
    QSet<shared::ChannelId> readStates;  ///< unread or mentions may differ
    QSet<shared::ChannelId> typing;
    QSet<shared::ChannelId> windows;  ///< whether more can be loaded, or is being loaded
    std::vector<MessageChange> messages;
};

/**
 * Collects what reducers changed and tells it once per turn of the event loop. On the thread of the store.
 */
class Changes final : public QObject {
    Q_OBJECT

 public:
    /** For reducers: what is put in here is delivered later in this turn. */
    ChangeSet& note();
    /** Delivers at once what has been collected. */
    void flush();

 Q_SIGNALS:
    void delivered(const app::ChangeSet& changes);

 private:
    ChangeSet m_collected;
    bool m_scheduled = false;
};

}  // namespace app
