#pragma once

#include <memory>
#include <optional>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include "shared/core/Result.h"

struct z_stream_s;

namespace app {

/**
 * One zlib stream over many frames (`compress=zlib-stream`): a message is complete when the bytes end with 00 00 FF FF.
 *
 * One per connection; a new connection starts with a new one. One thread.
 */
class ZlibInflater {
 public:
    /** What one message may grow to; more is an error, so that a few bytes cannot fill the memory. */
    static constexpr qsizetype kMostBytes = 64 * 1024 * 1024;

    ZlibInflater();
    ~ZlibInflater();
    ZlibInflater(const ZlibInflater&) = delete;
    ZlibInflater& operator=(const ZlibInflater&) = delete;

    /** Takes the next bytes. @return the message that they complete; empty = more must come; an error ends the stream
     */
    shared::Result<std::optional<QByteArray>> feed(QByteArrayView bytes);

 private:
    std::unique_ptr<z_stream_s> m_stream;
    QByteArray m_waiting;
    bool m_broken = false;
};

}  // namespace app
