#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtNetwork/QTcpServer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>
#include <gtest/gtest.h>

#include "app/views/AccountView.h"
#include "app/views/common/Sheet.h"
#include "app/views/guilds/GuildRailView.h"
#include "app/views/guilds/RailPanel.h"
#include "app/widgets/Field.h"
#include "tests/widgets/AppDriver.h"

using namespace Qt::StringLiterals;

// Hosting when something is in the way: a setup that fails, a second community, a port that is another program's.
namespace tests {
namespace {

using State = app::HostedServer::State;

bool fill(AppDriver& app, const QString& user) {
    return app.write("communityName", u"Lindenhof Makers"_s) && app.write("userName", user) &&
           app.write("password", kPassword) && app.click("startHosting");
}

bool isAtRest(AppDriver& app) {
    return AppDriver::wait([&] {
        auto* start = app.find<QAbstractButton>("startHosting");
        return start != nullptr && start->isEnabled();
    });
}

TEST(AppHosting, AFailedSetupLeavesNothingBehindAndTheNextTryBeginsAnew) {
    AppDriver app(*qApp);
    app.start();
    ASSERT_TRUE(app.click("hostDoor") && fill(app, u"no such name!"_s));
    ASSERT_TRUE(isAtRest(app)) << qPrintable(app.shown());
    EXPECT_FALSE(app.find<app::Field>("userName")->edit()->accessibleDescription().isEmpty());
    EXPECT_NE(app.app().hosted().state(), State::Running);
    EXPECT_FALSE(QDir(app.dataFolder()).exists());
    EXPECT_FALSE(app::HostingRecord(app.profileFolder() + u"/hosting.json"_s).load());
    EXPECT_EQ(app.find<app::Sheet>("hostTrouble"), nullptr);

    // Given up in the middle: nothing stays either, and then it works.
    ASSERT_TRUE(fill(app, u"marta"_s) && app.click("cancelHosting"));
    ASSERT_TRUE(AppDriver::wait(
        [&] { return app.app().hosted().state() != State::Running && !QDir(app.dataFolder()).exists(); }));
    EXPECT_FALSE(app.host(u"Lindenhof Makers"_s, u"marta"_s, kPassword).isEmpty()) << qPrintable(app.shown());
    EXPECT_EQ(app.guilds(), QStringList{u"Lindenhof Makers"_s});
    EXPECT_FALSE(QFile::exists(app.dataFolder() + u"/unfinished-setup"_s));
}

TEST(AppHosting, AFolderThatHeldSomethingIsNeverRemovedAndWhatWasCutOffIs) {
    AppDriver app(*qApp);
    ASSERT_TRUE(QDir().mkpath(app.dataFolder()));
    QFile kept(app.dataFolder() + u"/letter.txt"_s);
    ASSERT_TRUE(kept.open(QIODevice::WriteOnly));
    kept.close();
    app.start();
    ASSERT_TRUE(app.click("hostDoor") && fill(app, u"no such name!"_s));
    ASSERT_TRUE(isAtRest(app)) << qPrintable(app.shown());
    EXPECT_TRUE(kept.exists());
    EXPECT_NE(app.app().hosted().state(), State::Running);

    // An earlier setup was cut off before it had an owner: what it left is in nobody's way.
    QFile marker(app.dataFolder() + u"/unfinished-setup"_s);
    ASSERT_TRUE(marker.open(QIODevice::WriteOnly));
    marker.close();
    ASSERT_TRUE(fill(app, u"marta"_s));
    EXPECT_TRUE(AppDriver::wait([&] { return app.find<QLineEdit>("inviteLink") != nullptr; }, 30'000))
        << qPrintable(app.shown());
    EXPECT_FALSE(kept.exists());
    EXPECT_FALSE(marker.exists());
}

/** A setup of its own, for plans that no wizard would make. */
struct Workshop {
    Workshop() {
        QObject::connect(&setup, &app::HostSetup::ownerReady, qApp,
                         [this](const app::AccountRecord& account, const QString& token) {
                             app::SessionParts parts{clock, random, accounts, u"test"_s};
                             session = std::make_unique<app::AccountSession>(account, token, parts);
                             session->open();
                             setup.continueWith(session.get());
                         });
        QObject::connect(&setup, &app::HostSetup::ownerGone, qApp, [this] {
            ++gone;
            session.reset();
        });
        QObject::connect(&setup, &app::HostSetup::failed, qApp, [this] { ++failed; });
        QObject::connect(&setup, &app::HostSetup::finished, qApp, [this] { ++finished; });
    }
    app::HostPlan plan(const QString& channel) const {
        app::HostPlan plan;
        plan.name = u"Lindenhof"_s;
        plan.start.categories = {{QString(), {{u"welcome"_s}, {channel}}}};
        plan.userName = u"marta"_s;
        plan.password = kPassword;
        plan.hosting.dataFolder = folder.filePath(u"server"_s);
        plan.hosting.onlyThisComputer = true;
        return plan;
    }
    QTemporaryDir folder;
    shared::SystemClock clock;
    shared::SystemRandom random;
    app::MemoryKeychain keychain;
    app::Accounts accounts{folder.filePath(u"profile"_s), keychain};
    app::HostedServer server;
    app::HostSetup setup{server, clock, random};
    std::unique_ptr<app::AccountSession> session;
    int failed = 0;
    int finished = 0;
    int gone = 0;
};

TEST(AppHosting, ASetupThatFailsAfterItsOwnerIsThereTakesTheOwnerBackToo) {
    Workshop world;
    world.setup.start(world.plan(QString(200, u'x')));
    ASSERT_TRUE(AppDriver::wait([&] { return world.failed == 1; }, 30'000));
    EXPECT_EQ(world.gone, 1);
    EXPECT_EQ(world.server.state(), State::Stopped);
    EXPECT_FALSE(QDir(world.folder.filePath(u"server"_s)).exists());
    EXPECT_FALSE(world.setup.isRunning());

    // The same name again: it is as if it had never been.
    world.setup.start(world.plan(u"projects"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return world.finished == 1; }, 30'000));
    EXPECT_EQ(world.session->store().guilds().size(), 1);
    EXPECT_EQ(world.failed, 1);
}

TEST(AppHosting, ASecondCommunityIsOneMoreOnTheServerThatRuns) {
    AppDriver app(*qApp);
    app.start();
    ASSERT_FALSE(app.host(u"Lindenhof Makers"_s, u"marta"_s, kPassword).isEmpty()) << qPrintable(app.shown());
    const quint16 port = app.app().hosted().port();
    const QString keyHash = app.app().hosted().keyHash();
    Q_EMIT app.window().rail()->hostWanted();
    auto* sheet = app.find<app::Sheet>("createGuild");
    ASSERT_NE(sheet, nullptr) << qPrintable(app.shown());
    EXPECT_EQ(app.find<QAbstractButton>("startHosting"), nullptr);
    ASSERT_TRUE(app.write("name", u"Night Shift"_s) && app.click("create"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.guilds().size() == 2 && app.isIn(); })) << qPrintable(app.shown());
    EXPECT_EQ(app.app().hosted().port(), port);
    EXPECT_EQ(app.app().hosted().keyHash(), keyHash);
    EXPECT_EQ(app::HostingRecord(app.profileFolder() + u"/hosting.json"_s).load()->port, port);

    // Logged out of it, and its door again: the log-in comes first, then the community.
    Q_EMIT app.window().rail()->logOutWanted(&app.session());
    ASSERT_TRUE(app.click("sure"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("hostDoor") != nullptr; }));
    ASSERT_TRUE(app.click("hostDoor"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("submit") != nullptr; }))
        << qPrintable(app.shown());
    ASSERT_TRUE(app.write("userName", u"marta"_s) && app.write("password", kPassword) && app.click("submit"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<app::Sheet>("createGuild") != nullptr; }))
        << qPrintable(app.shown());
    ASSERT_TRUE(app.write("name", u"Third Hall"_s) && app.click("create"));
    EXPECT_TRUE(AppDriver::wait([&] { return app.guilds().size() == 3; })) << qPrintable(app.shown());
    EXPECT_EQ(app.app().hosted().port(), port);
}

bool isDimmed(AppDriver& app) {
    auto* rail = app.find<app::GuildRailView>("rail");
    for (int row = 0; rail != nullptr && row < rail->model()->rowCount(); ++row) {
        const auto tile = rail->model()->index(row, 0).data(app::GuildRoles::RowRole).value<app::GuildRow>();
        if (tile.kind == app::GuildRowKind::Guild) return tile.unavailable;
    }
    return false;
}

TEST(AppHosting, APortThatIsTakenAtTheStartIsSaidAndAnotherOneMayBeUsed) {
    AppDriver app(*qApp);
    app.start();
    ASSERT_FALSE(app.host(u"Lindenhof Makers"_s, u"marta"_s, kPassword).isEmpty()) << qPrintable(app.shown());
    ASSERT_TRUE(app.say(u"before"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return app.said().contains(u"before"_s); }));
    const quint16 port = app.app().hosted().port();
    app.close();
    QTcpServer other;
    ASSERT_TRUE(other.listen(QHostAddress::LocalHost, port));

    app.start();
    ASSERT_TRUE(app.shows(u"Another program on this computer holds port %1."_s.arg(port))) << qPrintable(app.shown());
    ASSERT_TRUE(AppDriver::wait([&] { return isDimmed(app); })) << qPrintable(app.shown());
    EXPECT_TRUE(app.shown().contains(u"Lindenhof Makers cannot be reached until it runs."_s));
    EXPECT_TRUE(app.shows(u"Your server does not run."_s)) << qPrintable(app.shown());

    // Put off: the banner, and the button of the server, lead back to the question.
    auto* sheet = app.find<app::Sheet>("hostTrouble");
    ASSERT_NE(sheet, nullptr);
    sheet->finish();
    app.session().retryNow();
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<app::Sheet>("hostTrouble") != nullptr; }));
    EXPECT_TRUE(isDimmed(app));
    app.find<app::Sheet>("hostTrouble")->finish();
    Q_EMIT app.window().rail()->serverWanted();
    ASSERT_NE(app.find<app::Sheet>("hostTrouble"), nullptr);

    ASSERT_TRUE(app.write("port", u"99"_s) && app.click("usePort"));
    EXPECT_NE(app.find<app::Sheet>("hostTrouble"), nullptr) << "not a port that a person may use";
    QTcpServer probe;
    ASSERT_TRUE(probe.listen(QHostAddress::LocalHost));
    const quint16 wanted = probe.serverPort();
    probe.close();
    ASSERT_TRUE(app.write("port", QString::number(wanted)) && app.click("usePort"));
    // It leads to the new link at once.
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QLineEdit>("inviteLink") != nullptr; }, 30'000))
        << qPrintable(app.shown());
    EXPECT_TRUE(app.find<QLineEdit>("inviteLink")->text().contains(u':' + QString::number(wanted)));
    ASSERT_TRUE(app.click("goToCommunity"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.isIn() && app.said().contains(u"before"_s); }))
        << qPrintable(app.shown());
    EXPECT_FALSE(isDimmed(app));
    EXPECT_EQ(app::HostingRecord(app.profileFolder() + u"/hosting.json"_s).load()->port, wanted);
}

