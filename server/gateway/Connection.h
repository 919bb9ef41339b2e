#pragma once

#include <chrono>
#include <memory>

#include <QtCore/QByteArray>
#include <QtCore/QJsonValue>
#include <QtCore/QList>
#include <QtCore/QString>

#include "server/gateway/Compression.h"
#include "server/gateway/OutEvent.h"
#include "shared/protocol/CloseCodes.h"
#include "shared/protocol/Opcodes.h"

namespace server {

class GatewayThread;
class Session;

/** What a Connection needs of a WebSocket, so that tests can do without one. */
class GatewaySocket {
 public:
    virtual ~GatewaySocket() = default;
    /** One text message of three parts; `shared` is not copied where the system takes it at once. */
    virtual bool sendText(QByteArrayView before, const QByteArray& shared, QByteArrayView after) = 0;
    virtual bool sendBinary(const QByteArray& payload) = 0;
    /** The end is told by GatewayThread::closed(), later. */
    virtual void close(quint16 code, const QByteArray& reason) = 0;
};

/** What the address of a connection asked for. */
struct ConnectionOptions {
    enum class Encoding : quint8 { Json, Etf };
    enum class Compress : quint8 { None, Zlib, Zstd };

    int version = 10;
    Encoding encoding = Encoding::Json;
    Compress compress = Compress::None;
    bool isValid = true;  ///< false: an encoding or compression that does not exist
    QString resumeUrl;    ///< for READY
    QString clientAddress;

    /** @param query name, value */
    static ConnectionOptions fromQuery(const QList<std::pair<QByteArray, QByteArray>>& query);
    bool hasVersion() const { return version == 9 || version == 10; }
};

/**
 * One socket of a client: decodes what comes, within Discord's limits, and encodes what goes. Belongs to its gateway
 * thread.
 */
class Connection {
 public:
    enum class State : quint8 {
        Greeted,  ///< HELLO is sent; IDENTIFY or RESUME is awaited
        Waiting,  ///< a worker looks at it
        Ready,    ///< has a session
        Closing,
    };

    Connection(quint64 id, GatewayThread& thread, std::unique_ptr<GatewaySocket> socket, ConnectionOptions options);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /** Sends HELLO, or closes where the address was wrong. */
    void greet();
    void receive(const QByteArray& message, bool isBinary);

    void sendDispatch(const OutEvent& event, quint64 s);
    /** A payload without a number: HELLO, ACK, ... @param data JSON */
    void sendOpcode(shared::Opcode opcode, const QByteArray& data = "null");
    /** Also lets go of the session, which may be resumed if the code is one after which it can. */
    void close(shared::CloseCode code);

    quint64 id() const { return m_id; }
    GatewayThread& thread() { return m_thread; }
    const ConnectionOptions& options() const { return m_options; }
    State state() const { return m_state; }
    void setState(State state) { m_state = state; }
    Session* session() const { return m_session; }
    void setSession(Session* session) { m_session = session; }
    /** It has a session now: what the client sent without waiting for READY is looked at. */
    void handleEarly();
    /** `compress` of IDENTIFY: large payloads go as zlib packets. */
    void setPacketCompression(bool on) { m_compressesPackets = on; }

    std::chrono::steady_clock::time_point heardAt() const { return m_heardAt; }
    void setHeardAt(std::chrono::steady_clock::time_point at) { m_heardAt = at; }

 private:
    bool countPayload();
    void handle(const QJsonValue& payload);
    void keepEarly(const QJsonValue& payload, qsizetype bytes);
    void heartbeat(const QJsonValue& data);
    void sendJson(QByteArrayView before, const QByteArray& shared, QByteArrayView after);
    void sendBinary(const QByteArray& bytes);

    const quint64 m_id;
    GatewayThread& m_thread;
    std::unique_ptr<GatewaySocket> m_socket;
    const ConnectionOptions m_options;
    std::unique_ptr<PayloadStream> m_stream;
    State m_state = State::Greeted;
    bool m_compressesPackets = false;
    QList<QJsonValue> m_early;  ///< came while a worker looked at IDENTIFY or RESUME
    Session* m_session = nullptr;
    std::chrono::steady_clock::time_point m_heardAt;
    std::chrono::steady_clock::time_point m_windowFrom;
    int m_payloads = 0;  ///< in this window
    qsizetype m_earlyBytes = 0;
};

}  // namespace server
