#include "server/services/DefaultAvatars.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QtCore/QBuffer>
#include <QtGui/QImage>

namespace server {
namespace {

constexpr int kSide = 256;
constexpr std::array<QRgb, kDefaultAvatars> kGrounds = {0xff5b6ee1, 0xff6b7280, 0xff3a9e78,
                                                        0xffd08a2e, 0xffcf5a5a, 0xff9b62c4};

double distance(double x, double y, double toX, double toY) {
    return std::hypot(x - toX, y - toY);
}

/** How much of the pixel is in the figure, from its signed distance to the edge: a soft edge one pixel wide. */
double cover(double outside) {
    return std::clamp(0.5 - outside, 0.0, 1.0);
}

/** A head above shoulders. */
double figureAt(double x, double y) {
    const double middle = kSide / 2.0;
    const double head = distance(x, y, middle, 100) - 44;
    const double shoulders = distance(x, y, middle, 246) - 84;
    return std::max(cover(head), cover(shoulders));
}

int mixed(int ground, double light) {
    return static_cast<int>(std::lround(ground + (255 - ground) * light));
}

}  // namespace

QByteArray defaultAvatar(int index) {
    const QRgb ground = kGrounds.at(static_cast<std::size_t>(std::clamp(index, 0, kDefaultAvatars - 1)));
    QImage picture(kSide, kSide, QImage::Format_RGB32);
    for (int y = 0; y < kSide; ++y) {
        auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
        for (int x = 0; x < kSide; ++x) {
            const double light = 0.85 * figureAt(x + 0.5, y + 0.5);
            line[x] = qRgb(mixed(qRed(ground), light), mixed(qGreen(ground), light), mixed(qBlue(ground), light));
        }
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    const bool isWritten = buffer.open(QIODevice::WriteOnly) && picture.save(&buffer, "PNG");
    Q_ASSERT(isWritten);
    return isWritten ? bytes : QByteArray();
}

}  // namespace server
