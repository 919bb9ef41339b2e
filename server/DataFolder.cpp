#include "server/DataFolder.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using shared::Error;
using shared::Result;

namespace server {
namespace {

Error cannotWrite(const QString& path, const QString& why) {
    return Error::unavailable(
        u"The file %1 cannot be written: %2. Check the folder's permissions and free space."_s.arg(path, why),
        std::chrono::seconds(10));
}

void syncFolder(const QString& folder) {
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

Result<void> writeSecretFile(const QString& path, const QByteArray& bytes) {
    // QSaveFile writes to a temporary file, syncs it, and renames it over the old one.
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return cannotWrite(path, file.errorString());
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (file.write(bytes) != bytes.size() || !file.commit()) return cannotWrite(path, file.errorString());
    syncFolder(QFileInfo(path).absolutePath());
    return {};
}

Result<QByteArray> loadOrMakeSecret(const QString& path, int byteCount, shared::Random& random) {
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray bytes = file.readAll();
        if (bytes.size() == byteCount) return bytes;
        return Error::unavailable(
            u"The file %1 is damaged. Restore it from a backup, or remove it to have a new one made."_s.arg(path),
            std::chrono::seconds(10));
    }
    const QByteArray bytes = random.bytes(byteCount);
    RETURN_IF_ERROR(writeSecretFile(path, bytes));
    return bytes;
}

}  // namespace server
