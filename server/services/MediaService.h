#pragma once

#include <mutex>

#include "server/platform/threads/WorkerPool.h"
#include "server/services/ImageRendition.h"
#include "server/services/Media.h"
#include "server/storage/BlobStore.h"
#include "server/storage/Storage.h"
#include "shared/core/Clock.h"

namespace server {

/** A file that the CDN may give out, and how. */
struct ServedFile {
    QString path;  ///< plain file
    qint64 size = 0;
    QByteArray contentType;
    QByteArray etag;  ///< with its quotes
    qint64 modifiedMs = 0;
    QString filename;          ///< for Content-Disposition
    bool isInline = false;     ///< false: as a download, because a browser could run it
    bool isImmutable = false;  ///< may be cached for a year; else for as long as its URL lives
};

/** Which rendition of a picture is asked for. */
struct ImageWish {
    QString extension;        ///< png, jpg, jpeg, webp or gif
    int size = 0;             ///< the longer side, pixels, 16 to 4096; 0: as it is
    bool isAnimated = false;  ///< WebP that moves, where the picture does
};

/**
 * Stores and serves large binaries. URLs of attachments carry `ex`, `is` and `hm` as Discord's do: expiry and issue in
 * hexadecimal seconds, and an HMAC-SHA-256 over path and both. Blocking calls, for workers.
 */
class MediaService final : public Media {
 public:
    struct Parts {
        Storage& storage;
        BlobStore& blobs;
        WorkerPool& pool;  ///< for decoding and scaling; not the one whose workers call here
        const shared::Clock& clock;
    };
    /** @param signingKey 32 bytes, kept in the data folder @param baseUrl such as "http://127.0.0.1:8080", without a
     * '/' at its end */
    MediaService(Parts parts, QByteArray signingKey, QString baseUrl, qint64 attachmentLimit);

    shared::Result<StoredFile> storeAttachment(shared::ChannelId channel, shared::AttachmentId id,
                                               const Upload& upload) override;
    void discard(const StoredFile& file) override;
    QString attachmentUrl(shared::ChannelId channel, shared::AttachmentId id, const QString& filename) override;
    shared::Result<StoredImage> storeImage(ImageKind kind, quint64 ownerId, const QString& dataUri,
                                           const QString& path) override;

    /** The base of every URL; known only when the server listens. */
    void setBaseUrl(QString baseUrl);

    /**
     * @param ex, is, hm of the URL. NotFound where the file is not there, where its message is gone, or where the URL
     * is not (or no longer) good.
     */
    shared::Result<ServedFile> openAttachment(shared::ChannelId channel, shared::AttachmentId id,
                                              const QString& filename, const QByteArray& ex, const QByteArray& is,
                                              const QByteArray& hm);
    /**
     * A picture by its hash, "a_" and all, in the format and size that is asked for: never larger than it is, a moving
     * one as its first frame unless as GIF. What had to be made is kept. NotFound, or UnsupportedMediaType for a format
     * that there is not or that this picture does not come in.
     */
    shared::Result<ServedFile> openImage(ImageKind kind, quint64 ownerId, const QString& hash, const ImageWish& wish);
    /** An emoji or sticker, whose URL has no hash. */
    shared::Result<ServedFile> openById(ImageKind kind, quint64 ownerId, const ImageWish& wish);

 private:
    QByteArray sign(const QByteArray& path, const QByteArray& ex, const QByteArray& is) const;
    /** Unless a message that is there needs the file: NotFound. */
    shared::Result<void> requireInUse(shared::ChannelId channel, shared::AttachmentId id);
    /** The blob of a rendition, made if nobody has asked for it before. */
    shared::Result<BlobFile> rendition(const QString& name, const BlobFile& source, const ImageRendition& wanted);

    Parts m_parts;
    const QByteArray m_signingKey;
    mutable std::mutex m_mutex;
    QString m_baseUrl;
    const qint64 m_attachmentLimit;
};

}  // namespace server
