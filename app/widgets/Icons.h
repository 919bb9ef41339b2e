#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QCache>
#include <QtCore/QHash>
#include <QtGui/QColor>
#include <QtGui/QPixmap>

namespace app {

/** Draws the icons of the set from their SVGs, and keeps what it has drawn. GUI thread only. */
class Icons {
 public:
    Icons();

    /** `size` in device-independent pixels; a null pixmap when there is no such icon. */
    QPixmap pixmap(const QString& name, int size, const QColor& colour, bool fill, bool mirrored, double pixelRatio);
    /** True for those that point along the line of writing: arrows, carets, reply, send, ... */
    static bool mirrors(const QString& name);

 private:
    QByteArray svg(const QString& name, QLatin1StringView weight);

    struct Key {
        QString name;
        int size;
        QRgb colour;
        int flags;
        int ratio;
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed) {
            return qHashMulti(seed, key.name, key.size, key.colour, key.flags, key.ratio);
        }
    };
    QHash<QString, QByteArray> m_files;
    QCache<Key, QPixmap> m_drawn;
};

}  // namespace app
