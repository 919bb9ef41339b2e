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
    HistoryRestored loadMessages(shared::ChannelId channelId);
    void write(const CacheWrites& writes);
    QByteArray loadPicture(const QString& name);
    void keepPicture(const QString& name, const QByteArray& bytes);
    void clear();

 private:
    bool open();
    bool tryOpen();
    bool isOurs();
    void close();
    void removeFile();
    bool run(const QString& sql);
    qint64 number(const QString& sql);
    /** What a picture is found by: says nothing about its name to whoever has not the key. */
    qint64 pictureId(const QString& name) const;
    void makeRoomForPictures();

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
    qint64 m_pictureBytes = -1;  ///< -1 = not counted yet
};

}  // namespace app
