#include "server/storage/blobs/FolderBlobStore.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/platform/files/DurableFile.h"

using namespace Qt::StringLiterals;

namespace server {
namespace {

using shared::Error;
using shared::ErrorCode;
using shared::Result;

const QString kFiles = u"/files/"_s;

Error diskError(int code) {
    if (code == ENOSPC || code == EDQUOT) {
        return Error::unavailable(u"The disk that holds the files is full. Free some space."_s,
                                  std::chrono::seconds(30));
    }
    if (code == EACCES || code == EROFS || code == EPERM) {
        return Error::unavailable(
            u"The folder of the files is read-only. Give the server's user write permission to it."_s,
            std::chrono::seconds(30));
    }
    return Error::unavailable(u"The disk reported an error while a file was written or read."_s,
                              std::chrono::seconds(5));
}

Result<void> sync(const QString& folder) {
    if (const int code = syncFolder(folder)) return diskError(code);
    return {};
}

/** Makes the folders between root and file; each new one is synced into its parent. */
Result<void> makeFolders(const QString& root, const QString& folder) {
    if (folder == root || QFileInfo::exists(folder)) return {};
    const QString parent = QFileInfo(folder).absolutePath();
    RETURN_IF_ERROR(makeFolders(root, parent));
    if (::mkdir(QFile::encodeName(folder).constData(), 0700) != 0 && errno != EEXIST) return diskError(errno);
    return sync(parent);
}

/** The file's bytes are on disk; now its name must be. */
Result<void> moveIntoPlace(const QString& root, const QString& from, const QString& to) {
    const QString folder = QFileInfo(to).absolutePath();
    RETURN_IF_ERROR(makeFolders(root, folder));
    if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0) {
        return diskError(errno);
    }
    return sync(folder);
}

class FileWriter final : public BlobWriter {
 public:
    FileWriter(QString root, QString temporary, QString path, int descriptor)
        : m_root(std::move(root)),
          m_temporary(std::move(temporary)),
          m_path(std::move(path)),
          m_descriptor(descriptor) {}
    ~FileWriter() override {
        if (m_descriptor >= 0) ::close(m_descriptor);
        if (!m_isCommitted) QFile::remove(m_temporary);
    }

    Result<void> write(QByteArrayView bytes) override {
        while (!bytes.isEmpty()) {
            const ssize_t written = ::write(m_descriptor, bytes.data(), static_cast<size_t>(bytes.size()));
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return diskError(errno);
            m_size += written;
            bytes = bytes.sliced(written);
        }
        return {};
    }
    qint64 size() const override { return m_size; }
    Result<void> commit() override {
        if (::fsync(m_descriptor) != 0) return diskError(errno);
        RETURN_IF_ERROR(moveIntoPlace(m_root, m_temporary, m_path));
        m_isCommitted = true;
        return {};
    }

 private:
    const QString m_root;
    const QString m_temporary;
    const QString m_path;
    int m_descriptor;
    qint64 m_size = 0;
    bool m_isCommitted = false;
};

}  // namespace

Result<std::unique_ptr<FolderBlobStore>> FolderBlobStore::openFolder(const QString& folder) {
    std::unique_ptr<FolderBlobStore> store(new FolderBlobStore(QDir(folder).absolutePath()));
    QDir(store->spoolFolder()).removeRecursively();
    for (const QString& path : {store->m_root + "/files"_L1, store->spoolFolder()}) {
        if (!QDir().mkpath(path)) return diskError(EACCES);
    }
    return store;
}

Result<void> FolderBlobStore::copyFolder(const QString& folder, const QString& target) {
    ASSIGN_OR_RETURN(const auto copy, openFolder(target));
    const QString from = folder + kFiles;
    QDirIterator files(from, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        ASSIGN_OR_RETURN(const QString place, copy->pathOf(path.mid(from.size())));
        RETURN_IF_ERROR(makeFolders(copy->m_root, QFileInfo(place).absolutePath()));
        if (::link(QFile::encodeName(path).constData(), QFile::encodeName(place).constData()) == 0) {
            RETURN_IF_ERROR(sync(QFileInfo(place).absolutePath()));
            continue;
        }
        if (errno == ENOENT) continue;
        QFile source(path);
        if (!source.open(QIODevice::ReadOnly)) return diskError(errno);
        RETURN_IF_ERROR(copy->take(source, place));
    }
    return {};
}

