#include "server/services/ImageHeader.h"

#include <QtCore/QtEndian>

namespace server {
namespace {

quint32 big32(QByteArrayView bytes, qsizetype at) {
    return qFromBigEndian<quint32>(bytes.data() + at);
}
quint16 big16(QByteArrayView bytes, qsizetype at) {
    return qFromBigEndian<quint16>(bytes.data() + at);
}
quint16 little16(QByteArrayView bytes, qsizetype at) {
    return qFromLittleEndian<quint16>(bytes.data() + at);
}
quint32 little24(QByteArrayView bytes, qsizetype at) {
    return little16(bytes, at) | (static_cast<quint32>(static_cast<uchar>(bytes[at + 2])) << 16);
}

std::optional<ImageHeader> made(const char* type, const char* extension, qint64 width, qint64 height, bool isAnimated) {
    if (width < 1 || height < 1 || width > 65'535 || height > 65'535) return std::nullopt;
    return ImageHeader{type, extension, static_cast<int>(width), static_cast<int>(height), isAnimated};
}

/** A chunk acTL before the first IDAT marks an animation. */
std::optional<ImageHeader> readPng(QByteArrayView bytes) {
    if (bytes.size() < 33 || bytes.sliced(12, 4) != "IHDR") return std::nullopt;
    bool isAnimated = false;
    for (qsizetype at = 8; at + 8 <= bytes.size();) {
        const QByteArrayView type = bytes.sliced(at + 4, 4);
        if (type == "acTL") isAnimated = true;
        if (type == "acTL" || type == "IDAT") break;
        at += 12 + static_cast<qsizetype>(big32(bytes, at));
    }
    return made("image/png", "png", big32(bytes, 16), big32(bytes, 20), isAnimated);
}

/** More than one image block marks an animation; the application block NETSCAPE2.0 comes before them in practice. */
std::optional<ImageHeader> readGif(QByteArrayView bytes) {
    if (bytes.size() < 13) return std::nullopt;
    return made("image/gif", "gif", little16(bytes, 6), little16(bytes, 8), bytes.contains("NETSCAPE2.0"));
}

/** Walks the segments to the frame header (SOF). */
std::optional<ImageHeader> readJpeg(QByteArrayView bytes) {
    qsizetype at = 2;
    while (at + 9 <= bytes.size()) {
        if (static_cast<uchar>(bytes[at]) != 0xff) return std::nullopt;
        const auto marker = static_cast<uchar>(bytes[at + 1]);
        if (marker == 0xff) {
            ++at;
            continue;
        }
        const bool isFrame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (isFrame) return made("image/jpeg", "jpg", big16(bytes, at + 7), big16(bytes, at + 5), false);
        at += 2 + big16(bytes, at + 2);
    }
    return std::nullopt;
}

std::optional<ImageHeader> readWebp(QByteArrayView bytes) {
    if (bytes.size() < 30) return std::nullopt;
    const QByteArrayView kind = bytes.sliced(12, 4);
    if (kind == "VP8X") {
        const bool isAnimated = (static_cast<uchar>(bytes[20]) & 0x02) != 0;
        return made("image/webp", "webp", little24(bytes, 24) + 1, little24(bytes, 27) + 1, isAnimated);
    }
    if (kind == "VP8L") {
        const quint32 bits = qFromLittleEndian<quint32>(bytes.data() + 21);
        return made("image/webp", "webp", (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1, false);
    }
    if (kind == "VP8 ") {
        return made("image/webp", "webp", little16(bytes, 26) & 0x3fff, little16(bytes, 28) & 0x3fff, false);
    }
    return std::nullopt;
}

}  // namespace

std::optional<ImageHeader> readImageHeader(QByteArrayView bytes) {
    if (bytes.startsWith("\x89PNG\r\n\x1a\n")) return readPng(bytes);
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a")) return readGif(bytes);
    if (bytes.startsWith("\xff\xd8\xff")) return readJpeg(bytes);
    if (bytes.startsWith("RIFF") && bytes.size() > 12 && bytes.sliced(8, 4) == "WEBP") return readWebp(bytes);
    return std::nullopt;
}

}  // namespace server
