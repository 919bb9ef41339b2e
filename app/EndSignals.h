#pragma once

#include <QtCore/QObject>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace app {

/**
 * SIGTERM, SIGINT and SIGHUP as a signal of the event loop: the system, a terminal or the session's end asks the app to
 * go. A second one ends the process at once. One per process; on systems without such signals it never speaks.
 */
class EndSignals final : public QObject {
    Q_OBJECT

 public:
    explicit EndSignals(QObject* parent = nullptr);
    ~EndSignals() override;

 Q_SIGNALS:
    void asked();

 private:
    QSocketNotifier* m_notifier = nullptr;
};

}  // namespace app
