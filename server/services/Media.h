#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"
#include "shared/models/Attachment.h"
#include "shared/models/Embed.h"

namespace server {

/** A file that came with a request: in a spool file, or, when small, in memory. */
struct Upload {
    QString field;        ///< name of the form field: "files[0]"
    QString filename;     ///< as the client sent it
    QString contentType;  ///< likewise; not to be trusted
    QString spoolPath;    ///< empty: the bytes are in `bytes`
    QByteArray bytes;
    qint64 size = 0;
};

/** What storing an upload found out about it. Its bytes are durable; a unit may name it. */
struct StoredFile {
    QString blob;      ///< name in the BlobStore
    QString filename;  ///< made safe
    QString contentType;
    qint64 size = 0;
    int width = 0;  ///< pixels; 0: no picture
    int height = 0;
};

/** What a picture is for; decides its folder, its formats and its limits. */
enum class ImageKind { Avatar, GuildIcon, GuildSplash, GuildBanner, RoleIcon, Emoji, Sticker, ApplicationIcon };

struct StoredImage {
    QString hash;  ///< as in `icon`; "a_" in front when it moves
    bool isAnimated = false;
};

/**
 * Large binaries, as the services see them: stored before the unit that names them, and shown by URLs that expire.
 * MediaService implements it. Blocking calls, for workers.
 */
class Media {
 public:
    virtual ~Media() = default;

    virtual shared::Result<StoredFile> storeAttachment(shared::ChannelId channel, shared::AttachmentId id,
                                                       const Upload& upload) = 0;
    /** The unit failed: what was stored is not needed. Best effort; a job collects what this misses. */
    virtual void discard(const StoredFile& file) = 0;
    /** The address from which clients get an attachment, signed, for some hours. */
    virtual QString attachmentUrl(shared::ChannelId channel, shared::AttachmentId id, const QString& filename) = 0;

    /**
     * Stores the picture of a data URI.
     * @param path of the field, for the error (InvalidFormBody) when it is no picture that we take
     */
    virtual shared::Result<StoredImage> storeImage(ImageKind kind, quint64 ownerId, const QString& dataUri,
                                                   const QString& path) = 0;
};

}  // namespace server
