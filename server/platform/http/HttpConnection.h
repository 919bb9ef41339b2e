#pragma once

#include <atomic>

#include <QtCore/QFile>

#include "server/platform/http/FileSender.h"
#include "server/platform/http/HttpHandler.h"
#include "server/platform/http/HttpParser.h"
#include "server/platform/net/SocketStream.h"

namespace server {

class HttpEngine;

/**
 * One connection, from its first byte to the last answer or to its upgrade. Net thread.
 *
 * One request at a time is with the handler; while it is, nothing more is read, so that answers keep their order and
 * a client that does not read its answers cannot make us collect them.
 */
class HttpConnection final : private SocketStreamListener, private HttpBodySink {
 public:
    HttpConnection(HttpEngine& engine, quint64 id, std::unique_ptr<SocketStream> stream, const QHostAddress& peer);
    ~HttpConnection() override;

    quint64 id() const { return m_id; }
    /** An answer to the given request; ignored if that is not the one in flight. Unset: there will be none. */
    void answer(quint32 request, std::optional<HttpResponse> response);
    /** What was decided about the head of the given request. */
    void decided(quint32 request, HeadDecision decision);
    /** The next block of the file of the given request; empty: it cannot be read. */
    void fileBlock(quint32 request, const QByteArray& block);
    /** Enforces the time limits. May destroy this. */
    void checkTime(std::chrono::steady_clock::time_point now);
    /** Closes at once unless an answer is due; then after it. May destroy this. */
    void finishSoon();
    /** Is a request with the handler, or its answer not yet sent? */
    bool isBusy() const { return m_phase == Phase::Asking || m_phase == Phase::Handling || m_phase == Phase::Sending; }

 private:
    using Time = std::chrono::steady_clock::time_point;
    enum class Phase {
        Sniffing,  ///< plain or TLS?
        Idle,      ///< between requests
        Head,
        Asking,  ///< the handler takes its time to decide about the head
        Body,
        Handling,  ///< with the handler
        Sending,   ///< the answer's bytes, or its file, are on their way
        Draining,  ///< nothing more will be answered; what the client still says is thrown away
        Closed
    };
    class Entry;

    void onReadable() override;
    void onDrained() override;
    void onBroken() override;
    int onBody(const char* data, qint64 size) override;

    // Reading, answering, upgrading: in the order of a request.
    bool sniff();
    void readSome();
    void process(const char* data, qint64 size);
    void beginRequest();
    void headArrived(bool moreFollows);
    void ask(std::function<HeadDecision()> question);
    void takeDecision(HeadDecision decision, bool moreFollows);
    void upgradeHeadArrived();
    void applyForwarding();
    void messageComplete(const char* rest, qint64 restSize);
    void upgrade(const char* rest, qint64 restSize);
    bool spool(const char* data, qint64 size);
    void readOn();
    void inputEnded();

    void fail(int status);
    void send(HttpResponse response);
    QByteArray responseHead(const HttpResponse& response, qint64 length, bool close);
    void askForFileBlock();
    void answerSent();
    void drain();
    void close();
    void setDeadline(int ms);

    HttpEngine& m_engine;
    const quint64 m_id;
    std::unique_ptr<SocketStream> m_stream;
    const QHostAddress m_peer;
    HttpParser m_parser;
    std::shared_ptr<HttpRequest> m_request;
    std::shared_ptr<std::atomic<bool>> m_gone;
    std::optional<HttpResponse> m_earlyAnswer;  ///< decided at the head, sent when the body is over
    std::unique_ptr<UpgradeDecision> m_upgrade;
    std::unique_ptr<QFile> m_spool;
    std::unique_ptr<FileSender> m_file;
    QByteArray m_pending;  ///< read, but for a later request
    Phase m_phase = Phase::Sniffing;
    quint32 m_requestNumber = 0;
    int m_depth = 0;
    bool m_processing = false;
    bool m_closeAfterAnswer = false;
    bool m_inputEnded = false;
    bool m_discardBody = false;
    bool m_isTold = false;  ///< the answer has been counted
    bool m_plainRefused = false;
    qint64 m_bodyLimit = 0;
    qint64 m_spoolThreshold = 0;
    qint64 m_spooledUnchecked = 0;  ///< bytes since the disk was last looked at
    qint64 m_drained = 0;
    qint64 m_lastQueued = 0;
    Time m_deadline;
    Time m_bodyStarted;
};

}  // namespace server
