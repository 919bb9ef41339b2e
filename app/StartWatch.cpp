#include "app/StartWatch.h"

#include <QtCore/QEvent>
#include <QtCore/QLoggingCategory>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>

#include "app/views/AccountView.h"
#include "app/views/MainWindow.h"
#include "app/views/chat/ChatPanel.h"

namespace app {

namespace {

Q_LOGGING_CATEGORY(lcStart, "app.start", QtWarningMsg)

/** After the paint that is going on: its picture is on the screen then. */
void tellLater(QObject* context, const char* what) {
    QTimer::singleShot(0, context, [what] { qCInfo(lcStart, "%s", what); });
}

}  // namespace

StartWatch::StartWatch(MainWindow& window, QObject* parent) : QObject(parent), m_window(window) {
    if (lcStart().isInfoEnabled()) qApp->installEventFilter(this);
}

bool StartWatch::isTimelineWithRows(QObject* watched) const {
    AccountView* view = m_window.current();
    if (view == nullptr || watched->parent() != view->chat()->timeline()) return false;
    TimelineView* timeline = view->chat()->timeline();
    return watched == timeline->viewport() && timeline->model() != nullptr && timeline->model()->rowCount() > 0;
}

bool StartWatch::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Paint) return false;
    if (!m_hasPainted && watched == &m_window) {
        m_hasPainted = true;
        tellLater(this, "the window is painted");
    }
    if (isTimelineWithRows(watched)) {
        qApp->removeEventFilter(this);
        tellLater(this, "the window is painted with an account");
    }
    return false;
}

}  // namespace app
