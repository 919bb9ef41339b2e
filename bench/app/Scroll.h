#pragma once

#include <vector>

#include <QtCore/QElapsedTimer>
#include <QtCore/QString>
#include <QtWidgets/QApplication>

namespace bench {

/** An application that knows what the UI thread did for each frame: all events from one paint of a window to the next.
 */
class TimedApplication final : public QApplication {
 public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;
    void setCounting(bool counting);
    /** Milliseconds of work, shortest first. */
    std::vector<double> frames() const;

 private:
    int m_depth = 0;
    bool m_isCounting = false;
    bool m_hasPainted = false;
    qint64 m_workNs = 0;
    QElapsedTimer m_timer;
    std::vector<double> m_frames;
};

/** An account on a running server, and the channel to scroll through. */
struct ScrollTarget {
    QString address;  ///< as people write it
    QString token;
    QString userId;
    QString guildId;
    QString channelId;
    int messages = 100'000;
};

/**
 * Opens the whole app in a profile of its own and turns the wheel from the newest message to the oldest, page after
 * page from the server. Prints one JSON object: messages passed, the work of each frame (input, answers, layout and
 * paint), and resident memory. @return an empty text, or what went wrong
 */
QString scroll(TimedApplication& application, const ScrollTarget& target);

}  // namespace bench
