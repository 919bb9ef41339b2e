#include "app/views/common/ServerPictures.h"

#include <QtCore/QBuffer>
#include <QtCore/QFile>
#include <QtCore/QPointer>
#include <QtCore/QUrl>
#include <QtGui/QImageReader>

#include "app/actions/MediaActions.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kCacheKib = 64 * 1024;
constexpr int kThreads = 2;
constexpr int kLargestMib = 96;  // of one decoded picture
constexpr int kLargestSide = 4096;
constexpr int kMostBroken = 1000;

/** On a thread of the pool. Null = not a picture. */
QImage decoded(const QString& key, const QByteArray& bytes, const QSize& wanted) {
    QBuffer buffer;
    QFile file;
    QIODevice* device = &buffer;
    if (bytes.isEmpty()) {
        file.setFileName(QUrl(key).toLocalFile());
        device = &file;
    } else {
        buffer.setData(bytes);
    }
    if (!device->open(QIODevice::ReadOnly)) return {};
    QImageReader reader(device);
    reader.setAutoTransform(true);
    reader.setAllocationLimit(kLargestMib);
    const QSize own = reader.size();
    if (!own.isValid()) return {};
    QSize size = own;
    if (!wanted.isEmpty()) {
        const bool turned = reader.transformation() & QImageIOHandler::TransformationRotate90;
        size.scale(turned ? wanted.transposed() : wanted, Qt::KeepAspectRatioByExpanding);
    }
    size = size.boundedTo(own);
    if (qMax(size.width(), size.height()) > kLargestSide) size.scale(kLargestSide, kLargestSide, Qt::KeepAspectRatio);
    if (size != own) reader.setScaledSize(size);
    return reader.read();
}

}  // namespace

ServerPictures::ServerPictures(MediaActions& media, QObject* parent)
    : Pictures(parent), m_media(media), m_pixmaps(kCacheKib) {
    m_pool.setMaxThreadCount(kThreads);
    connect(&media, &MediaActions::fetched, this, [this](const QString& key, const QByteArray& bytes) {
        for (const QSize& size : m_wishes.take(key))
            decode({key, size}, bytes);
    });
    connect(&media, &MediaActions::missing, this, [this](const QString& key) { m_wishes.remove(key); });
}

ServerPictures::~ServerPictures() {
    m_pool.clear();
    m_pool.waitForDone();
}

QString ServerPictures::nameOf(const QString& key, const QSize& size) {
    return key + u'@' + QString::number(size.width()) + u'x' + QString::number(size.height());
}

QPixmap ServerPictures::picture(const QString& key, const QSize& devicePixels) {
    if (key.isEmpty() || m_broken.contains(key)) return {};
    const QString name = nameOf(key, devicePixels);
    if (const QPixmap* pixmap = m_pixmaps.object(name)) return *pixmap;
    if (m_decoding.contains(name)) return {};
    if (key.startsWith("file:"_L1)) {
        decode({key, devicePixels}, {});
        return {};
    }
    const QByteArray bytes = m_media.picture(key);
    if (!bytes.isEmpty()) {
        decode({key, devicePixels}, bytes);
    } else if (QList<QSize>& sizes = m_wishes[key]; !sizes.contains(devicePixels)) {
        sizes.append(devicePixels);
    }
    return {};
}

void ServerPictures::decode(const Wish& wish, const QByteArray& bytes) {
    const QString name = nameOf(wish.key, wish.size);
    if (m_decoding.contains(name)) return;
    m_decoding.insert(name);
    // The destructor waits for the pool, so `this` is alive when the answer is queued.
    m_pool.start([this, wish, bytes] {
        const QImage image = decoded(wish.key, bytes, wish.size);
        QMetaObject::invokeMethod(
            this, [this, wish, image] { keep(wish, image); }, Qt::QueuedConnection);
    });
}

void ServerPictures::keep(const Wish& wish, const QImage& image) {
    const QString name = nameOf(wish.key, wish.size);
    m_decoding.remove(name);
    if (image.isNull()) {
        if (m_broken.size() < kMostBroken) m_broken.insert(wish.key);
        return;
    }
    const auto kib = qMax<qsizetype>(1, image.sizeInBytes() / 1024);
    m_pixmaps.insert(name, new QPixmap(QPixmap::fromImage(image)), static_cast<int>(kib));
    Q_EMIT arrived(wish.key);
}

}  // namespace app
