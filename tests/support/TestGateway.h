#pragma once

#include <QtCore/QJsonObject>

#include "tests/platform/RawClient.h"

namespace tests {

/** A gateway client that sends what it is told to and reads one message after the other. Blocking, bounded. */
class TestGateway {
 public:
    explicit TestGateway(quint16 port, const QByteArray& target = "/gateway?v=10&encoding=json");

    /** The handshake succeeded and the connection has not been closed by a frame. */
    bool isOpen() const { return m_isOpen; }
    void send(const QJsonObject& payload);
    void sendText(const QByteArray& text);
    /** A frame with any first byte: for garbage. */
    void sendFrame(int firstByte, const QByteArray& payload);
    /** The next message; empty when the connection ends first, or on a time-out. Then closeCode() may tell why. */
    QJsonObject next();
    /** Reads until an opcode (and, for dispatches, a type) comes. */
    QJsonObject until(int opcode, const QString& type = {});
    int closeCode() const { return m_closeCode; }
    quint64 sequence() const { return m_sequence; }

    /** HELLO, IDENTIFY, READY. The session's id; empty if it fails. */
    QString identify(const QByteArray& token, int intents = 0x3ffff);
    void resume(const QByteArray& token, const QString& session, quint64 sequence);

 private:
    RawClient m_client;
    bool m_isOpen = false;
    int m_closeCode = 0;
    quint64 m_sequence = 0;
};

}  // namespace tests
