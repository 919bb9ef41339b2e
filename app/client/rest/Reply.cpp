#include "app/client/rest/Reply.h"

#include <QtCore/QThread>

namespace app {

void ReplyState::cancel() {
    if (m_finished || !m_canceller) return;
    const auto canceller = std::exchange(m_canceller, nullptr);
    canceller();
}

void ReplyState::markFinished() {
    m_finished = true;
    m_canceller = nullptr;
    Q_EMIT finished();
}

void ReplyState::dispose() {
    if (QThread::currentThread() == thread()) {
        delete this;
    } else {
        deleteLater();
    }
}

}  // namespace app
