#pragma once

#include <unordered_map>

#include "server/platform/http/HttpResponder.h"
#include "server/platform/http/HttpServer.h"
#include "server/platform/threads/WorkerPool.h"

class QTimer;

namespace server {

class ConnectionTable;
class HttpConnection;

/** The inside of an HttpServer. What is not said to be for any thread belongs to the net thread. */
class HttpEngine final : public AnswerReceiver {
 public:
    HttpEngine(HttpServerSettings settings, HttpHandler& handler);
    ~HttpEngine() override;

    /** From outside. */
    shared::Result<quint16> start();
    void stopAccepting();
    void stop(std::chrono::milliseconds grace);
    HttpServerStats stats() const;
    quint16 port() const { return m_port; }
    IoThread& thread() { return m_thread; }

    /** For connections. */
    const HttpServerSettings& settings() const { return m_settings; }
    const HttpLimits& limits() const { return m_settings.limits; }
    HttpHandler& handler() { return m_handler; }
    const std::shared_ptr<AnswerBox>& answers() const { return m_answers; }
    /** For what may block: files, and handlers that ask for it. */
    WorkerPool& helpers() { return *m_helpers; }
    quint64 nextRequestId();
    QString nextSpoolFile();
    /** The current second as an HTTP date. */
    const QByteArray& date();
    bool isTrustedProxy(const QHostAddress& address) const;
    bool isStopping() const { return m_stopping; }
    void remove(HttpConnection* connection);
    HttpConnection* find(quint64 id) const;

    void onAnswer(quint64 connection, quint32 request, std::optional<HttpResponse> response) override;

    std::atomic<quint64> requests{0};
    std::atomic<quint64> badRequests{0};
    std::atomic<quint64> upgrades{0};

 private:
    class Listener;
    shared::Result<quint16> listen();
    void accept(qintptr descriptor);
    void sweep();
    void closeAll();
    shared::Result<void> prepareSpoolFolder();

    const HttpServerSettings m_settings;
    HttpHandler& m_handler;
    IoThread m_thread;
    std::unique_ptr<WorkerPool> m_helpers;
    std::shared_ptr<AnswerBox> m_answers;
    std::shared_ptr<ConnectionTable> m_table;
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<QTimer> m_sweep;
    std::unordered_map<quint64, std::unique_ptr<HttpConnection>> m_connections;
    quint64 m_nextConnection = 1;
    quint64 m_requestSeed = 0;
    quint64 m_requestCount = 0;
    quint64 m_spoolCount = 0;
    qint64 m_dateSecond = -1;
    QByteArray m_date;
    std::atomic<quint64> m_accepted{0};
    std::atomic<quint64> m_refused{0};
    std::atomic<quint16> m_port{0};
    bool m_stopping = false;
    bool m_started = false;
};

}  // namespace server
