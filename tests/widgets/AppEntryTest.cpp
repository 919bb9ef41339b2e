#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <gtest/gtest.h>

#include "app/views/AccountView.h"
#include "app/views/guilds/RailPanel.h"
#include "app/views/login/AccountForm.h"
#include "app/views/login/JoinPage.h"
#include "app/views/login/RememberedPage.h"
#include "app/widgets/Button.h"
#include "app/widgets/Field.h"
#include "tests/widgets/AppDriver.h"

using namespace Qt::StringLiterals;

// The way in: the join card, a server that does not answer, accounts that have to be logged in to again, and invites
// to a server where one is already.
namespace tests {
namespace {

const QString kLong =
    u"Dieser Benutzername ist auf diesem Server bereits vergeben und kann deshalb leider nicht noch einmal verwendet "
    "werden. Bitte suche dir einen anderen aus, der aus Kleinbuchstaben, Ziffern, Punkten und Unterstrichen besteht."_s;

/** What is visible below the widget and holds text or takes it, in the widget's own coordinates. */
QList<std::pair<QWidget*, QRect>> pieces(QWidget& root) {
    QList<std::pair<QWidget*, QRect>> all;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        const bool isPiece = qobject_cast<QLabel*>(widget) != nullptr || qobject_cast<QLineEdit*>(widget) != nullptr ||
                             qobject_cast<app::Button*>(widget) != nullptr;
        if (isPiece && widget->isVisible()) all.append({widget, QRect(widget->mapTo(&root, QPoint()), widget->size())});
    }
    return all;
}

/** What is cut or covered; empty = nothing. */
QStringList faults(QWidget& root) {
    QStringList faults;
    const auto all = pieces(root);
    if (all.size() < 4) faults.append(u"nothing to see"_s);
    for (qsizetype i = 0; i < all.size(); ++i) {
        const auto& [widget, box] = all[i];
        const auto* label = qobject_cast<QLabel*>(widget);
        if (label != nullptr && label->wordWrap() && label->height() < label->heightForWidth(label->width()))
            faults.append(u"cut: "_s + label->text());
        for (qsizetype j = i + 1; j < all.size(); ++j)
            if (box.intersects(all[j].second))
                faults.append(QLatin1StringView(widget->metaObject()->className()) + u" covers "_s +
                              QLatin1StringView(all[j].first->metaObject()->className()));
    }
    return faults;
}

void expectTidy(QWidget& root) {
    AppDriver::wait([&] { return faults(root).isEmpty(); }, 2000);
    EXPECT_EQ(faults(root), QStringList());
}

/** The join page of an app that has followed the link, at its account step. */
bool reach(AppDriver& app, const QString& link) {
    return app.click("joinDoor") && app.write("address", link) && app.click("continue") &&
           AppDriver::wait([&] { return app.find<QAbstractButton>("submit") != nullptr; });
}

TEST(AppEntry, TheJoinCardHoldsLongWordsWhateverTheSizeOfTheWindow) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    AppDriver app(*qApp);
    app.start();
    ASSERT_TRUE(reach(app, host.link)) << qPrintable(app.shown());
    for (const QSize& size : {QSize(1280, 800), QSize(720, 480), QSize(1920, 1080)}) {
        SCOPED_TRACE(size.width());
        app.window().resize(size);
        for (const char* name : {"userName", "displayName", "password"})
            app.find<app::Field>(name)->setError(kLong);
        expectTidy(*app.window().findChild<app::JoinPage*>());
        for (const char* name : {"userName", "displayName", "password"})
            app.find<app::Field>(name)->setError({});
        expectTidy(*app.window().findChild<app::JoinPage*>());
    }
    app.window().resize(1280, 800);
    ASSERT_TRUE(app.click("back"));
    app.find<app::Field>("address")->setError(kLong + u' ' + kLong);
    expectTidy(*app.window().findChild<app::JoinPage*>());
}

