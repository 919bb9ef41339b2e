#pragma once

#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include "server/services/ImageHeader.h"

namespace server {

/** A picture as it is to be given out. */
struct ImageRendition {
    bool isSource = false;    ///< the stored file does as it is
    QByteArray sourceFormat;  ///< what the stored file is, "png"; no other decoder gets to see it
    QByteArray format;        ///< "png", "jpg" or "webp"
    QByteArray contentType;
    int size = 0;  ///< the longer side, pixels; 0: as it is
};

/**
 * What a URL asks of a picture. Source: "Image Formatting".
 * @param size of the URL; 0: none. Nothing is made larger than it is.
 * @param isAnimated a WebP should move. A moving picture is then given as it is, as it is for GIF, whatever it is
 * @return nullopt for a format that there is not, and for GIF unless the picture is one that moves
 */
std::optional<ImageRendition> renditionOf(const ImageHeader& header, const QString& extension, int size,
                                          bool isAnimated);

/** Decodes the picture (its first frame) and encodes it again. Takes its time. Empty when that does not work. */
QByteArray renderImage(const QString& path, const ImageRendition& wanted);

}  // namespace server
