#include "server/DataFolder.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include "server/platform/files/DurableFile.h"
#include "server/storage/StorageFactory.h"

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

}  // namespace

Result<void> writeSecretFile(const QString& path, const QByteArray& bytes) {
    if (const int code = writeDurably(path, bytes, 0600)) return cannotWrite(path, qt_error_string(code));
    return {};
}

Result<void> copyDataFolder(const QString& folder, const QString& target) {
    const QDir from(folder);
    const QDir to(target);
    if (!QFileInfo::exists(databaseFile(folder))) {
        return Error(shared::ErrorCode::BadRequest, u"There is no server's data in %1."_s.arg(from.absolutePath()));
    }
    if (to.exists() && !to.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        return Error(shared::ErrorCode::BadRequest,
                     u"The folder %1 is not empty. A backup goes to a new folder."_s.arg(to.absolutePath()));
    }
    if (!to.mkpath(kCertificateFolder)) return cannotWrite(target, u"the folder cannot be made"_s);
    RETURN_IF_ERROR(copyStorage(from.absolutePath(), to.absolutePath()));
    const QStringList certificates = QDir(from.filePath(kCertificateFolder)).entryList(QDir::Files);
    QStringList secrets{kMediaKeyFile};
    for (const QString& name : certificates)
        secrets.append(kCertificateFolder + u'/' + name);
    for (const QString& name : secrets) {
        QFile file(from.filePath(name));
        if (!file.exists()) continue;
        if (!file.open(QIODevice::ReadOnly)) {
            return Error::unavailable(u"The file %1 cannot be read: %2."_s.arg(file.fileName(), file.errorString()),
                                      std::chrono::seconds(10));
        }
        RETURN_IF_ERROR(writeSecretFile(to.filePath(name), file.readAll()));
    }
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
