#include "tests/support/TestGateway.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QtEndian>

using namespace Qt::StringLiterals;

namespace tests {

TestGateway::TestGateway(quint16 port, const QByteArray& target) : m_client(port, 10'000) {
    if (!m_client.isConnected()) return;
    m_client.send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    const auto answer = m_client.response(false);
    m_isOpen = answer && answer->status == 101;
}

void TestGateway::send(const QJsonObject& payload) {
    sendText(QJsonDocument(payload).toJson(QJsonDocument::Compact));
}

void TestGateway::sendText(const QByteArray& text) {
    sendFrame(0x81, text);
}

void TestGateway::sendFrame(int firstByte, const QByteArray& payload) {
    QByteArray frame(1, static_cast<char>(firstByte));
    if (payload.size() < 126) {
        frame += static_cast<char>(0x80 | static_cast<int>(payload.size()));
    } else if (payload.size() < 65'536) {
        const auto size = qToBigEndian(static_cast<quint16>(payload.size()));
        frame += static_cast<char>(0x80 | 126);
        frame.append(reinterpret_cast<const char*>(&size), sizeof(size));
    } else {
        const auto size = qToBigEndian(static_cast<quint64>(payload.size()));
        frame += static_cast<char>(0x80 | 127);
        frame.append(reinterpret_cast<const char*>(&size), sizeof(size));
    }
    // A mask of zeros is a mask: the payload goes as it is.
    m_client.send(frame + QByteArray(4, '\0') + payload);
}

QJsonObject TestGateway::next() {
    while (m_isOpen) {
        const QByteArray start = m_client.take(2);
        if (start.size() < 2) break;
        const int opcode = start[0] & 0x0f;
        quint64 size = static_cast<uchar>(start[1]) & 0x7f;
        if (size == 126) size = qFromBigEndian<quint16>(m_client.take(2).leftJustified(2, '\0').constData());
        if (size == 127) size = qFromBigEndian<quint64>(m_client.take(8).leftJustified(8, '\0').constData());
        const QByteArray payload = m_client.take(static_cast<qsizetype>(size));
        if (static_cast<quint64>(payload.size()) != size) break;
        if (opcode == 8) {
            m_closeCode = payload.size() >= 2 ? qFromBigEndian<quint16>(payload.constData()) : 1005;
            break;
        }
        if (opcode != 1) continue;
        const QJsonObject message = QJsonDocument::fromJson(payload).object();
        if (message["s"_L1].isDouble()) m_sequence = static_cast<quint64>(message["s"_L1].toInteger());
        return message;
    }
    m_isOpen = false;
    return {};
}

QJsonObject TestGateway::until(int opcode, const QString& type) {
    while (true) {
        const QJsonObject message = next();
        if (message.isEmpty()) return {};
        if (message["op"_L1].toInt() == opcode && (type.isEmpty() || message["t"_L1].toString() == type))
            return message;
    }
}

QString TestGateway::identify(const QByteArray& token, int intents) {
    if (until(10).isEmpty()) return {};
    send({{u"op"_s, 2},
          {u"d"_s, QJsonObject{{u"token"_s, QString::fromLatin1(token)},
                               {u"intents"_s, intents},
                               {u"properties"_s, QJsonObject{{u"os"_s, u"linux"_s}, {u"browser"_s, u"test"_s}}}}}});
    return until(0, u"READY"_s)["d"_L1]["session_id"_L1].toString();
}

void TestGateway::resume(const QByteArray& token, const QString& session, quint64 sequence) {
    if (until(10).isEmpty()) return;
    send({{u"op"_s, 6},
          {u"d"_s, QJsonObject{{u"token"_s, QString::fromLatin1(token)},
                               {u"session_id"_s, session},
                               {u"seq"_s, static_cast<qint64>(sequence)}}}});
}

}  // namespace tests