TEST(AppEntry, APasswordDoesNotOutliveThePageAndAWrongOneIsReadyToBeWrittenAnew) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    AppDriver app(*qApp);
    app.start();
    ASSERT_TRUE(reach(app, host.link)) << qPrintable(app.shown());
    auto* form = app.window().findChild<app::AccountForm*>();
    form->setRegistering(false);
    ASSERT_TRUE(app.write("userName", u"marta"_s) && app.write("password", u"not the right one"_s));
    QLineEdit* password = app.find<app::Field>("password")->edit();
    app.find<app::Field>("userName")->edit()->setFocus();
    ASSERT_TRUE(app.click("submit"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("submit")->isEnabled(); }));
    EXPECT_EQ(app.window().focusWidget(), password);
    EXPECT_EQ(password->selectedText().size(), password->text().size());
    EXPECT_FALSE(password->text().isEmpty());

    ASSERT_TRUE(app.click("back"));
    EXPECT_TRUE(password->text().isEmpty()) << "after Back";
    ASSERT_TRUE(app.click("continue"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("submit") != nullptr; }));
    EXPECT_TRUE(password->text().isEmpty());
    ASSERT_TRUE(app.write("password", kPassword));
    app.app().raise(u"guildhall://127.0.0.1:1/"_s);
    EXPECT_TRUE(password->text().isEmpty()) << "after another link";
}

TEST(AppEntry, WhereNobodyListensItIsToldAtOnceAndTriedAgain) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    host.app.close();
    AppDriver app(*qApp);
    app.start();
    for (const QString& link : {host.link, host.link.section(u'/', 0, 2)}) {
        ASSERT_TRUE(app.click("joinDoor"));
        ASSERT_TRUE(app.write("address", link) && app.click("continue"));
        EXPECT_TRUE(app.shows(u"The server did not answer."_s, 1500)) << qPrintable(app.shown());
        EXPECT_TRUE(app.find<QAbstractButton>("continue")->isEnabled());
        ASSERT_TRUE(app.click("back"));
    }
    ASSERT_TRUE(app.click("joinDoor"));
    ASSERT_TRUE(app.write("address", host.link) && app.click("continue"));
    ASSERT_TRUE(app.shows(u"Guildhall keeps trying."_s, 1500)) << qPrintable(app.shown());
    host.app.start();
    EXPECT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("submit") != nullptr; }, 25'000))
        << qPrintable(app.shown());
}

TEST(AppEntry, WithoutKeychainAndServerTheAccountsAreStillThereWithTheReason) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    AppDriver app(*qApp);
    app.start();
    ASSERT_TRUE(app.join(host.link, u"tomas"_s, kPassword)) << qPrintable(app.shown());
    app.close();
    host.app.close();

    app.keychain().setAvailable(false);
    app.start();
    ASSERT_TRUE(app.shows(u"The server did not answer."_s)) << qPrintable(app.shown());
    ASSERT_TRUE(app.click("back"));
    ASSERT_NE(app.find<QAbstractButton>("logInAgain"), nullptr) << qPrintable(app.shown());
    EXPECT_TRUE(app.shown().contains(u"tomas"_s)) << qPrintable(app.shown());
    EXPECT_TRUE(app.shown().contains(u"The keychain of this computer is locked"_s)) << qPrintable(app.shown());
    expectTidy(*app.window().findChild<app::RememberedPage*>());
    // Elsewhere and back: still there.
    ASSERT_TRUE(app.click("joinAnother") && app.click("back"));
    ASSERT_TRUE(app.click("logInAgain"));
    ASSERT_TRUE(app.shows(u"Guildhall keeps trying."_s)) << qPrintable(app.shown());

    host.app.start();
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("submit") != nullptr; }, 25'000))
        << qPrintable(app.shown());
    ASSERT_TRUE(app.write("password", kPassword) && app.click("submit"));
    EXPECT_TRUE(AppDriver::wait([&] { return app.isIn(); })) << qPrintable(app.shown());
}

