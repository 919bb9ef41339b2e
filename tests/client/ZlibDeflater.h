#pragma once

#include <QtCore/QByteArray>
#include <zlib.h>

namespace tests {

/** The sending side of `compress=zlib-stream`. */
class ZlibDeflater {
 public:
    ZlibDeflater() { deflateInit(&m_stream, Z_DEFAULT_COMPRESSION); }
    ~ZlibDeflater() { deflateEnd(&m_stream); }
    ZlibDeflater(const ZlibDeflater&) = delete;
    ZlibDeflater& operator=(const ZlibDeflater&) = delete;

    QByteArray message(const QByteArray& text) {
        QByteArray out(static_cast<qsizetype>(deflateBound(&m_stream, static_cast<uLong>(text.size()))) + 64, '\0');
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.constData()));
        m_stream.avail_in = static_cast<uInt>(text.size());
        m_stream.next_out = reinterpret_cast<Bytef*>(out.data());
        m_stream.avail_out = static_cast<uInt>(out.size());
        deflate(&m_stream, Z_SYNC_FLUSH);
        out.resize(out.size() - m_stream.avail_out);
        return out;
    }

 private:
    z_stream m_stream{};
};

}  // namespace tests
