#pragma once

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "server/platform/http/HttpHandler.h"
#include "server/platform/threads/IoThread.h"

namespace server {

/** Where answers come home, on the net thread. */
class AnswerReceiver {
 public:
    virtual ~AnswerReceiver() = default;
    /** @param response unset: the responder died without an answer */
    virtual void onAnswer(quint64 connection, quint32 request, std::optional<HttpResponse> response) = 0;
};

/**
 * Carries answers from any thread to the net thread; many at a time wake it once. It outlives the server as long as a
 * responder holds it, and knows connections by number only, so that nothing dangles.
 */
class AnswerBox : public std::enable_shared_from_this<AnswerBox> {
 public:
    /** Made on the net thread. */
    AnswerBox(IoThread& thread, AnswerReceiver& receiver)
        : m_netThread(std::this_thread::get_id()), m_thread(&thread), m_receiver(&receiver) {}

    void deliver(quint64 connection, quint32 request, std::optional<HttpResponse> response);
    /** From here on answers go nowhere. On the net thread. */
    void close();

 private:
    struct Answer {
        quint64 connection;
        quint32 request;
        std::optional<HttpResponse> response;
    };
    void empty();

    const std::thread::id m_netThread;
    IoThread* m_thread;
    std::mutex m_mutex;
    AnswerReceiver* m_receiver;  ///< written on the net thread under the mutex
    std::vector<Answer> m_answers;
};

/** What the copies of one HttpResponder share. */
class HttpResponderState {
 public:
    HttpResponderState(std::shared_ptr<AnswerBox> box, quint64 connection, quint32 request,
                       std::shared_ptr<std::atomic<bool>> gone)
        : m_box(std::move(box)), m_connection(connection), m_request(request), m_gone(std::move(gone)) {}
    explicit HttpResponderState(std::function<void(HttpResponse)> test) : m_test(std::move(test)) {}
    ~HttpResponderState();
    HttpResponderState(const HttpResponderState&) = delete;
    HttpResponderState& operator=(const HttpResponderState&) = delete;

    void respond(HttpResponse response);
    bool isConnected() const { return !m_gone || !m_gone->load(std::memory_order_relaxed); }

 private:
    std::shared_ptr<AnswerBox> m_box;
    quint64 m_connection = 0;
    quint32 m_request = 0;
    std::shared_ptr<std::atomic<bool>> m_gone;
    std::function<void(HttpResponse)> m_test;
    std::atomic<bool> m_answered{false};
};

}  // namespace server
