#pragma once

#include <QtCore/QCache>
#include <QtCore/QSet>
#include <QtCore/QThreadPool>
#include <QtGui/QImage>

#include "app/widgets/Pictures.h"

namespace app {

class MediaActions;

/**
 * The pictures of one account's server: fetched by MediaActions, decoded on threads of its own, kept up to a limit.
 *
 * A picture is decoded for the size it is wanted in; one that is broken, or too large to be decoded, stays away. Keys
 * with the scheme "file" are pictures of this machine that are on their way out. GUI thread.
 */
class ServerPictures final : public Pictures {
    Q_OBJECT
 public:
    /** @param media must outlive the pictures */
    explicit ServerPictures(MediaActions& media, QObject* parent = nullptr);
    ~ServerPictures() override;

    QPixmap picture(const QString& key, const QSize& devicePixels) override;

 private:
    struct Wish {
        QString key;
        QSize size;
    };
    static QString nameOf(const QString& key, const QSize& size);
    void decode(const Wish& wish, const QByteArray& bytes);
    void keep(const Wish& wish, const QImage& image);

    MediaActions& m_media;
    QCache<QString, QPixmap> m_pixmaps;     ///< by key and size; cost in KiB
    QHash<QString, QList<QSize>> m_wishes;  ///< sizes that wait for the bytes of a key
    QSet<QString> m_decoding;
    QSet<QString> m_broken;
    QThreadPool m_pool;
};

}  // namespace app