Result<void> FolderBlobStore::take(QFile& source, const QString& path) {
    ASSIGN_OR_RETURN(const auto writer, begin(path));
    while (!source.atEnd())
        RETURN_IF_ERROR(writer->write(source.read(256 * 1024)));
    return writer->commit();
}

Result<std::unique_ptr<FolderBlobStore>> FolderBlobStore::openTemporary() {
    auto temporary = std::make_unique<QTemporaryDir>();
    if (!temporary->isValid()) return diskError(EACCES);
    ASSIGN_OR_RETURN(auto store, openFolder(temporary->path()));
    store->m_temporary = std::move(temporary);
    return store;
}

Result<QString> FolderBlobStore::pathOf(const QString& name) const {
    if (!isValidName(name)) return ErrorCode::BadRequest;
    return QString(m_root + kFiles + name);
}

Result<std::unique_ptr<BlobWriter>> FolderBlobStore::create(const QString& name) {
    ASSIGN_OR_RETURN(const QString path, pathOf(name));
    return begin(path);
}

Result<std::unique_ptr<BlobWriter>> FolderBlobStore::begin(const QString& path) {
    QByteArray pattern = QFile::encodeName(spoolFolder() + "/blob-XXXXXX"_L1);
    const int descriptor = ::mkostemp(pattern.data(), O_CLOEXEC);
    if (descriptor < 0) return diskError(errno);
    return std::unique_ptr<BlobWriter>(
        std::make_unique<FileWriter>(m_root, QFile::decodeName(pattern), path, descriptor));
}

Result<void> FolderBlobStore::adopt(const QString& file, const QString& name) {
    ASSIGN_OR_RETURN(const QString path, pathOf(name));
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return diskError(errno);
    const int synced = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (synced != 0) return diskError(synced);
    struct stat here {};
    struct stat there {};
    const bool isSameSystem = ::stat(QFile::encodeName(file).constData(), &here) == 0 &&
                              ::stat(QFile::encodeName(m_root).constData(), &there) == 0 && here.st_dev == there.st_dev;
    if (isSameSystem) return moveIntoPlace(m_root, file, path);

    QFile source(file);
    if (!source.open(QIODevice::ReadOnly)) return diskError(EIO);
    RETURN_IF_ERROR(take(source, path));
    source.remove();
    return {};
}

Result<BlobFile> FolderBlobStore::open(const QString& name) const {
    ASSIGN_OR_RETURN(const QString path, pathOf(name));
    struct stat entry {};
    if (::lstat(QFile::encodeName(path).constData(), &entry) != 0 || !S_ISREG(entry.st_mode)) {
        return ErrorCode::NotFound;
    }
    return BlobFile{path, entry.st_size, qint64(entry.st_mtime) * 1000};
}

Result<bool> FolderBlobStore::remove(const QString& name) {
    ASSIGN_OR_RETURN(const QString path, pathOf(name));
    if (::unlink(QFile::encodeName(path).constData()) == 0) return true;
    if (errno == ENOENT || errno == ENOTDIR) return false;
    return diskError(errno);
}

Result<QList<BlobEntry>> FolderBlobStore::list(const QString& after, int limit) const {
    const QString root = m_root + kFiles;
    QList<BlobEntry> entries;
    QDirIterator files(root, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo file = files.nextFileInfo();
        const QString name = file.filePath().mid(root.size());
        if (name > after) entries.append({name, file.size(), file.lastModified().toMSecsSinceEpoch()});
    }
    const auto end = entries.begin() + std::min<qsizetype>(limit, entries.size());
    std::partial_sort(entries.begin(), end, entries.end(),
                      [](const BlobEntry& a, const BlobEntry& b) { return a.name < b.name; });
    entries.erase(end, entries.end());
    return entries;
}

}  // namespace server
