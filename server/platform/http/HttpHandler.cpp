#include "server/platform/http/HttpHandler.h"

#include "server/platform/http/HttpResponder.h"

namespace server {

HeadDecision HttpHandler::onHead(const HttpRequestHead&) {
    return {};
}

UpgradeDecision HttpHandler::onUpgrade(const HttpRequestHead&) {
    return UpgradeDecision::refuse(errorResponse(404));
}

HttpResponse HttpHandler::errorResponse(int status) {
    return HttpResponse::text(status, httpReasonPhrase(status).toByteArray() + '\n');
}

void HttpHandler::onAnswered(const HttpRequestHead&, int, std::chrono::nanoseconds) {}

HttpResponder HttpResponder::forTest(std::function<void(HttpResponse)> receive) {
    return HttpResponder(std::make_shared<HttpResponderState>(std::move(receive)));
}

void HttpResponder::respond(HttpResponse response) const {
    if (m_state) m_state->respond(std::move(response));
}

bool HttpResponder::isConnected() const {
    return m_state && m_state->isConnected();
}

void AnswerBox::deliver(quint64 connection, quint32 request, std::optional<HttpResponse> response) {
    if (std::this_thread::get_id() == m_netThread) {
        // The engine dies on this thread, so that it cannot go away meanwhile.
        if (m_receiver) m_receiver->onAnswer(connection, request, std::move(response));
        return;
    }
    const std::lock_guard lock(m_mutex);
    if (!m_receiver) return;
    m_answers.push_back({connection, request, std::move(response)});
    if (m_answers.size() > 1) return;
    m_thread->post([box = shared_from_this()] { box->empty(); });
}

void AnswerBox::empty() {
    std::vector<Answer> answers;
    {
        const std::lock_guard lock(m_mutex);
        answers.swap(m_answers);
    }
    for (Answer& answer : answers) {
        if (m_receiver) m_receiver->onAnswer(answer.connection, answer.request, std::move(answer.response));
    }
}

void AnswerBox::close() {
    const std::lock_guard lock(m_mutex);
    m_receiver = nullptr;
    m_answers.clear();
}

HttpResponderState::~HttpResponderState() {
    if (m_box && !m_answered.load(std::memory_order_relaxed)) m_box->deliver(m_connection, m_request, std::nullopt);
}

void HttpResponderState::respond(HttpResponse response) {
    if (m_answered.exchange(true, std::memory_order_acq_rel)) return;
    if (m_box) m_box->deliver(m_connection, m_request, std::move(response));
    if (m_test) m_test(std::move(response));
}

}  // namespace server