TEST(AppEntry, SeveralAccountsWithoutAKeychainAreAllListedAndOneCanBeForgotten) {
    HostingApp lindenhof(u"Lindenhof Makers"_s);
    HostingApp night(u"Night Shift"_s);
    ASSERT_FALSE(lindenhof.link.isEmpty() || night.link.isEmpty());
    AppDriver app(*qApp);
    app.start();
    ASSERT_TRUE(app.join(lindenhof.link, u"tomas"_s, kPassword)) << qPrintable(app.shown());
    ASSERT_TRUE(app.joinAlso(night.link, u"tomas"_s, kPassword)) << qPrintable(app.shown());
    app.close();
    app.keychain().setAvailable(false);
    app.start();
    app::RememberedPage* page = nullptr;
    ASSERT_TRUE(AppDriver::wait([&] {
        page = app.window().findChild<app::RememberedPage*>();
        return page != nullptr && page->isVisible() && page->findChildren<app::Button*>(u"logInAgain"_s).size() >= 2;
    })) << qPrintable(app.shown());
    ASSERT_TRUE(app.click("logInAgain"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("submit") != nullptr; }));
    ASSERT_TRUE(app.write("password", kPassword) && app.click("submit"));
    // One is open now; the other one still waits, and can be left for later.
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("notNow") != nullptr; }))
        << qPrintable(app.shown());
    ASSERT_TRUE(app.click("notNow"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.isIn(); })) << qPrintable(app.shown());
    Q_EMIT app.window().rail()->joinWanted();
    ASSERT_TRUE(app.click("forget") && app.click("sure"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.isIn(); })) << qPrintable(app.shown());
    EXPECT_EQ(app::Accounts(app.profileFolder(), app.keychain()).list().size(), 1);
}

TEST(AppEntry, AnInviteToAServerWhereOneIsAlreadyIsFollowedWithThatAccount) {
    HostingApp host(u"Lindenhof Makers"_s);
    ASSERT_FALSE(host.link.isEmpty()) << qPrintable(host.app.shown());
    AppDriver app(*qApp);
    app.start();
    ASSERT_TRUE(app.join(host.link, u"tomas"_s, kPassword)) << qPrintable(app.shown());

    app::AccountSession& owner = host.app.session();
    QString code;
    owner.guilds().create(u"Night Shift"_s).then(qApp, [&](const shared::Guild& guild) {
        owner.channels().list(guild.id).then(qApp, [&](const QList<shared::Channel>& channels) {
            for (const shared::Channel& channel : channels) {
                if (channel.type != shared::ChannelType::GuildText) continue;
                owner.invites().create(channel.id).then(qApp, [&](const shared::Invite& invite) {
                    code = invite.code;
                });
                break;
            }
        });
    });
    ASSERT_TRUE(AppDriver::wait([&] { return !code.isEmpty(); }));
    const QString link = owner.server().withInvite(code).inviteLink();

    app.app().raise(link);
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("joinAs") != nullptr; }))
        << qPrintable(app.shown());
    EXPECT_EQ(app.find<QAbstractButton>("joinAs")->text(), u"Join as tomas"_s);
    EXPECT_EQ(app.find<QAbstractButton>("submit"), nullptr);
    expectTidy(*app.window().findChild<app::JoinPage*>());
    ASSERT_TRUE(app.click("joinAs"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.guilds().size() == 2 && app.isIn(); })) << qPrintable(app.shown());
    EXPECT_TRUE(app.guilds().contains(u"Night Shift"_s));
    EXPECT_EQ(app::Accounts(app.profileFolder(), app.keychain()).list().size(), 1);

    // Somebody else at this computer: the fields are one click away. The key is not asked for again without the link.
    app.app().raise(u"127.0.0.1:%1/%2"_s.arg(owner.server().port()).arg(code));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("joinAs") != nullptr; }))
        << qPrintable(app.shown());
    ASSERT_TRUE(app.click("otherAccount"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("submit") != nullptr; }));
    ASSERT_TRUE(app.write("userName", u"wren"_s) && app.write("password", kPassword) && app.click("submit"));
    ASSERT_TRUE(AppDriver::wait([&] {
        return app::Accounts(app.profileFolder(), app.keychain()).list().size() == 2 && app.isIn();
    })) << qPrintable(app.shown());

    // One that has to be logged in to first: then it follows the invite, too.
    app.close();
    app.keychain().setAvailable(false);
    app.start();
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("logInAgain") != nullptr; }));
    app.app().raise(link);
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("joinAs") != nullptr; }))
        << qPrintable(app.shown());
    ASSERT_TRUE(app.click("joinAs"));
    ASSERT_TRUE(AppDriver::wait([&] { return app.find<QAbstractButton>("submit") != nullptr; }));
    ASSERT_TRUE(app.write("password", kPassword) && app.click("submit"));
    EXPECT_TRUE(AppDriver::wait([&] { return app.window().current() != nullptr; })) << qPrintable(app.shown());
}

}  // namespace
}  // namespace tests
