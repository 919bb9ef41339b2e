#pragma once

#include <QtCore/QObject>
#include <QtSql/QSqlDatabase>

#include "app/store/LocalCache.h"
#include "app/store/SealedBox.h"

namespace app {

/** The file behind LocalCache, on the cache's thread. Every method leaves a usable (perhaps empty) file behind. */
class LocalCacheFile final : public QObject {
    Q_OBJECT

 public:
    LocalCacheFile(const QString& path, const QByteArray& key);
    ~LocalCacheFile() override;

    std::optional<CacheRestored> load();
    QList<shared::Message> loadMessages(shared::ChannelId channelId);
    void write(const CacheWrites& writes);
    void clear();

 private:
    bool open();
    bool tryOpen();
    bool isOurs();
    void close();
    void removeFile();
    bool run(const QString& sql);

    bool put(const QString& kind, quint64 id, const QByteArray& plain);
    bool remove(const QString& kind, quint64 id);
    bool putAll(const CacheWrites& writes);
    std::optional<QByteArray> get(const QString& kind, quint64 id);
    void each(const QString& kind, int limit, const std::function<void(quint64, const QByteArray&)>& visit);

    QString m_path;
    SealedBox m_box;
    QString m_connection;
    QSqlDatabase m_database;
    bool m_isOpen = false;
};

}  // namespace app
