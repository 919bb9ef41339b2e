#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include "app/store/ClientStore.h"
#include "app/store/LocalCache.h"

namespace app {

/** Keeps the local cache up to date with the store: collects for a moment, then writes what has changed. */
class LocalCacheWriter final : public QObject {
    Q_OBJECT

 public:
    /** @param store, cache must outlive the writer @param pause between a change and its writing */
    LocalCacheWriter(ClientStore& store, LocalCache& cache, std::chrono::milliseconds pause = std::chrono::seconds(2),
                     QObject* parent = nullptr);
    ~LocalCacheWriter() override;

    /** Writes what is waiting now. */
    void flush();
    /** All that the store holds, soon: for a writer that came late. */
    void writeAll();
    /** The connection was lost then (milliseconds since 1970): what is kept is not newer. 0 = it stands. */
    void setLiveUntil(qint64 ms) { m_liveUntilMs = ms; }

 private:
    void collect(const ChangeSet& changes);
    void addGuild(CacheWrites& writes, shared::GuildId id) const;
    void addChannels(CacheWrites& writes, shared::GuildId id);
    void addMessages(CacheWrites& writes, shared::ChannelId id) const;

    ClientStore& m_store;
    LocalCache& m_cache;
    QTimer m_timer;
    qint64 m_liveUntilMs = 0;
    bool m_self = false;
    bool m_settings = false;
    QSet<shared::GuildId> m_guilds;
    QSet<shared::GuildId> m_channels;
    QSet<shared::ChannelId> m_readStates;
    QSet<shared::ChannelId> m_messages;
    QHash<shared::GuildId, QSet<shared::ChannelId>> m_writtenChannels;  ///< to see which have gone
};

}  // namespace app
