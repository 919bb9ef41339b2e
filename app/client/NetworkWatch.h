#pragma once

#include <QtCore/QObject>
#include <QtCore/QSet>
#include <QtCore/QString>
#include <QtCore/QTimer>

#include "shared/core/Clock.h"

namespace app {

/**
 * Notices that this machine came to another network or woke up: looks at its addresses every few seconds.
 *
 * Plain polling works on every system and desktop, without a bus. Lives on the network thread.
 */
class NetworkWatch final : public QObject {
    Q_OBJECT

 public:
    /** @param interval 0 = never looks */
    NetworkWatch(const shared::Clock& clock, std::chrono::milliseconds interval, QObject* parent = nullptr);

 Q_SIGNALS:
    /** Other addresses than before, or a pause of the whole machine: connections may be dead. */
    void changed();

 private:
    void look();

    const shared::Clock& m_clock;
    QTimer m_timer;
    QSet<QString> m_addresses;
    qint64 m_lastLookMs = 0;
};

}  // namespace app
