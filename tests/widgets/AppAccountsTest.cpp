#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <gtest/gtest.h>

#include "app/store/LocalCache.h"
#include "app/views/AccountView.h"
#include "app/views/chat/ChatPanel.h"
#include "app/views/guilds/RailPanel.h"
#include "tests/widgets/AppDriver.h"

using namespace Qt::StringLiterals;

// Several accounts, starts without a connection and without a keychain.
namespace tests {
namespace {

TEST(AppAccounts, TwoServersInOneAppStandSideBySide) {
    HostingApp lindenhof(u"Lindenhof Makers"_s);
    HostingApp night(u"Night Shift"_s);
    ASSERT_FALSE(lindenhof.link.isEmpty()) << qPrintable(lindenhof.app.shown());
    ASSERT_FALSE(night.link.isEmpty()) << qPrintable(night.app.shown());
    AppDriver both(*qApp);
    both.start();
    ASSERT_TRUE(both.join(lindenhof.link, u"tomas"_s, kPassword)) << qPrintable(both.shown());
    ASSERT_TRUE(both.joinAlso(night.link, u"tomas"_s, kPassword)) << qPrintable(both.shown());
    ASSERT_TRUE(AppDriver::wait([&] { return both.guilds().size() == 2; }));
    EXPECT_EQ(both.guilds(), (QStringList{u"Lindenhof Makers"_s, u"Night Shift"_s}));

    // Both receive, whichever is shown.
    ASSERT_TRUE(lindenhof.app.say(u"from the makers"_s));
    ASSERT_TRUE(night.app.say(u"from the night"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return both.said().contains(u"from the night"_s); })) << qPrintable(both.shown());
    ASSERT_TRUE(both.openGuild(u"Lindenhof Makers"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return both.isIn() && both.said().contains(u"from the makers"_s); }))
        << qPrintable(both.shown());
    ASSERT_TRUE(both.say(u"to the makers"_s));
    EXPECT_TRUE(AppDriver::wait([&] { return lindenhof.app.said().contains(u"to the makers"_s); }));
    EXPECT_FALSE(night.app.said().contains(u"to the makers"_s));

    // A start brings back both; logging out of one leaves the other, here and in what is kept.
    both.close();
    both.start();
    ASSERT_TRUE(AppDriver::wait([&] { return both.guilds().size() == 2 && both.isIn(); })) << qPrintable(both.shown());
    ASSERT_TRUE(both.openGuild(u"Lindenhof Makers"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return both.isIn(); }));
    Q_EMIT both.window().rail()->logOutWanted(&both.session());
    ASSERT_TRUE(both.click("sure"));
    ASSERT_TRUE(AppDriver::wait([&] { return both.guilds() == QStringList{u"Night Shift"_s} && both.isIn(); }))
        << qPrintable(both.shown());
    ASSERT_TRUE(both.say(u"still on the night shift"_s));
    EXPECT_TRUE(AppDriver::wait([&] { return night.app.said().contains(u"still on the night shift"_s); }));
    both.close();
    EXPECT_EQ(both.keychain().values().size(), 2) << "token and cache key of the account that is left";
    both.start();
    ASSERT_TRUE(AppDriver::wait([&] { return both.isIn(); })) << qPrintable(both.shown());
    EXPECT_EQ(both.guilds(), QStringList{u"Night Shift"_s});
}

/** As if the account's cache had been written some hours ago. */
void makeOld(AppDriver& app, qint64 hours) {
    const app::AccountRecord record = app::Accounts(app.profileFolder(), app.keychain()).list().first();
    const QByteArray key = app.keychain().values().value(u"cache/"_s + record.key());
    ASSERT_FALSE(key.isEmpty());
    app::Accounts accounts(app.profileFolder(), app.keychain());
    app::LocalCache cache(accounts.cachePath(record.key()), key);
    app::CacheWrites writes;
    writes.asOfMs = shared::SystemClock().nowMs() - hours * 3'600'000;
    cache.write(writes);
}