TEST(AppHosting, WhenTheOtherProgramHasGoneTryingAgainIsEnough) {
    AppDriver app(*qApp);
    app.start();
    ASSERT_FALSE(app.host(u"Lindenhof Makers"_s, u"marta"_s, kPassword).isEmpty()) << qPrintable(app.shown());
    const quint16 port = app.app().hosted().port();
    app.close();
    QTcpServer other;
    ASSERT_TRUE(other.listen(QHostAddress::LocalHost, port));
    // Without a keychain on top of it: the account is listed with the reason all the same.
    app.keychain().setAvailable(false);
    app.start();
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<app::Sheet>("hostTrouble") != nullptr; }))
        << qPrintable(app.shown());
    EXPECT_TRUE(app.shows(u"Its server, on this computer, does not run."_s)) << qPrintable(app.shown());
    EXPECT_TRUE(app.shows(u"marta"_s)) << qPrintable(app.shown());
    other.close();
    ASSERT_TRUE(app.click("tryAgain"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("submit") != nullptr; }))
        << qPrintable(app.shown());
    ASSERT_TRUE(app.write("password", kPassword) && app.click("submit"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.isIn(); })) << qPrintable(app.shown());
    EXPECT_EQ(app.app().hosted().port(), port);
}

TEST(TrayPicture, ReadsOnLightAndDarkPanelsAndDoesNotFollowTheAppsTheme) {
    app::Theme theme;
    const auto pictures = [&] {
        QList<QImage> all;
        for (const int size : {16, 22, 32})
            for (const int mentions : {0, 3})
                all.append(app::TrayControl::picture(theme, size, mentions, mentions == 0).toImage());
        return all;
    };
    theme.setKind(app::ThemeKind::Light);
    const QList<QImage> light = pictures();
    theme.setKind(app::ThemeKind::Dark);
    EXPECT_EQ(light, pictures());
    const QImage plain = app::TrayControl::picture(theme, 32, 0, false).toImage();
    EXPECT_EQ(qAlpha(plain.pixel(0, 0)), 0) << "the tile is round at its corners";
    // The ground is there, and what stands on it differs from it by far more than any panel could take away.
    const QColor ground = plain.pixelColor(16, 2);
    const QColor hall = plain.pixelColor(8, 18);
    EXPECT_EQ(ground.alpha(), 255);
    EXPECT_GT(app::Theme::contrast(hall, ground), 4.5) << qPrintable(hall.name()) << qPrintable(ground.name());
    EXPECT_NE(plain, app::TrayControl::picture(theme, 32, 0, true).toImage());
    EXPECT_NE(plain, app::TrayControl::picture(theme, 32, 2, true).toImage());
}

}  // namespace
}  // namespace tests
