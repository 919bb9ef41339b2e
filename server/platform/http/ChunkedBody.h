#pragma once

#include <QtCore/QtGlobal>

namespace server {

/** Takes a body as it is parsed. */
class HttpBodySink {
 public:
    virtual ~HttpBodySink() = default;
    /** 0, or the status with which the request is refused. */
    virtual int onBody(const char* data, qint64 size) = 0;
};

/**
 * A body in chunks, RFC 9112 section 7.1, read to the letter: what is lenient here is what requests are smuggled by.
 * Chunk extensions and trailers are skipped.
 */
class ChunkedBody {
 public:
    struct Step {
        qint64 consumed = 0;
        bool complete = false;
        int status = 0;  ///< not 0: refused
    };
    /** @param sink null: any chunk is an error */
    Step feed(const char* data, qint64 size, HttpBodySink* sink);

 private:
    enum class State {
        Size,
        Extension,
        SizeEnd,
        Data,
        DataReturn,
        DataEnd,
        TrailerStart,
        Trailer,
        TrailerEnd,
        LastEnd
    };
    /** One byte of anything but data: 0 or a status. */
    int framing(char byte);
    int sizeDigit(char byte);

    State m_state = State::Size;
    quint64 m_left = 0;
    int m_digits = 0;
    int m_skipped = 0;  ///< bytes of extensions and trailers
    bool m_complete = false;
};

}  // namespace server
