#include "app/widgets/Icons.h"

#include <QtCore/QFile>
#include <QtGui/QPainter>
#include <QtSvg/QSvgRenderer>

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kKeptIcons = 2000;
constexpr int kBoldUpTo = 16;

}  // namespace

Icons::Icons() : m_drawn(kKeptIcons) {}

bool Icons::mirrors(const QString& name) {
    static constexpr QLatin1StringView kStarts[] = {"arrow-"_L1, "caret-"_L1,   "sign-in"_L1,      "sign-out"_L1,
                                                    "list-"_L1,  "speaker-"_L1, "paper-plane-"_L1, "share-fat"_L1};
    if (name.startsWith("arrows-"_L1)) return false;
    return std::any_of(std::begin(kStarts), std::end(kStarts), [&](auto start) { return name.startsWith(start); });
}

QByteArray Icons::svg(const QString& name, QLatin1StringView weight) {
    const QString path = u":/icons/phosphor/"_s + weight + u'/' + name + u".svg"_s;
    auto it = m_files.find(path);
    if (it == m_files.end()) {
        QFile file(path);
        it = m_files.insert(path, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    }
    return *it;
}

QPixmap Icons::pixmap(const QString& name, int size, const QColor& colour, bool fill, bool mirrored, double ratio) {
    mirrored = mirrored && mirrors(name);
    const Key key{name, size, colour.rgba(), (fill ? 1 : 0) | (mirrored ? 2 : 0), qRound(ratio * 100)};
    if (const QPixmap* drawn = m_drawn.object(key)) return *drawn;
    QByteArray bytes = svg(name, fill ? "fill"_L1 : size <= kBoldUpTo ? "bold"_L1 : "regular"_L1);
    if (bytes.isEmpty() && fill) bytes = svg(name, size <= kBoldUpTo ? "bold"_L1 : "regular"_L1);
    if (bytes.isEmpty()) return {};
    bytes.replace("currentColor"_ba, colour.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(bytes);
    const int pixels = qMax(1, qRound(size * ratio));
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    if (mirrored) {
        painter.translate(pixels, 0);
        painter.scale(-1, 1);
    }
    painter.setOpacity(colour.alphaF());
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    auto* drawn = new QPixmap(QPixmap::fromImage(image));
    drawn->setDevicePixelRatio(ratio);
    m_drawn.insert(key, drawn);
    return *drawn;
}

}  // namespace app
