#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <gtest/gtest.h>

#include "app/views/AccountView.h"
#include "app/views/channels/ChannelPanel.h"
#include "app/views/channels/ChannelTreeView.h"
#include "app/views/chat/ChatHeader.h"
#include "app/views/chat/ChatPanel.h"
#include "app/views/common/Sheet.h"
#include "app/views/guilds/GuildRailView.h"
#include "app/views/guilds/RailPanel.h"
#include "app/views/members/MemberListView.h"
#include "app/views/timeline/TimelineView.h"
#include "tests/widgets/AppDriver.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

QApplication& qt() {
    return *qApp;
}

TEST(AppFlow, HostsACommunityAndTalksWithAFriend) {
    AppDriver host(qt());
    host.start();
    const QString link = host.host(u"Lindenhof Makers"_s, u"marta"_s, kPassword);
    ASSERT_FALSE(link.isEmpty()) << qPrintable(host.shown());
    EXPECT_TRUE(link.startsWith(u"guildhall://"_s)) << qPrintable(link);

    AppDriver friendly(qt());
    friendly.start();
    ASSERT_TRUE(friendly.join(link, u"tomas"_s, kPassword)) << qPrintable(friendly.shown());
    ASSERT_TRUE(AppDriver::wait(
        [&] { return friendly.session().navigation().channel() == host.session().navigation().channel(); }));

    ASSERT_TRUE(host.say(u"Good morning"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.said().contains(u"Good morning"_s); }))
        << qPrintable(friendly.shown());
    ASSERT_TRUE(friendly.say(u"Hello Marta"_s));
    ASSERT_TRUE(AppDriver::wait([&] { return host.said().contains(u"Hello Marta"_s); })) << qPrintable(host.shown());
    EXPECT_TRUE(AppDriver::wait([&] { return host.said() == friendly.said(); }));

    // The friend's app starts again: the account is remembered, the history is there.
    friendly.close();
    friendly.start();
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.window().current() != nullptr && friendly.isIn(); }))
        << qPrintable(friendly.shown());
    EXPECT_TRUE(AppDriver::wait([&] { return friendly.said() == host.said(); }));
}

TEST(AppFlow, ShowsWhatIsWrongAndComesBackByItself) {
    AppDriver host(qt());
    host.start();
    const QString link = host.host(u"Night Shift"_s, u"marta"_s, kPassword);
    ASSERT_FALSE(link.isEmpty()) << qPrintable(host.shown());
    AppDriver friendly(qt());
    friendly.start();
    ASSERT_TRUE(friendly.join(link, u"wren"_s, kPassword)) << qPrintable(friendly.shown());

    host.app().hosted().stop();
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.find<QWidget>("connectionBanner") != nullptr; }));
    ASSERT_TRUE(friendly.say(u"written while it was away"_s));
    host.app().hosted().start(host.app().hosted().options());
    ASSERT_TRUE(AppDriver::wait([&] { return host.app().hosted().state() == app::HostedServer::State::Running; }));
    friendly.session().retryNow();
    ASSERT_TRUE(
        AppDriver::wait([&] { return host.isIn() && host.said().contains(u"written while it was away"_s); }, 40'000))
        << qPrintable(friendly.shown());
    EXPECT_EQ(host.said().count(u"written while it was away"_s), 1);

    // The hosting app starts again: server, address and account come back, and so does the friend.
    host.close();
    host.start();
    ASSERT_TRUE(AppDriver::wait([&] { return host.isIn(); }, 30'000)) << qPrintable(host.shown());
    friendly.session().retryNow();
    ASSERT_TRUE(AppDriver::wait([&] { return friendly.isIn(); }, 30'000)) << qPrintable(friendly.shown());
    ASSERT_TRUE(friendly.say(u"still here"_s));
    EXPECT_TRUE(AppDriver::wait([&] { return host.said().contains(u"still here"_s); }))
        << qPrintable(host.said().join(u'/')) << " | " << qPrintable(friendly.said().join(u'/')) << " | "
        << int(host.session().status().state) << qPrintable(host.shown());
}

TEST(AppFlow, WhatIsTypedGoesIntoTheComposerWhereverTheFocusIs) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    app::AccountView& view = *host.app.window().current();
    app::Composer& composer = *view.chat()->composer();
    const auto isFocused = [&] {
        const QWidget* focused = host.app.window().focusWidget();
        return focused != nullptr && composer.isAncestorOf(focused);
    };
    EXPECT_TRUE(isFocused()) << "after the page that ends the setup";
    const QList<QWidget*> places{host.app.window().rail()->rail(), view.channels()->tree(), view.members(),
                                 view.chat()->timeline(), view.chat()->header()};
    for (QWidget* place : places) {
        SCOPED_TRACE(place->metaObject()->className());
        composer.setMarkup({});
        place->setFocus(Qt::TabFocusReason);
        QTest::keyClick(place, Qt::Key_W, Qt::ControlModifier);
        EXPECT_EQ(composer.markup(), QString());
        QTest::keyClick(place, 'W');
        EXPECT_EQ(composer.markup(), u"W"_s);
        EXPECT_TRUE(isFocused());
    }
    // Not from behind what lies over the window.
    Q_EMIT view.channels()->createCategoryWanted();
    auto* sheet = host.app.window().findChild<app::Sheet*>();
    ASSERT_NE(sheet, nullptr);
    sheet->setFocus();
    QTest::keyClick(sheet, 'X');
    EXPECT_EQ(composer.markup(), u"W"_s);
    sheet->finish();
}

TEST(AppFlow, RefusesAWrongAddressInWords) {
    AppDriver app(qt());
    app.start();
    ASSERT_TRUE(app.click("joinDoor"));
    ASSERT_TRUE(app.write("address", u"guildhall://"_s));
    ASSERT_TRUE(app.click("continue"));
    EXPECT_TRUE(app.shown().contains(u"This is not an address"_s)) << qPrintable(app.shown());
}

}  // namespace
}  // namespace tests
