#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace server {

/** Frames of a client, checked by RFC 6455, put together to messages. */
class WebSocketParser {
 public:
    enum class Kind { NeedMore, Text, Binary, Ping, Pong, Close, TooLarge, Error, Fragment };
    struct Item {
        Kind kind = Kind::NeedMore;
        QByteArray payload;  ///< of a Close: the reason
        quint16 code = 0;    ///< of a Close as the client gave it, 1005 for none; of an error: what to close with
    };

    void setMessageLimit(qint64 bytes) { m_limit = bytes; }

    /** Bytes to read; they are used until the next begin() or end(). */
    void begin(QByteArrayView data);
    /** Never a Fragment: that is between next() and itself. */
    Item next();
    /** Keeps what is left of the bytes for the next time. */
    void end();

 private:
    Item nextFrame();
    Item frame(int opcode, bool final, QByteArray payload);
    Item control(int opcode, QByteArray payload);
    static Item error(quint16 code) { return {Kind::Error, {}, code}; }

    qint64 m_limit = 0;
    QByteArray m_kept;
    QByteArrayView m_view;
    qsizetype m_at = 0;
    QByteArray m_message;     ///< the fragments so far
    int m_messageOpcode = 0;  ///< of a message that is not complete; 0: there is none
};

}  // namespace server
