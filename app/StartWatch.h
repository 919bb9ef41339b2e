#pragma once

#include <QtCore/QObject>

namespace app {

class MainWindow;

/**
 * Tells in the log when the window was painted for the first time, and when with the contents of an account: lines of
 * the category app.start, which is off unless it is asked for (QT_LOGGING_RULES="app.start.info=true"). The app's
 * benchmark reads them.
 */
class StartWatch final : public QObject {
    Q_OBJECT

 public:
    /** @param window must outlive the watch */
    explicit StartWatch(MainWindow& window, QObject* parent = nullptr);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    bool isTimelineWithRows(QObject* watched) const;

    MainWindow& m_window;
    bool m_hasPainted = false;
};

}  // namespace app
