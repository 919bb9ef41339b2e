#pragma once

#include <memory>

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Result.h"

namespace server {

/** A blob that can be read. `path` is a plain file: open it, seek, send ranges. */
struct BlobFile {
    QString path;
    qint64 size = 0;
    qint64 modifiedAt = 0;  ///< ms since 1970
};

struct BlobEntry {
    QString name;
    qint64 size = 0;
    qint64 modifiedAt = 0;
};

/** A blob on its way in. Nothing is visible before commit(); destroying it without one leaves nothing behind. */
class BlobWriter {
 public:
    virtual ~BlobWriter() = default;
    virtual shared::Result<void> write(QByteArrayView bytes) = 0;
    virtual qint64 size() const = 0;
    /**
     * Makes the blob durable under its name: file synced, renamed, folder synced. Only after this may a unit name it.
     */
    virtual shared::Result<void> commit() = 0;
};

/**
 * Large immutable binaries by name. A name is one to eight parts of [A-Za-z0-9._-] joined by '/', none of which
 * begins with a dot; anything else is BadRequest, so no name leads out of the store. Blocking calls, any thread.
 */
class BlobStore {
 public:
    virtual ~BlobStore() = default;

    /** Begins a blob; an existing one of that name is replaced at commit. */
    virtual shared::Result<std::unique_ptr<BlobWriter>> create(const QString& name) = 0;
    /** Moves a file (a spooled upload) in, as durable as a commit. Copies if it lies on another file system. */
    virtual shared::Result<void> adopt(const QString& file, const QString& name) = 0;
    shared::Result<void> put(const QString& name, QByteArrayView bytes);
    /** NotFound if there is none. */
    virtual shared::Result<BlobFile> open(const QString& name) const = 0;
    /** True if there was one. */
    virtual shared::Result<bool> remove(const QString& name) = 0;
    /** By name, after `after`, at most `limit`; for the garbage collector. */
    virtual shared::Result<QList<BlobEntry>> list(const QString& after, int limit) const = 0;
    /** A folder on the same file system for spooled uploads, so that adopt() is a rename. */
    virtual QString spoolFolder() const = 0;

    static bool isValidName(QStringView name);
};

}  // namespace server
