#pragma once

#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace server {

/** What the first bytes of a picture tell. */
struct ImageHeader {
    QByteArray contentType;  ///< "image/png", "image/jpeg", "image/gif" or "image/webp"
    QByteArray extension;    ///< "png", "jpg", "gif", "webp"
    int width = 0;           ///< pixels
    int height = 0;
    bool isAnimated = false;
};

/**
 * Reads the header of a PNG, JPEG, GIF or WebP picture, and nothing of its pixels: no decoder ever meets what a
 * stranger sent.
 *
 * @param bytes the beginning of the file; 64 KiB are enough for all but a JPEG with a large preview
 * @return std::nullopt for anything else, and for sizes of zero or above 65,535
 */
std::optional<ImageHeader> readImageHeader(QByteArrayView bytes);

}  // namespace server
