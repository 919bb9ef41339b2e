#include <csignal>

#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <gtest/gtest.h>

#include "app/views/AccountView.h"
#include "tests/widgets/AppDriver.h"

using namespace Qt::StringLiterals;

// The program itself, as a process: how it ends when it is asked to, and when it is not.
namespace tests {
namespace {

constexpr int kStartMs = 30'000;
constexpr int kEndMs = 10'000;
/** What somebody who logs out of the desktop is willing to wait for; far above what it needs. */
constexpr qint64 kQuickMs = 3'000;

class Program {
 public:
    Program(const QString& profile, const QString& data) : m_arguments{u"--profile"_s, profile, u"--data"_s, data} {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        // No keychain: a test must not write into the one of whoever runs it.
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nowhere"_s);
        environment.insert(u"QT_LOGGING_RULES"_s, u"app.start.info=true"_s);
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
    }
    ~Program() { kill(); }

    /** Until its window is painted: its event loop runs. */
    bool start() {
        m_said.clear();
        m_process.start(QStringLiteral(GUILDHALL_PROGRAM), m_arguments);
        return AppDriver::wait(
            [this] {
                m_said += m_process.readAll();
                return m_said.contains("the window is painted");
            },
            kStartMs);
    }
    /** Sends the signal and waits for its end. @return the exit code, -1 when it crashed or stayed */
    int end(int signal) {
        QElapsedTimer timer;
        timer.start();
        ::kill(static_cast<pid_t>(m_process.processId()), signal);
        if (!AppDriver::wait([this] { return m_process.state() == QProcess::NotRunning; }, kEndMs)) return -1;
        m_endedInMs = timer.elapsed();
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    void kill() {
        m_process.kill();
        m_process.waitForFinished(kEndMs);
    }
    qint64 endedInMs() const { return m_endedInMs; }
    QByteArray said() { return m_said += m_process.readAll(); }

 private:
    QProcess m_process;
    QStringList m_arguments;
    QByteArray m_said;
    qint64 m_endedInMs = -1;
};

TEST(AppProcess, EndsCleanlyWhenItIsAsked) {
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        QTemporaryDir folder;
        Program program(folder.filePath(u"profile"_s), folder.filePath(u"data"_s));
        ASSERT_TRUE(program.start()) << program.said().constData();
        EXPECT_EQ(program.end(signal), 0) << program.said().constData();
        EXPECT_LT(program.endedInMs(), kQuickMs);
    }
}

/** A community, hosted by the program itself; a friend's app is in it. */
class HostingProgram : public testing::Test {
 protected:
    HostingProgram() : host(*qApp), friendly(*qApp), program(host.profileFolder(), host.dataFolder()) {}

    void SetUp() override {
        host.start();
        const QString link = host.host(u"Lindenhof Makers"_s, u"marta"_s, kPassword);
        ASSERT_FALSE(link.isEmpty()) << qPrintable(host.shown());
        friendly.start();
        ASSERT_TRUE(friendly.join(link, u"tomas"_s, kPassword)) << qPrintable(friendly.shown());
        ASSERT_TRUE(friendly.say(u"written before"_s));
        ASSERT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"written before"_s); }));
        host.close();
        ASSERT_TRUE(program.start()) << program.said().constData();
        comesBack();
    }
    void comesBack() {
        friendly.session().retryNow();
        ASSERT_TRUE(AppDriver::wait(
            [&] {
                if (friendly.session().status().state == app::GatewayStatus::State::Waiting)
                    friendly.session().retryNow();
                return friendly.isIn();
            },
            kStartMs))
            << qPrintable(friendly.shown());
    }
    bool isAway() {
        return AppDriver::wait([&] { return !friendly.session().status().isLive(); });
    }

    AppDriver host;
    AppDriver friendly;
    Program program;
};

TEST_F(HostingProgram, EndsWithoutAQuestionAndItsFriendsComeBackWithTheNextStart) {
    ASSERT_TRUE(friendly.say(u"the last words"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"the last words"_s); }));
    EXPECT_EQ(program.end(SIGTERM), 0) << program.said().constData();
    EXPECT_LT(program.endedInMs(), kQuickMs);
    EXPECT_TRUE(isAway());
    ASSERT_TRUE(program.start()) << program.said().constData();
    comesBack();
    EXPECT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"the last words"_s); }));
    ASSERT_TRUE(friendly.say(u"after it"_s));
    EXPECT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"after it"_s); }));
}

TEST_F(HostingProgram, StartsAgainAfterItWasKilled) {
    ASSERT_TRUE(friendly.say(u"acknowledged"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"acknowledged"_s); }));
    program.kill();
    ASSERT_TRUE(isAway());
    ASSERT_TRUE(program.start()) << program.said().constData();
    comesBack();
    EXPECT_TRUE(AppDriver::wait([&] { return friendly.said().count(u"acknowledged"_s) == 1; }));
    EXPECT_EQ(friendly.guilds(), QStringList{u"Lindenhof Makers"_s});
    EXPECT_EQ(program.end(SIGTERM), 0);

    // The host's own app, with its keychain, finds account, guild and history as well.
    host.start();
    ASSERT_TRUE(AppDriver::wait([&] { return host.window().current() != nullptr && host.isIn(); }, kStartMs))
        << qPrintable(host.shown());
    EXPECT_EQ(host.guilds(), QStringList{u"Lindenhof Makers"_s});
    EXPECT_TRUE(AppDriver::wait([&] { return host.said().contains(u"acknowledged"_s); })) << qPrintable(host.shown());
}

}  // namespace
}  // namespace tests
