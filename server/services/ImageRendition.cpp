#include "server/services/ImageRendition.h"

#include <algorithm>

#include <QtCore/QBuffer>
#include <QtGui/QImageReader>
#include <QtGui/QImageWriter>

using namespace Qt::StringLiterals;

namespace server {
namespace {

/** What a browser shows the same as the original at a third of the bytes. */
constexpr int kQuality = 85;

}  // namespace

std::optional<ImageRendition> renditionOf(const ImageHeader& header, const QString& extension, int size,
                                          bool isAnimated) {
    ImageRendition wanted;
    wanted.sourceFormat = header.extension;
    const int longer = std::max(header.width, header.height);
    wanted.size = size < longer ? size : 0;
    if (extension == "gif"_L1) {
        // Nothing here writes GIF: what moves is given as it is, whatever it is.
        if (!header.isAnimated) return std::nullopt;
        wanted.isSource = true;
        return wanted;
    }
    if (extension == "png"_L1) {
        wanted.format = "png";
        wanted.contentType = "image/png";
    } else if (extension == "jpg"_L1 || extension == "jpeg"_L1) {
        wanted.format = "jpg";
        wanted.contentType = "image/jpeg";
    } else if (extension == "webp"_L1) {
        wanted.format = "webp";
        wanted.contentType = "image/webp";
        // Nor a WebP that moves.
        wanted.isSource = isAnimated && header.isAnimated;
    } else {
        return std::nullopt;
    }
    const bool isStill = !header.isAnimated;
    if (isStill && wanted.format == header.extension && wanted.size == 0) wanted.isSource = true;
    return wanted;
}

QByteArray renderImage(const QString& path, const ImageRendition& wanted) {
    QImageReader reader(path, wanted.sourceFormat);
    reader.setDecideFormatFromContent(false);
    reader.setAutoTransform(true);
    const QSize whole = reader.size();
    if (wanted.size > 0 && whole.isValid()) {
        reader.setScaledSize(whole.scaled(wanted.size, wanted.size, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    }
    QImage picture = reader.read();
    if (picture.isNull()) return {};
    if (wanted.size > 0 && std::max(picture.width(), picture.height()) > wanted.size) {
        picture = picture.scaled(wanted.size, wanted.size, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    }
    if (wanted.format == "jpg" && picture.hasAlphaChannel()) {
        // JPEG has no transparency: what is behind becomes white, not black.
        QImage opaque(picture.size(), QImage::Format_RGB32);
        const QImage source = picture.convertToFormat(QImage::Format_ARGB32_Premultiplied);
        for (int y = 0; y < source.height(); ++y) {
            const auto* from = reinterpret_cast<const QRgb*>(source.constScanLine(y));
            auto* to = reinterpret_cast<QRgb*>(opaque.scanLine(y));
            for (int x = 0; x < source.width(); ++x) {
                const int rest = 255 - qAlpha(from[x]);
                to[x] = qRgb(qRed(from[x]) + rest, qGreen(from[x]) + rest, qBlue(from[x]) + rest);
            }
        }
        picture = opaque;
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly)) return {};
    QImageWriter writer(&buffer, wanted.format);
    if (wanted.format != "png") writer.setQuality(kQuality);
    return writer.write(picture) ? bytes : QByteArray();
}

}  // namespace server
