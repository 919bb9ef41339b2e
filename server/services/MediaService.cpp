#include "server/services/MediaService.h"

#include <future>

#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>
#include <QtCore/QMimeDatabase>
#include <sodium/crypto_auth_hmacsha256.h>
#include <sodium/utils.h>

#include "server/services/ImageHeader.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using shared::Error;
using shared::ErrorCode;
using shared::Result;

namespace server {
namespace {

constexpr qint64 kHeaderBytes = 64 * 1024;
/** Discord's attachment URLs live about a day; a multiple of an hour keeps one URL for one message in one answer. */
constexpr qint64 kUrlLifeSeconds = 24 * 3600;
constexpr qint64 kUrlStepSeconds = 3600;

/** A picture whose pixels would need more memory than this is not taken: 4 bytes each when it is scaled. */
constexpr qint64 kMostPixels = 25'000'000;

/** Emojis and stickers never change their picture, and their URLs name no hash. */
const QString kOnlyImage = u"image"_s;

struct ImageRule {
    const char* folder;
    qint64 bytes;  ///< of the picture
};

ImageRule ruleOf(ImageKind kind) {
    switch (kind) {
        case ImageKind::Avatar:
            return {"avatars", 8 * 1024 * 1024};
        case ImageKind::GuildIcon:
            return {"icons", 8 * 1024 * 1024};
        case ImageKind::GuildSplash:
            return {"splashes", 8 * 1024 * 1024};
        case ImageKind::GuildBanner:
            return {"banners", 8 * 1024 * 1024};
        case ImageKind::RoleIcon:
            return {"role-icons", 256 * 1024};
        case ImageKind::Emoji:
            return {"emojis", 256 * 1024};
        case ImageKind::Sticker:
            return {"stickers", 512 * 1024};
        case ImageKind::ApplicationIcon:
            return {"app-icons", 8 * 1024 * 1024};
    }
    return {"other", 0};
}

/** Discord's rule: letters, digits, '.', '_' and '-'; all else becomes '_'. Never empty, never hidden, at most 100. */
QString safeFilename(const QString& name) {
    QString safe;
    for (const QChar c : name.normalized(QString::NormalizationForm_KC)) {
        const bool isPlain = c.unicode() < 128 && (c.isLetterOrNumber() || c == u'.' || c == u'_' || c == u'-');
        safe += isPlain ? c : u'_';
    }
    while (safe.startsWith(u'.'))
        safe.remove(0, 1);
    if (safe.size() > 100) {
        const qsizetype dot = safe.lastIndexOf(u'.');
        const QString ending = dot > 0 && safe.size() - dot <= 12 ? safe.sliced(dot) : QString();
        safe = safe.left(100 - ending.size()) + ending;
    }
    return safe.isEmpty() ? u"unknown"_s : safe;
}

/** By the name and the first bytes; what the client says of it is not trusted. */
QString contentTypeOf(const QString& filename, QByteArrayView head) {
    if (const auto image = readImageHeader(head)) return QString::fromLatin1(image->contentType);
    const QMimeDatabase database;
    const QMimeType type = database.mimeTypeForFile(filename, QMimeDatabase::MatchExtension);
    return type.isDefault() ? u"application/octet-stream"_s : type.name();
}

/** What browsers show without running anything. */
bool isHarmless(QByteArrayView type) {
    static constexpr const char* kShown[] = {"image/png", "image/jpeg", "image/gif",  "image/webp",
                                             "video/mp4", "video/webm", "audio/mpeg", "audio/ogg",
                                             "audio/wav", "audio/flac", "text/plain"};
    return std::ranges::any_of(kShown, [&](const char* shown) { return type == shown; });
}

QString attachmentBlob(shared::ChannelId channel, shared::AttachmentId id, const QString& filename) {
    return u"attachments/"_s + channel.toString() + u'/' + id.toString() + u'/' + filename;
}

Error notAvailable() {
    return Error(ErrorCode::NotFound, u"This content is no longer available."_s);
}

QByteArray headOf(const Upload& upload) {
    if (upload.spoolPath.isEmpty()) return upload.bytes.left(kHeaderBytes);
    QFile file(upload.spoolPath);
    return file.open(QIODevice::ReadOnly) ? file.read(kHeaderBytes) : QByteArray();
}

}  // namespace

MediaService::MediaService(Parts parts, QByteArray signingKey, QString baseUrl, qint64 attachmentLimit)
    : m_parts(parts),
      m_signingKey(std::move(signingKey)),
      m_baseUrl(std::move(baseUrl)),
      m_attachmentLimit(attachmentLimit) {
    Q_ASSERT(m_signingKey.size() == crypto_auth_hmacsha256_KEYBYTES);
}

void MediaService::setBaseUrl(QString baseUrl) {
    std::lock_guard lock(m_mutex);
    m_baseUrl = std::move(baseUrl);
}

Result<StoredFile> MediaService::storeAttachment(shared::ChannelId channel, shared::AttachmentId id,
                                                 const Upload& upload) {
    if (upload.size > m_attachmentLimit) return ErrorCode::RequestEntityTooLarge;
    const QByteArray head = headOf(upload);
    StoredFile stored;
    stored.filename = safeFilename(upload.filename);
    stored.contentType = contentTypeOf(stored.filename, head);
    stored.size = upload.size;
    stored.blob = attachmentBlob(channel, id, stored.filename);
    if (const auto image = readImageHeader(head)) {
        stored.width = image->width;
        stored.height = image->height;
    }
    if (upload.spoolPath.isEmpty()) {
        RETURN_IF_ERROR(m_parts.blobs.put(stored.blob, upload.bytes));
    } else {
        RETURN_IF_ERROR(m_parts.blobs.adopt(upload.spoolPath, stored.blob));
    }
    return stored;
}

void MediaService::discard(const StoredFile& file) {
    (void)m_parts.blobs.remove(file.blob);
}

QString MediaService::attachmentUrl(shared::ChannelId channel, shared::AttachmentId id, const QString& filename) {
    const qint64 now = m_parts.clock.nowMs() / 1000;
    const qint64 issued = now - now % kUrlStepSeconds;
    const QByteArray is = QByteArray::number(issued, 16);
    const QByteArray ex = QByteArray::number(issued + kUrlLifeSeconds + kUrlStepSeconds, 16);
    const QString path = u'/' + attachmentBlob(channel, id, filename);
    QString base;
    {
        std::lock_guard lock(m_mutex);
        base = m_baseUrl;
    }
    return base + path + u"?ex="_s + QString::fromLatin1(ex) + u"&is="_s + QString::fromLatin1(is) + u"&hm="_s +
           QString::fromLatin1(sign(path.toUtf8(), ex, is)) + u'&';
}

Result<StoredImage> MediaService::storeImage(ImageKind kind, quint64 ownerId, const QString& dataUri,
                                             const QString& path) {
    const auto refuse = [&](const QString& why) { return Error::invalidForm(path, u"IMAGE_INVALID"_s, why); };
    const qsizetype comma = dataUri.indexOf(u',');
    if (!dataUri.startsWith("data:"_L1) || comma < 0 || !QStringView(dataUri).first(comma).endsWith(u";base64"_s)) {
        return refuse(u"Expected a data URI: data:image/png;base64,..."_s);
    }
    const auto bytes = QByteArray::fromBase64Encoding(QStringView(dataUri).sliced(comma + 1).toLatin1(),
                                                      QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes) return refuse(u"The base64 of the data URI is broken."_s);
    const ImageRule rule = ruleOf(kind);
    if (bytes.decoded.size() > rule.bytes) {
        return Error::invalidForm(path, u"BINARY_TYPE_MAX_SIZE"_s,
                                  u"File cannot be larger than %1 kb."_s.arg(rule.bytes / 1024));
    }
    const auto header = readImageHeader(bytes.decoded);
    if (!header) return refuse(u"Unsupported image type given: PNG, JPEG, GIF and WebP are taken."_s);
    if (static_cast<qint64>(header->width) * header->height > kMostPixels) {
        return refuse(u"The picture has too many pixels: %1 million are the most."_s.arg(kMostPixels / 1'000'000));
    }

    StoredImage stored;
    stored.isAnimated = header->isAnimated;
    const QByteArray digest = QCryptographicHash::hash(bytes.decoded, QCryptographicHash::Sha256).toHex().left(32);
    stored.hash = (header->isAnimated ? u"a_"_s : QString()) + QString::fromLatin1(digest);
    const bool isFoundById = kind == ImageKind::Emoji || kind == ImageKind::Sticker;
    const QString name = QString::fromLatin1(rule.folder) + u'/' + QString::number(ownerId) + u'/' +
                         (isFoundById ? kOnlyImage : stored.hash);
    RETURN_IF_ERROR(m_parts.blobs.put(name, bytes.decoded));
    return stored;
}

Result<ServedFile> MediaService::openAttachment(shared::ChannelId channel, shared::AttachmentId id,
                                                const QString& filename, const QByteArray& ex, const QByteArray& is,
                                                const QByteArray& hm) {
    const QString blob = attachmentBlob(channel, id, filename);
    const QByteArray expected = sign(u'/' + blob.toUtf8(), ex, is);
    const bool isSigned = hm.size() == expected.size() &&
                          sodium_memcmp(hm.constData(), expected.constData(), static_cast<size_t>(hm.size())) == 0;
    bool isNumber = false;
    const qint64 expires = ex.toLongLong(&isNumber, 16);
    if (!isSigned || !isNumber || expires * 1000 < m_parts.clock.nowMs()) {
        return notAvailable();
    }
    RETURN_IF_ERROR(requireInUse(channel, id));
    ASSIGN_OR_RETURN(const BlobFile file, m_parts.blobs.open(blob));
    QFile opened(file.path);
    const QByteArray head = opened.open(QIODevice::ReadOnly) ? opened.read(kHeaderBytes) : QByteArray();

    ServedFile served;
    served.path = file.path;
    served.size = file.size;
    served.contentType = contentTypeOf(filename, head).toLatin1();
    served.isInline = isHarmless(served.contentType);
    served.etag = '"' + id.toString().toLatin1() + '-' + QByteArray::number(file.size) + '"';
    served.modifiedMs = file.modifiedAt;
    served.filename = filename;
    return served;
}

Result<void> MediaService::requireInUse(shared::ChannelId channel, shared::AttachmentId id) {
    const auto key = m_parts.storage.keyOfChannel(channel);
    if (!key.has_value()) {
        return key.error().code() == ErrorCode::UnknownChannel ? notAvailable() : key.error();
    }
    return m_parts.storage.read(*key, [&](const ReadView& view) -> Result<void> {
        ASSIGN_OR_RETURN(const auto row, view.attachments().find(channel, id));
        if (!row || row->orphanedAt != 0) return notAvailable();
        // The files of a channel or guild that was removed become orphans only bit by bit.
        ASSIGN_OR_RETURN(const auto home, view.channels().find(channel));
        if (!home) return notAvailable();
        return {};
    });
}

Result<ServedFile> MediaService::openById(ImageKind kind, quint64 ownerId, const ImageWish& wish) {
    return openImage(kind, ownerId, kOnlyImage, wish);
}

Result<ServedFile> MediaService::openImage(ImageKind kind, quint64 ownerId, const QString& hash,
                                           const ImageWish& wish) {
    const QString name = QString::fromLatin1(ruleOf(kind).folder) + u'/' + QString::number(ownerId) + u'/' + hash;
    if (!BlobStore::isValidName(name)) return ErrorCode::NotFound;
    ASSIGN_OR_RETURN(BlobFile file, m_parts.blobs.open(name));
    QFile opened(file.path);
    const auto header = opened.open(QIODevice::ReadOnly) ? readImageHeader(opened.read(kHeaderBytes)) : std::nullopt;
    if (!header) return ErrorCode::NotFound;

    ServedFile served;
    served.contentType = header->contentType;
    served.etag = '"' + QByteArray::number(ownerId) + '-' + hash.toLatin1();
    QByteArray extension = header->extension;
    const auto wanted = renditionOf(*header, wish.extension, wish.size, wish.isAnimated);
    if (!wanted) return ErrorCode::UnsupportedMediaType;
    if (!wanted->isSource) {
        if (static_cast<qint64>(header->width) * header->height > kMostPixels) return ErrorCode::UnsupportedMediaType;
        const QByteArray ending = QByteArray::number(wanted->size) + '.' + wanted->format;
        ASSIGN_OR_RETURN(file, rendition(u"renditions/"_s + name + u'/' + QString::fromLatin1(ending), file, *wanted));
        served.contentType = wanted->contentType;
        served.etag += '-' + ending;
        extension = wanted->format;
    }
    served.etag += '"';
    served.path = file.path;
    served.size = file.size;
    served.modifiedMs = file.modifiedAt;
    served.filename = hash + u'.' + QString::fromLatin1(extension);
    served.isInline = true;
    served.isImmutable = true;
    return served;
}

Result<BlobFile> MediaService::rendition(const QString& name, const BlobFile& source, const ImageRendition& wanted) {
    auto found = m_parts.blobs.open(name);
    if (found.has_value()) return found;
    std::promise<QByteArray> promise;
    std::future<QByteArray> future = promise.get_future();
    const bool queued = m_parts.pool.post([promise = std::move(promise), path = source.path, wanted]() mutable {
        promise.set_value(renderImage(path, wanted));
    });
    if (!queued) return Error::unavailable(u"The server is busy with pictures. Try again in a moment."_s, 5s);
    const QByteArray bytes = future.get();
    if (bytes.isEmpty()) return Error(ErrorCode::UnsupportedMediaType, u"This picture cannot be read."_s);
    RETURN_IF_ERROR(m_parts.blobs.put(name, bytes));
    return m_parts.blobs.open(name);
}

QByteArray MediaService::sign(const QByteArray& path, const QByteArray& ex, const QByteArray& is) const {
    const QByteArray text = path + '\n' + ex + '\n' + is;
    QByteArray tag(crypto_auth_hmacsha256_BYTES, Qt::Uninitialized);
    crypto_auth_hmacsha256(
        reinterpret_cast<unsigned char*>(tag.data()), reinterpret_cast<const unsigned char*>(text.constData()),
        static_cast<unsigned long long>(text.size()), reinterpret_cast<const unsigned char*>(m_signingKey.constData()));
    return tag.toHex();
}

}  // namespace server
