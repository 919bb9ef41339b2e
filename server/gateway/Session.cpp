#include "server/gateway/Session.h"

#include <algorithm>

#include "server/gateway/Connection.h"

namespace server {

void Session::dispatch(const OutEventPtr& event) {
    if (catchingUp) {
        catchingUp->events.emplace_back(event->at(), event);
        return;
    }
    ++m_seq;
    m_buffer.push(m_seq, event);
    if (m_connection != nullptr) m_connection->sendDispatch(*event, m_seq);
}

void Session::dispatchUnkept(const OutEventPtr& event) {
    ++m_seq;
    m_buffer.skip(m_seq);
    if (m_connection != nullptr) m_connection->sendDispatch(*event, m_seq);
}

void Session::replayAfter(quint64 s) {
    for (auto it = m_buffer.after(s); it != m_buffer.end(); ++it) {
        if (m_connection == nullptr) return;  // sending may end it
        // One of an earlier resumption would end this one too soon.
        if (it->event->type() != shared::GatewayEvent::Resumed) m_connection->sendDispatch(*it->event, it->s);
    }
    dispatchResumed();
}

void Session::dispatchResumed() {
    dispatch(
        std::make_shared<OutEvent>(shared::GatewayEvent::Resumed, QByteArrayLiteral("{}"), OutEvent::Kind::Transient));
}

Subscription* Session::find(const StreamKey& key) const {
    const auto it = std::ranges::find_if(m_subscriptions, [&](const auto& one) { return one->key == key; });
    return it == m_subscriptions.end() ? nullptr : it->get();
}

}  // namespace server
