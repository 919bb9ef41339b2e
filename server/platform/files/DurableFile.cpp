#include "server/platform/files/DurableFile.h"

#include <cerrno>
#include <cstdio>

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <fcntl.h>
#include <unistd.h>

namespace server {
namespace {

/** 0 or errno. */
int writeAndSync(int descriptor, QByteArrayView bytes) {
    while (!bytes.isEmpty()) {
        const auto written = ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes = bytes.sliced(written);
    }
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

}  // namespace

int syncFolder(const QString& folder) {
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return errno;
    const int code = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return code;
}

int writeDurably(const QString& path, QByteArrayView bytes, int mode) {
    const QByteArray target = QFile::encodeName(path);
    const QByteArray beside = target + ".new";
    ::unlink(beside.constData());
    const int descriptor = ::open(beside.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0) return errno;
    int code = writeAndSync(descriptor, bytes);
    ::close(descriptor);
    if (code == 0 && ::rename(beside.constData(), target.constData()) != 0) code = errno;
    if (code != 0) {
        ::unlink(beside.constData());
        return code;
    }
    return syncFolder(QFileInfo(path).absolutePath());
}

}  // namespace server