TEST(AppAccounts, AStartWithoutItsServerShowsWhatWasKeptAndConnectsByItself) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    AppDriver friendly(*qApp);
    friendly.start();
    ASSERT_TRUE(friendly.join(host.link, u"tomas"_s, kPassword)) << qPrintable(friendly.shown());
    ASSERT_TRUE(host.app.say(u"before the lights went out"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"before the lights went out"_s); }));
    friendly.close();
    makeOld(friendly, 3);
    host.app.close();

    friendly.start();
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.guilds() == QStringList{u"Lindenhof Makers"_s}; }))
        << qPrintable(friendly.shown());
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"before the lights went out"_s); }))
        << qPrintable(friendly.shown());
    EXPECT_GT(friendly.session().channelModel().rowCount(), 0);
    EXPECT_TRUE(friendly.shows(u"You see what was here 3 hours ago."_s)) << qPrintable(friendly.shown());
    EXPECT_FALSE(friendly.session().status().isLive());

    host.app.start();
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.isIn(); }, 30'000)) << qPrintable(friendly.shown());
    EXPECT_TRUE(AppDriver::wait([&] { return !friendly.shown().contains(u"3 hours ago"_s); }));
    ASSERT_TRUE(AppDriver::wait([&] { return host.app.isIn(); }));
    ASSERT_TRUE(friendly.say(u"the lights are on again"_s));
    EXPECT_TRUE(AppDriver::wait([&] { return host.app.said().contains(u"the lights are on again"_s); }));
}

TEST(AppAccounts, ANewPasswordLeavesThisComputerLoggedIn) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    AppDriver friendly(*qApp);
    friendly.start();
    ASSERT_TRUE(friendly.join(host.link, u"tomas"_s, kPassword)) << qPrintable(friendly.shown());
    const auto tokens = friendly.keychain().values();
    bool isChanged = false;
    friendly.session().changePassword(kPassword, u"another long one"_s).then(qApp, [&](const shared::CurrentUser&) {
        isChanged = true;
    });
    ASSERT_TRUE(AppDriver::wait([&] { return isChanged; })) << qPrintable(friendly.shown());
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.keychain().values() != tokens; })) << "the new token is not kept";
    ASSERT_TRUE(friendly.say(u"still here"_s));
    EXPECT_TRUE(AppDriver::wait([&] { return host.app.said().contains(u"still here"_s); }))
        << qPrintable(friendly.shown());
    ASSERT_TRUE(host.app.say(u"good"_s));
    EXPECT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"good"_s); }))
        << "the gateway is on the old token";
    friendly.close();
    friendly.start();
    EXPECT_TRUE(AppDriver::wait([&] { return friendly.isIn() && friendly.session().status().isLive(); }))
        << qPrintable(friendly.shown());
}

TEST(AppAccounts, WithoutAKeychainItSaysSoAsksAndForgetsNothing) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    AppDriver friendly(*qApp);
    friendly.start();
    ASSERT_TRUE(friendly.join(host.link, u"tomas"_s, kPassword)) << qPrintable(friendly.shown());
    ASSERT_TRUE(host.app.say(u"kept"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"kept"_s); }));
    friendly.close();

    friendly.keychain().setAvailable(false);
    friendly.start();
    EXPECT_TRUE(friendly.shows(u"The keychain of this computer is locked or does not answer."_s))
        << qPrintable(friendly.shown());
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.find<QAbstractButton>("submit") != nullptr; }));
    ASSERT_TRUE(friendly.write("password", kPassword) && friendly.click("submit"));
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.isIn(); })) << qPrintable(friendly.shown());
    ASSERT_TRUE(friendly.say(u"without a keychain"_s));
    EXPECT_TRUE(AppDriver::wait([&] { return host.app.said().contains(u"without a keychain"_s); }));
    friendly.close();

    // Nothing was thrown away meanwhile: the account is one, and its cache opens again.
    friendly.keychain().setAvailable(true);
    host.app.close();
    friendly.start();
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"kept"_s); })) << qPrintable(friendly.shown());
    EXPECT_EQ(app::Accounts(friendly.profileFolder(), friendly.keychain()).list().size(), 1);
}

TEST(AppAccounts, AKeychainThatIsUnlockedLateOpensTheAccountAfterAll) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    host.app.close();
    host.app.keychain().setLocked(true);
    host.app.start();
    ASSERT_TRUE(host.app.shows(u"The keychain of this computer is locked or does not answer."_s))
        << qPrintable(host.app.shown());
    host.app.keychain().setLocked(false);
    ASSERT_TRUE(AppDriver::wait([&] { return host.app.window().current() != nullptr && host.app.isIn(); }))
        << qPrintable(host.app.shown());
    EXPECT_EQ(host.app.guilds(), QStringList{u"Lindenhof Makers"_s});
}

}  // namespace
}  // namespace tests
