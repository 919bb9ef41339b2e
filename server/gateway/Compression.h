#pragma once

#include <memory>
#include <span>

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace server {

/** One compressed stream over all messages of a connection, flushed after each. Belongs to one thread. */
class PayloadStream {
 public:
    virtual ~PayloadStream() = default;
    /** The parts as one message. Empty on failure: the connection is of no more use. */
    virtual QByteArray compress(std::span<const QByteArrayView> parts) = 0;

    /**
     * `compress=zlib-stream`: each message ends with 00 00 FF FF. Window and memory are the ones measured as the best
     * trade of memory for bytes (about 37 KB a connection).
     */
    static std::unique_ptr<PayloadStream> zlib();
    /** `compress=zstd-stream`: one frame, flushed; about 70 KB a connection. */
    static std::unique_ptr<PayloadStream> zstd();
};

/** One message as a zlib text of its own: `compress` of IDENTIFY. Empty on failure. */
QByteArray zlibPacket(std::span<const QByteArrayView> parts);

}  // namespace server
