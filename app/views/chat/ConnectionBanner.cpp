#include "app/views/chat/ConnectionBanner.h"

#include "app/views/timeline/TimeText.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kGoodNewsMs = 2000;
constexpr int kTickMs = 1000;
constexpr qint64 kOldFromMs = 60'000;

}  // namespace

ConnectionBanner::ConnectionBanner(const Theme& theme, AccountSession& session, QWidget* parent)
    : Banner(theme, parent), m_session(session) {
    setObjectName(u"connectionBanner"_s);
    m_tick.setInterval(kTickMs);
    m_goodNews.setInterval(kGoodNewsMs);
    m_goodNews.setSingleShot(true);
    connect(&m_tick, &QTimer::timeout, this, &ConnectionBanner::refresh);
    connect(&m_goodNews, &QTimer::timeout, this, &Banner::dismiss);
    connect(&session, &AccountSession::statusChanged, this, &ConnectionBanner::refresh);
    connect(this, &Banner::actionTriggered, &session, &AccountSession::retryNow);
    refresh();
}

void ConnectionBanner::refresh() {
    using State = GatewayStatus::State;
    const GatewayStatus& status = m_session.status();
    if (status.state != State::Ready) {
        m_goodNews.stop();
        showTrouble(status);
        return;
    }
    m_tick.stop();
    if (!isVisible()) return dismiss();
    if (m_goodNews.isActive()) return;
    setContent(Kind::Success, u"check-circle"_s, tr("Connected again."), {}, {});
    m_goodNews.start();
}

QString ConnectionBanner::age() const {
    const qint64 nowMs = m_session.store().clock().nowMs();
    const qint64 asOfMs = m_session.asOfMs();
    if (!m_session.hasContents() || asOfMs == 0 || nowMs - asOfMs < kOldFromMs) return {};
    return tr("You see what was here %1.").arg(TimeText().stamp(asOfMs / 1000, u'R', nowMs));
}

void ConnectionBanner::showTrouble(const GatewayStatus& status) {
    using State = GatewayStatus::State;
    const QString server = m_session.server().displayName();
    const bool fresh = status.attempts == 0;
    if (status.state == State::Failed) {
        m_tick.stop();
        const bool untrusted = status.failure == GatewayStatus::Failure::Untrusted;
        const bool held = status.failure == GatewayStatus::Failure::Held;
        setContent(Kind::Danger, u"x-circle"_s,
                   untrusted ? tr("%1 could not prove who it is.").arg(server)
                   : held    ? tr("Your server does not run.")
                             : tr("%1 refuses this app.").arg(server),
                   untrusted ? tr("Its key has changed. Ask the host for a new invite.") : status.reason,
                   tr("Try now"));
        show();
        return;
    }
    m_tick.start();
    QString text = age();
    if (!text.isEmpty()) text += u' ';
    if (status.state == State::Waiting) {
        const qint64 left = status.retryAtMs - m_session.store().clock().nowMs();
        text += tr("Trying again in %1 s.").arg(qMax<qint64>(1, (left + 999) / 1000));
    } else if (!fresh) {
        text += tr("Trying again now.");
    }
    const bool wasLive = m_session.store().isReady();
    if (wasLive) text += u' ' + tr("Keep writing: messages go out in order when it is back.");
    setContent(Kind::Warning, u"plugs"_s,
               fresh     ? tr("Connecting to %1.").arg(server)
               : wasLive ? tr("Connection lost.")
                         : tr("%1 does not answer.").arg(server),
               text, status.state == State::Waiting ? tr("Try now") : QString());
    showAfterDelay();
}

}  // namespace app
