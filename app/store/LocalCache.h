#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QtCore/QObject>
#include <QtCore/QThread>

#include "app/store/LocalEvents.h"
#include "app/store/StoredMessage.h"

namespace app {

class LocalCacheFile;

/** What shall be kept or forgotten, as one transaction. */
struct CacheWrites {
    std::optional<shared::CurrentUser> self;
    std::optional<shared::UserSettings> settings;
    QList<shared::UserGuildSettings> guildSettings;
    QList<shared::Guild> guilds;  ///< with their roles
    QList<shared::Channel> channels;
    QList<std::pair<shared::GuildId, shared::Member>> ownMembers;
    QList<shared::ReadState> readStates;
    QHash<shared::ChannelId, std::vector<StoredMessagePtr>> messages;  ///< the newest of each channel, oldest first
    QHash<shared::ChannelId, QList<shared::Member>> authors;           ///< of these messages, with their users
    qint64 asOfMs = 0;  ///< until when the server told of all this, milliseconds since 1970; 0 = as before
    QList<shared::GuildId> goneGuilds;
    QList<shared::ChannelId> goneChannels;

    bool isEmpty() const;
};

/**
 * What an account knew last, kept on disk for a start without a connection. The server stays the truth.
 *
 * SQLite, on a thread of its own; every value is sealed. A file that is damaged, of another version or sealed with
 * another key is thrown away and begun afresh: losing it costs nothing but a slower start.
 */
class LocalCache final : public QObject {
    Q_OBJECT

 public:
    /** Messages that are kept of each channel. */
    static constexpr int kMessagesPerChannel = 50;
    /** Bytes of pictures that are kept: of all together, and the largest of one. */
    static constexpr qint64 kPictureBytes = 48 * 1024 * 1024;
    static constexpr qsizetype kLargestPicture = 1024 * 1024;

    /** @param path of the file @param key of SealedBox; a key that is none makes a cache that keeps nothing */
    LocalCache(const QString& path, const QByteArray& key, QObject* parent = nullptr);
    /** Finishes what was asked for. */
    ~LocalCache() override;

    /** All that is kept, with the messages of the channels written last. `then` runs on this thread. */
    void load(QObject* context, std::function<void(std::optional<CacheRestored>)> then);
    /** The messages of one channel, oldest first, with their authors. */
    void loadMessages(shared::ChannelId channelId, QObject* context, std::function<void(HistoryRestored)> then);
    void write(CacheWrites writes);
    /** The bytes of a picture that was kept, or none. `then` runs on this thread. */
    void loadPicture(const QString& name, QObject* context, std::function<void(QByteArray)> then);
    /** Keeps a picture; those kept longest ago make room. One over kLargestPicture is passed over. */
    void keepPicture(const QString& name, const QByteArray& bytes);
    /** Forgets all: after a log-out. */
    void clear();
    /** Calls back when all that was asked for before is on disk. For tests and for closing. */
    void flush(QObject* context, std::function<void()> then);

 private:
    QThread m_thread;
    LocalCacheFile* m_file;  ///< lives on m_thread
};

}  // namespace app
