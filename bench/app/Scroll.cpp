#include "bench/app/Scroll.h"

#include <algorithm>
#include <cstdio>

#include <QtCore/QEventLoop>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtGui/QWheelEvent>

#include "app/Application.h"
#include "app/views/AccountView.h"
#include "app/views/chat/ChatPanel.h"

using namespace Qt::StringLiterals;

namespace bench {

namespace {

constexpr int kTickMs = 8;
constexpr int kPixels = 1200;
constexpr int kStallMs = 20'000;
constexpr double kBudgetMs = 16.0;

double residentMb() {
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith("VmRSS:")) return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    return 0;
}

/** Turns the wheel until the beginning of the channel, and counts what passes. */
class Wheel {
 public:
    Wheel(app::TimelineView& view, app::MessageListModel& model) : m_view(view), m_model(model) {}

    void turn() {
        QWidget* viewport = m_view.viewport();
        const QPointF at = viewport->rect().center();
        QWheelEvent event(at, viewport->mapToGlobal(at), QPoint(0, kPixels), QPoint(0, kPixels), Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(viewport, &event);
        const auto [first, last] = m_view.visibleRows();
        for (int row = last; row >= std::max(first, 0); --row) {
            const shared::MessageId id = m_model.at(row)->id;
            if (!m_oldest.isNull() && id >= m_oldest) continue;
            m_oldest = id;
            ++m_passed;
            m_sinceProgress.restart();
        }
        m_isAtBeginning = first == 0 && !m_model.hasOlder();
    }
    int passed() const { return m_passed; }
    bool isAtBeginning() const { return m_isAtBeginning; }
    bool isStuck() const { return m_sinceProgress.isValid() && m_sinceProgress.elapsed() > kStallMs; }

 private:
    app::TimelineView& m_view;
    app::MessageListModel& m_model;
    shared::MessageId m_oldest;
    int m_passed = 0;
    bool m_isAtBeginning = false;
    QElapsedTimer m_sinceProgress;
};

void print(const std::vector<double>& ms, int passed, double before, double after) {
    const auto at = [&](double part) { return ms[size_t(double(ms.size() - 1) * part)]; };
    const auto over = std::count_if(ms.begin(), ms.end(), [](double t) { return t > kBudgetMs; });
    std::printf(
        "{\"messages\":%d,\"frames\":%zu,\"median_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"over_16_ms\":%d,"
        "\"mb_before\":%.1f,\"mb_after\":%.1f}\n",
        passed, ms.size(), at(0.5), at(0.99), ms.back(), int(over), before, after);
}

bool waitFor(int ms, const std::function<bool()>& until) {
    QEventLoop loop;
    QTimer look;
    QElapsedTimer timer;
    timer.start();
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (until() || timer.elapsed() > ms) loop.quit();
    });
    look.start(kTickMs);
    loop.exec();
    return until();
}

}  // namespace

bool TimedApplication::notify(QObject* receiver, QEvent* event) {
    // Events of other threads come by here, too.
    if (QThread::currentThread() != thread() || !m_isCounting) return QApplication::notify(receiver, event);
    if (m_depth++ == 0) m_timer.start();
    m_hasPainted = m_hasPainted || event->type() == QEvent::UpdateRequest;
    const bool done = QApplication::notify(receiver, event);
    if (--m_depth > 0) return done;
    m_workNs += m_timer.nsecsElapsed();
    if (std::exchange(m_hasPainted, false)) m_frames.push_back(double(std::exchange(m_workNs, 0)) / 1e6);
    return done;
}

void TimedApplication::setCounting(bool counting) {
    m_isCounting = counting;
    m_depth = 0;
    m_workNs = 0;
}

std::vector<double> TimedApplication::frames() const {
    std::vector<double> ms = m_frames;
    std::sort(ms.begin(), ms.end());
    return ms;
}

QString scroll(TimedApplication& qt, const ScrollTarget& target) {
    QTemporaryDir folder;
    app::MemoryKeychain keychain;
    const auto address = app::ServerAddress::parse(target.address);
    const auto user = shared::UserId::fromString(target.userId);
    const auto guild = shared::GuildId::fromString(target.guildId);
    const auto channel = shared::ChannelId::fromString(target.channelId);
    if (!address || !user || !guild || !channel) return u"not an address, user, guild or channel"_s;
    {
        app::AccountRecord record;
        record.address = *address;
        record.allowPlainHttp = true;
        record.userId = *user;
        record.displayName = u"bench"_s;
        app::Accounts accounts(folder.path(), keychain);
        accounts.remember(record, target.token, &accounts, [](const app::KeychainResult&) {});
    }
    app::Application application(qt, {folder.path(), folder.filePath(u"server"_s), {}}, &keychain);
    application.start();
    application.window().resize(1280, 800);
    app::MainWindow& window = application.window();
    const auto isOpen = [&] {
        app::AccountView* view = window.current();
        if (view == nullptr || !view->session().status().isLive()) return false;
        if (view->session().navigation().channel() != *channel) view->session().navigation().openChannel(*channel);
        return view->session().messageModel().isLoaded() && view->session().messageModel().rowCount() > 0;
    };
    if (!waitFor(kStallMs, isOpen)) return u"the channel did not open"_s;
    waitFor(3'000, [] { return false; });  // what comes with a start is not the scroll's
    const double before = residentMb();

    Wheel wheel(*window.current()->chat()->timeline(), window.current()->session().messageModel());
    QEventLoop loop;
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    QObject::connect(&tick, &QTimer::timeout, &loop, [&] {
        wheel.turn();
        if (wheel.isAtBeginning() || wheel.isStuck() || wheel.passed() >= target.messages) loop.quit();
    });
    // From within the loop: what is open then is no frame.
    QTimer::singleShot(0, &loop, [&] {
        qt.setCounting(true);
        tick.start(kTickMs);
    });
    loop.exec();
    qt.setCounting(false);
    tick.stop();
    if (qt.frames().empty()) return u"nothing was painted"_s;
    print(qt.frames(), wheel.passed(), before, residentMb());
    return wheel.isStuck() ? u"the scroll got stuck"_s : QString();
}

}  // namespace bench
