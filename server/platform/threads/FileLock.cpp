#include "server/platform/threads/FileLock.h"

#include <cerrno>
#include <cstring>

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace server {
namespace {

using namespace Qt::StringLiterals;
using shared::Error;
using shared::ErrorCode;

Error refused(const QString& sentence) {
    return Error(ErrorCode::ServiceUnavailable, sentence);
}

QString systemReason() {
    return QString::fromLocal8Bit(std::strerror(errno));
}

}  // namespace

shared::Result<std::unique_ptr<FileLock>> FileLock::acquire(const QString& folder) {
    const QString path = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    if (!QFileInfo(path).isDir()) {
        if (!QDir().mkpath(path)) return refused(u"The data folder %1 cannot be made."_s.arg(path));
        ::chmod(QFile::encodeName(path).constData(), 0700);
    }
    const QByteArray file = QFile::encodeName(path + "/lock"_L1);
    const int descriptor = ::open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return refused(u"The data folder %1 cannot be written: %2."_s.arg(path, systemReason()));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        char holder[32] = {};
        const ssize_t size = ::read(descriptor, holder, sizeof(holder) - 1);
        ::close(descriptor);
        const QString process = size > 0 ? u" (process %1)"_s.arg(QString::fromLatin1(holder).trimmed()) : QString();
        return refused(u"Another server%1 is already running on the data folder %2."_s.arg(process, path));
    }
    const QByteArray me = QByteArray::number(static_cast<qint64>(::getpid())) + '\n';
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, me.constData(), static_cast<size_t>(me.size()), 0) < 0) {
        const QString reason = systemReason();
        ::close(descriptor);
        return refused(u"The data folder %1 cannot be written: %2."_s.arg(path, reason));
    }
    return std::unique_ptr<FileLock>(new FileLock(descriptor));
}

FileLock::~FileLock() {
    // The file stays: removing it would let two servers lock two files of one name.
    ::close(m_descriptor);
}

}  // namespace server
