#pragma once

#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QIODevice>
#include <QtCore/QString>

#include "shared/core/Result.h"

namespace server {

/** The head of one part of a multipart/form-data body. */
struct MultipartPart {
    QString name;                     ///< of the form field
    std::optional<QString> fileName;  ///< as sent, without any folder; not safe as a name on disk
    QByteArray contentType;           ///< empty if there is none
};

/** Takes parts as they are read. A returned error ends the parsing and comes out of parseMultipart. */
class MultipartSink {
 public:
    virtual ~MultipartSink() = default;
    virtual shared::Result<void> onPart(const MultipartPart& part) = 0;
    /** Some bytes of the current part, at most 64 KiB at a time. */
    virtual shared::Result<void> onData(QByteArrayView bytes) = 0;
    virtual shared::Result<void> onPartEnd() = 0;
};

struct MultipartLimits {
    int parts = 64;
    qint64 partHeadBytes = 8 * 1024;
};

/**
 * Reads a whole multipart/form-data body, never more of it in memory than one block. Blocks on `body`: for workers.
 *
 * Strict: each part needs a Content-Disposition form-data with a name, lines end in CRLF, the last boundary must be
 * there. Error: BadRequest, or RequestEntityTooLarge for too many parts, or what the sink returned.
 * Source: RFC 7578, RFC 2046 section 5.1.
 */
shared::Result<void> parseMultipart(QByteArrayView contentType, QIODevice& body, MultipartSink& sink,
                                    const MultipartLimits& limits = {});

/** Is this Content-Type multipart/form-data (whatever its boundary)? */
bool isMultipart(QByteArrayView contentType);

}  // namespace server
