#pragma once

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include "server/storage/BlobStore.h"

namespace server {

/**
 * Blobs as files below a folder, on a POSIX file system. A blob is written beside its place (spool/), synced, renamed
 * into place, and the folders that hold it are synced, so that what a commit names is there after a power cut.
 */
class FolderBlobStore final : public BlobStore {
 public:
    /** Makes the folder if need be, and clears what an earlier process left half-written. */
    static shared::Result<std::unique_ptr<FolderBlobStore>> openFolder(const QString& folder);
    /** A folder that is gone with the object: for servers in memory. */
    static shared::Result<std::unique_ptr<FolderBlobStore>> openTemporary();
    /**
     * Copies all blobs of a folder, which may be in use, to one that has none; by hard links where that can be done. A
     * blob that goes away meanwhile is left out.
     */
    static shared::Result<void> copyFolder(const QString& folder, const QString& target);

    shared::Result<std::unique_ptr<BlobWriter>> create(const QString& name) override;
    shared::Result<void> adopt(const QString& file, const QString& name) override;
    shared::Result<BlobFile> open(const QString& name) const override;
    shared::Result<bool> remove(const QString& name) override;
    shared::Result<QList<BlobEntry>> list(const QString& after, int limit) const override;
    QString spoolFolder() const override { return m_root + QStringLiteral("/spool"); }

 private:
    explicit FolderBlobStore(QString root, std::unique_ptr<QTemporaryDir> temporary = nullptr)
        : m_root(std::move(root)), m_temporary(std::move(temporary)) {}
    shared::Result<QString> pathOf(const QString& name) const;
    shared::Result<std::unique_ptr<BlobWriter>> begin(const QString& path);
    shared::Result<void> take(QFile& source, const QString& path);

    QString m_root;
    std::unique_ptr<QTemporaryDir> m_temporary;
};

}  // namespace server
