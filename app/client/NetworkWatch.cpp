#include "app/client/NetworkWatch.h"

#include <QtNetwork/QNetworkInterface>

namespace app {

namespace {

/** So much longer than the interval means that the machine slept. */
constexpr qint64 kSleptMs = 15'000;

QSet<QString> currentAddresses() {
    QSet<QString> addresses;
    for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
        const auto flags = interface.flags();
        if (!flags.testFlag(QNetworkInterface::IsRunning) || flags.testFlag(QNetworkInterface::IsLoopBack)) continue;
        for (const QNetworkAddressEntry& entry : interface.addressEntries())
            if (!entry.ip().isLinkLocal()) addresses.insert(entry.ip().toString());
    }
    return addresses;
}

}  // namespace

NetworkWatch::NetworkWatch(const shared::Clock& clock, std::chrono::milliseconds interval, QObject* parent)
    : QObject(parent), m_clock(clock), m_timer(this) {
    if (interval.count() <= 0) return;
    m_addresses = currentAddresses();
    m_lastLookMs = m_clock.nowMs();
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &NetworkWatch::look);
    m_timer.start();
}

void NetworkWatch::look() {
    const qint64 now = m_clock.nowMs();
    const bool slept = now - std::exchange(m_lastLookMs, now) > m_timer.interval() + kSleptMs;
    QSet<QString> addresses = currentAddresses();
    const bool moved = addresses != m_addresses;
    m_addresses = std::move(addresses);
    if (slept || moved) Q_EMIT changed();
}

}  // namespace app
