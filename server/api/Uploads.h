#pragma once

#include <memory>
#include <vector>

#include <QtCore/QHash>

#include "server/platform/http/HttpRequest.h"
#include "server/platform/http/Multipart.h"
#include "server/services/Media.h"

class QTemporaryFile;

namespace server {

/** A multipart body taken apart. Large files lie in temporary files, which go away with it. */
struct MultipartForm {
    std::optional<QByteArray> payloadJson;
    QHash<QString, QString> fields;  ///< all other parts without a file name
    QList<Upload> uploads;
    std::vector<std::shared_ptr<QTemporaryFile>> files;  ///< keeps the spool files alive
};

/**
 * Reads the whole multipart body of a request. Blocks on the disk.
 *
 * @param spoolFolder on the file system of the blobs, so that storing a file is a rename
 * Error: BadRequest for a body that is not well formed, RequestEntityTooLarge for a field that is too large,
 * InvalidFormBody under "files" for too many of them.
 */
shared::Result<MultipartForm> readMultipart(const HttpRequest& request, const QString& spoolFolder);

}  // namespace server
