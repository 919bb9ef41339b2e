#include "app/widgets/Shadow.h"

#include <QtGui/QPainter>
#include <QtGui/QPixmapCache>

#include "app/widgets/Theme.h"

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kLayers = 16;
constexpr int kMargin = 20;
constexpr int kDown = 6;
constexpr double kLightAlpha = 0.22;
constexpr double kDarkAlpha = 0.55;

QPixmap ninePatch(const Theme& theme, double ratio) {
    const int margin = Shadow::margin(theme);
    const int radius = theme.px(theme.radii().popup);
    const int side = 2 * (margin + radius) + 8;
    const QString key = u"shadow/%1/%2/%3/%4"_s.arg(side).arg(ratio).arg(int(theme.kind())).arg(radius);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor colour = theme.colour(Token::Shadow);
    const double peak = theme.isDark() ? kDarkAlpha : kLightAlpha;
    const QRectF core = QRectF(0, 0, side, side).adjusted(margin, margin, -margin, -margin);
    for (int i = 0; i < kLayers; ++i) {
        const double spread = margin * (1.0 - double(i) / kLayers) - theme.px(kDown) * 0.5;
        colour.setAlphaF(static_cast<float>(peak * 2.0 * (i + 1) / (kLayers * (kLayers + 1))));
        painter.setBrush(colour);
        const QRectF layer = core.adjusted(-spread, -spread, spread, spread).translated(0, theme.px(kDown) * 0.8);
        painter.drawRoundedRect(layer, radius + qMax(0.0, spread), radius + qMax(0.0, spread));
    }
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

}  // namespace

int Shadow::margin(const Theme& theme) {
    return theme.px(kMargin);
}

void Shadow::paintPopup(QPainter& painter, const Theme& theme, const QRect& frame) {
    const int margin = Shadow::margin(theme);
    const int radius = theme.px(theme.radii().popup);
    const double ratio = painter.device()->devicePixelRatioF();
    const QPixmap patch = ninePatch(theme, ratio);
    const int corner = margin + radius;
    const QRect outer = frame.adjusted(-margin, -margin, margin, margin);
    const int side = qRound(patch.width() / ratio);
    const int middle = side - 2 * corner;
    const int xs[] = {outer.left(), outer.left() + corner, outer.right() + 1 - corner, outer.right() + 1};
    const int ys[] = {outer.top(), outer.top() + corner, outer.bottom() + 1 - corner, outer.bottom() + 1};
    const int from[] = {0, corner, corner + middle, side};
    painter.save();
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 3; ++column) {
            if (row == 1 && column == 1) continue;
            const QRectF target(xs[column], ys[row], xs[column + 1] - xs[column], ys[row + 1] - ys[row]);
            const QRectF source(from[column] * ratio, from[row] * ratio, (from[column + 1] - from[column]) * ratio,
                                (from[row + 1] - from[row]) * ratio);
            painter.drawPixmap(target, patch, source);
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.colour(Token::LineStrong), 1));
    painter.setBrush(theme.colour(Token::Overlay));
    painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.restore();
}

}  // namespace app
