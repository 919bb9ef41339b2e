#include "app/client/gateway/ZlibInflater.h"

#include <zlib.h>

using namespace Qt::StringLiterals;

namespace app {

namespace {

const QByteArrayView kFlushMark("\x00\x00\xff\xff", 4);
constexpr qsizetype kChunk = 64 * 1024;

}  // namespace

ZlibInflater::ZlibInflater() : m_stream(std::make_unique<z_stream_s>()) {
    m_broken = inflateInit(m_stream.get()) != Z_OK;
}

ZlibInflater::~ZlibInflater() {
    inflateEnd(m_stream.get());
}

shared::Result<std::optional<QByteArray>> ZlibInflater::feed(QByteArrayView bytes) {
    const auto broken = [this](const QString& why) {
        m_broken = true;
        return shared::Error(shared::ErrorCode::BadRequest, why);
    };
    if (m_broken) return broken(u"the stream has ended"_s);
    if (m_waiting.size() + bytes.size() > kMostBytes) return broken(u"a message is too long"_s);
    m_waiting.append(bytes.data(), bytes.size());
    if (!QByteArrayView(m_waiting).endsWith(kFlushMark)) return std::optional<QByteArray>();

    const QByteArray in = std::exchange(m_waiting, {});
    QByteArray out;
    z_stream_s& stream = *m_stream;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.constData()));
    stream.avail_in = static_cast<uInt>(in.size());
    do {
        const qsizetype at = out.size();
        out.resize(at + std::max(kChunk, in.size() * 4));
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + at);
        stream.avail_out = static_cast<uInt>(out.size() - at);
        const int status = inflate(&stream, Z_SYNC_FLUSH);
        out.resize(out.size() - stream.avail_out);
        if (status == Z_STREAM_END) return broken(u"the stream has ended"_s);
        if (status != Z_OK && status != Z_BUF_ERROR) return broken(u"the stream is damaged"_s);
        if (status == Z_BUF_ERROR) break;
        if (out.size() > kMostBytes) return broken(u"a message is too long"_s);
    } while (stream.avail_in > 0 || stream.avail_out == 0);
    return std::optional<QByteArray>(std::move(out));
}

}  // namespace app
