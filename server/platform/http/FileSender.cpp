#include "server/platform/http/FileSender.h"

namespace server {

QByteArray readFileBlock(QFile& file, qint64 offset, qint64 size) {
    if (!file.isOpen() && !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) return {};
    if (file.pos() != offset && !file.seek(offset)) return {};
    QByteArray block(size, Qt::Uninitialized);
    qint64 got = 0;
    while (got < size) {
        const qint64 more = file.read(block.data() + got, size - got);
        if (more <= 0) return {};
        got += more;
    }
    return block;
}

}  // namespace server
