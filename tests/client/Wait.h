#pragma once

#include <functional>

#include <QtCore/QDeadlineTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtTest/QTest>

namespace tests {

/** Runs the event loop until `done()` or the limit. @return whether it was done in time */
inline bool waitFor(const std::function<bool()>& done, std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    return QTest::qWaitFor(done, static_cast<int>(limit.count()));
}

/** Runs the event loop until all that was posted so far has been handled. */
inline void settle() {
    QEventLoop loop;
    QTimer::singleShot(0, &loop, &QEventLoop::quit);
    loop.exec();
}

}  // namespace tests
