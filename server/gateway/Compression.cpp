#include "server/gateway/Compression.h"

#include <zlib.h>
#include <zstd.h>

namespace server {
namespace {

constexpr int kLevel = 6;
constexpr int kWindowBits = 12;
constexpr int kMemLevel = 5;
constexpr int kZstdLevel = 1;
constexpr int kZstdWindowLog = 12;
constexpr qsizetype kScratch = 16 * 1024;

/** Feeds parts to a z_stream and collects what comes out. @return false when zlib refuses */
bool deflateAll(z_stream& stream, std::span<const QByteArrayView> parts, int lastFlush, QByteArray& out) {
    Bytef scratch[kScratch];
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool isLast = i + 1 == parts.size();
        const int flush = isLast ? lastFlush : Z_NO_FLUSH;
        // zlib takes a pointer to what it does not write.
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(parts[i].data()));
        stream.avail_in = static_cast<uInt>(parts[i].size());
        do {
            stream.next_out = scratch;
            stream.avail_out = kScratch;
            const int done = deflate(&stream, flush);
            if (done != Z_OK && done != Z_STREAM_END && done != Z_BUF_ERROR) return false;
            out.append(reinterpret_cast<const char*>(scratch), kScratch - static_cast<qsizetype>(stream.avail_out));
        } while (stream.avail_out == 0);
    }
    return true;
}

class ZlibStream final : public PayloadStream {
 public:
    ZlibStream() {
        m_ok = deflateInit2(&m_stream, kLevel, Z_DEFLATED, kWindowBits, kMemLevel, Z_DEFAULT_STRATEGY) == Z_OK;
    }
    ~ZlibStream() override { deflateEnd(&m_stream); }

    QByteArray compress(std::span<const QByteArrayView> parts) override {
        QByteArray out;
        if (!m_ok || !deflateAll(m_stream, parts, Z_SYNC_FLUSH, out)) return {};
        return out;
    }

 private:
    z_stream m_stream{};
    bool m_ok = false;
};

class ZstdStream final : public PayloadStream {
 public:
    ZstdStream() : m_context(ZSTD_createCCtx()) {
        ZSTD_CCtx_setParameter(m_context, ZSTD_c_compressionLevel, kZstdLevel);
        ZSTD_CCtx_setParameter(m_context, ZSTD_c_windowLog, kZstdWindowLog);
    }
    ~ZstdStream() override { ZSTD_freeCCtx(m_context); }

    QByteArray compress(std::span<const QByteArrayView> parts) override {
        QByteArray out;
        char scratch[kScratch];
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const ZSTD_EndDirective flush = i + 1 == parts.size() ? ZSTD_e_flush : ZSTD_e_continue;
            ZSTD_inBuffer from{parts[i].data(), static_cast<std::size_t>(parts[i].size()), 0};
            std::size_t left = 0;
            do {
                ZSTD_outBuffer to{scratch, static_cast<std::size_t>(kScratch), 0};
                left = ZSTD_compressStream2(m_context, &to, &from, flush);
                if (ZSTD_isError(left) != 0) return {};
                out.append(scratch, static_cast<qsizetype>(to.pos));
            } while (from.pos < from.size || (flush == ZSTD_e_flush && left != 0));
        }
        return out;
    }

 private:
    ZSTD_CCtx* m_context;
};

}  // namespace

std::unique_ptr<PayloadStream> PayloadStream::zlib() {
    return std::make_unique<ZlibStream>();
}
std::unique_ptr<PayloadStream> PayloadStream::zstd() {
    return std::make_unique<ZstdStream>();
}

QByteArray zlibPacket(std::span<const QByteArrayView> parts) {
    z_stream stream{};
    if (deflateInit(&stream, kLevel) != Z_OK) return {};
    QByteArray out;
    const bool ok = deflateAll(stream, parts, Z_FINISH, out);
    deflateEnd(&stream);
    return ok ? out : QByteArray();
}

}  // namespace server
