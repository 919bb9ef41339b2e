#include <QtGui/QAccessible>
#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include "app/views/timeline/TimelineAccessible.h"
#include "app/views/timeline/TimelineView.h"
#include "tests/widgets/SampleData.h"

using namespace Qt::StringLiterals;

namespace {

class TimelineViewTest : public testing::Test {
 protected:
    TimelineViewTest() : view(theme, pictures, clock) {
        view.setNames(&names);
        view.setTimes(app::TimeText(QLocale(u"en_GB"_s), app::HourFormat::Hours24));
        view.setModel(&model);
        view.resize(700, 500);
        view.show();
        view.activateWindow();
        settle();
    }

    void settle() { QApplication::processEvents(); }

    // The middle of a row's first line of text.
    QPoint textOf(int row) { return {90, view.rowRect(row).bottom() - 12}; }

    app::Theme theme;
    tests::SamplePictures pictures;
    tests::SampleNames names;
    tests::StillClock clock;
    tests::MessageRows model;
    app::TimelineView view;
};

TEST_F(TimelineViewTest, StartsAtTheEndAndFollowsIt) {
    model.reset(tests::many(300));
    settle();
    EXPECT_EQ(view.visibleRows().second, 299);
    EXPECT_TRUE(view.isAtEnd());
    model.append(tests::message(9999, tests::kJonas, tests::StillClock::at(24, 14, 11), u"new"_s));
    settle();
    EXPECT_EQ(view.visibleRows().second, 300);
    EXPECT_TRUE(view.isAtEnd());
}

TEST_F(TimelineViewTest, FewRowsStandAtTheBottom) {
    model.reset(tests::many(2));
    settle();
    EXPECT_GT(view.rowRect(0).top(), 100);
    EXPECT_LE(view.viewport()->height() - view.rowRect(1).bottom(), 20);
}

TEST_F(TimelineViewTest, OlderRowsDoNotMoveWhatIsSeen) {
    model.reset(tests::many(300, 50'000));
    ASSERT_TRUE(view.jumpTo(model.row(40).id, false));
    settle();
    const shared::MessageId held = model.row(40).id;
    const QRect before = view.rowRect(40);
    ASSERT_FALSE(before.isNull());
    model.insert(0, tests::many(50, 10));
    settle();
    ASSERT_EQ(model.row(90).id, held);
    EXPECT_EQ(view.rowRect(90).top(), before.top());
}

TEST_F(TimelineViewTest, NewRowsDoNotMoveWhatIsSeenFurtherUp) {
    model.reset(tests::many(300, 1000));
    view.jumpTo(model.row(100).id, false);
    settle();
    const QRect before = view.rowRect(100);
    model.append(tests::message(9999, tests::kJonas, tests::StillClock::at(24, 14, 11), u"new"_s));
    settle();
    EXPECT_EQ(view.rowRect(100), before);
    EXPECT_FALSE(view.isAtEnd());
}

TEST_F(TimelineViewTest, RowsThatGrowOrGoAboveDoNotMoveWhatIsSeen) {
    model.reset(tests::many(300, 1000));
    view.jumpTo(model.row(100).id, false);
    settle();
    const auto [first, last] = view.visibleRows();
    ASSERT_LT(first, 100);
    // The first row that is whole on the screen is the one that is held.
    int held = first;
    while (view.rowRect(held).top() < 0)
        ++held;
    const int top = view.rowRect(held).top();
    app::MessageRow grown = model.row(first - 1);
    grown.content = QString(2000, u'x');
    model.replace(first - 1, grown);
    settle();
    EXPECT_EQ(view.rowRect(held).top(), top);
    model.remove(first - 20, 5);
    settle();
    EXPECT_EQ(view.rowRect(held - 5).top(), top);
}

TEST_F(TimelineViewTest, PositionSurvivesAnotherChannel) {
    model.reset(tests::many(300, 1000));
    view.jumpTo(model.row(150).id, false);
    settle();
    const auto position = view.position();
    const QRect before = view.rowRect(150);
    tests::MessageRows other;
    other.reset(tests::many(10, 90'000));
    view.setModel(&other);
    settle();
    view.setModel(&model);
    EXPECT_TRUE(view.restore(position));
    settle();
    EXPECT_EQ(view.rowRect(150), before);
    view.setModel(nullptr);
}

TEST_F(TimelineViewTest, AsksForMoreOnceAtEachEnd) {
    QSignalSpy older(&view, &app::TimelineView::olderWanted);
    QSignalSpy newer(&view, &app::TimelineView::newerWanted);
    model.reset(tests::many(200, 1000));
    view.setOlderAvailable(true);
    settle();
    EXPECT_EQ(older.count(), 0);
    view.jumpTo(model.row(5).id, false);
    settle();
    settle();
    EXPECT_EQ(older.count(), 1);
    model.insert(0, tests::many(20, 10));
    settle();
    settle();
    EXPECT_EQ(older.count(), 2) << "still near the start: asked again for the next page";
    view.setNewerAvailable(true);
    view.jumpTo(model.row(219).id, false);
    settle();
    settle();
    EXPECT_EQ(newer.count(), 1);
    EXPECT_FALSE(view.isAtEnd());
}

TEST_F(TimelineViewTest, OfflineItAsksForNothingAndBackAgainItDoes) {
    QSignalSpy older(&view, &app::TimelineView::olderWanted);
    view.setOffline(true);
    model.reset(tests::many(10, 1000));
    view.setOlderAvailable(true);
    settle();
    settle();
    EXPECT_EQ(older.count(), 0);
    view.setOffline(false);
    settle();
    settle();
    EXPECT_EQ(older.count(), 1);
    // What was asked for when the connection went is asked for again.
    view.setOffline(true);
    settle();
    view.setOffline(false);
    settle();
    settle();
    EXPECT_EQ(older.count(), 2);
}

TEST_F(TimelineViewTest, AnEmptyChannelSaysThatItBegins) {
    model.reset({});
    settle();
    const QImage blank = view.grab().toImage();
    view.setIntroduction(u"hash"_s, u"lobby"_s, u"This is the beginning of #lobby."_s);
    settle();
    EXPECT_NE(view.grab().toImage(), blank);
    view.setOlderAvailable(true);
    settle();
    EXPECT_EQ(view.grab().toImage(), blank) << "nobody knows yet where it begins";
}

TEST_F(TimelineViewTest, WhatStandsThereIsSeenWhenTheWindowIsLookedAt) {
    QSignalSpy seen(&view, &app::TimelineView::seen);
    QWidget other;
    other.show();
    other.activateWindow();
    settle();
    ASSERT_FALSE(view.isActiveWindow());
    model.reset(tests::many(10, 1000));
    settle();
    settle();
    EXPECT_EQ(seen.count(), 0);
    view.activateWindow();
    settle();
    settle();
    ASSERT_EQ(seen.count(), 1);
    EXPECT_EQ(seen.first().first().value<shared::MessageId>(), model.row(9).id);
}

TEST_F(TimelineViewTest, NewLineStandsAtAThird) {
    model.reset(tests::many(300, 1000));
    view.setNewSince(model.row(250).id, 50, tests::StillClock::at(24, 14, 2));
    view.openAtNewLine();
    settle();
    EXPECT_NEAR(view.rowRect(250).top(), view.viewport()->height() / 3, 2);
    EXPECT_FALSE(view.jumpTo(shared::MessageId(1), false));
}

TEST_F(TimelineViewTest, KeysMoveAndAct) {
    model.reset(tests::many(60, 1000));
    settle();
    view.clearFocus();
    view.setFocus(Qt::TabFocusReason);
    EXPECT_EQ(view.currentRow(), 59);
    QTest::keyClick(&view, Qt::Key_Up);
    EXPECT_EQ(view.currentRow(), 58);
    QSignalSpy reply(&view, &app::TimelineView::replyWanted);
    QSignalSpy remove(&view, &app::TimelineView::deleteWanted);
    QSignalSpy menu(&view, &app::TimelineView::menuWanted);
    QSignalSpy react(&view, &app::TimelineView::reactWanted);
    QTest::keyClick(&view, Qt::Key_R);
    QTest::keyClick(&view, Qt::Key_Delete);
    QTest::keyClick(&view, Qt::Key_Return);
    QTest::keyClick(&view, Qt::Key_Plus);
    ASSERT_EQ(reply.count(), 1);
    EXPECT_EQ(reply[0][0].value<shared::MessageId>(), model.row(58).id);
    EXPECT_EQ(remove.count(), 1);
    EXPECT_EQ(menu.count(), 1);
    EXPECT_EQ(react.count(), 1);
    QTest::keyClick(&view, Qt::Key_Home);
    EXPECT_EQ(view.currentRow(), 0);
    EXPECT_EQ(view.visibleRows().first, 0);
    QTest::keyClick(&view, Qt::Key_End);
    EXPECT_TRUE(view.isAtEnd());
    QTest::keyClick(&view, Qt::Key_PageUp);
    EXPECT_FALSE(view.isAtEnd());
    QTest::keyClick(&view, Qt::Key_PageDown);
    settle();
    EXPECT_TRUE(view.isAtEnd());
}

TEST_F(TimelineViewTest, KeysRespectWhatOneMayDo) {
    QList<app::MessageRow> rows = tests::many(3, 1000);
    rows[2].can = {};
    model.reset(rows);
    settle();
    view.clearFocus();
    view.setFocus(Qt::TabFocusReason);
    view.setCurrentRow(2);
    QSignalSpy edit(&view, &app::TimelineView::editWanted);
    QTest::keyClick(&view, Qt::Key_E);
    EXPECT_EQ(edit.count(), 0);
}

TEST_F(TimelineViewTest, TabReachesTheHoverBar) {
    model.reset(tests::many(20, 1000));
    settle();
    view.clearFocus();
    view.setFocus(Qt::TabFocusReason);
    QSignalSpy reply(&view, &app::TimelineView::replyWanted);
    QTest::keyClick(&view, Qt::Key_Tab);
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Return);
    ASSERT_EQ(reply.count(), 1);
    EXPECT_EQ(reply[0][0].value<shared::MessageId>(), model.row(19).id);
}

TEST_F(TimelineViewTest, SelectsAndCopiesText) {
    model.reset({tests::message(1, tests::kJonas, tests::StillClock::at(24, 14, 0), u"Some words to take along"_s)});
    settle();
    const QPoint from(70, textOf(0).y());
    QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, QPointF(600, from.y()), view.viewport()->mapToGlobal(QPointF(600, from.y())),
                     Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(view.viewport(), &move);
    EXPECT_EQ(view.selectedText(), u"Some words to take along"_s);
    QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, QPoint(600, from.y()));
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QGuiApplication::clipboard()->text(), u"Some words to take along"_s);
}

TEST_F(TimelineViewTest, ClicksReachLinksPillsAndSpoilers) {
    model.reset({tests::message(1, tests::kJonas, tests::StillClock::at(24, 14, 0), u"https://example.org/x"_s)});
    settle();
    QSignalSpy link(&view, &app::TimelineView::linkActivated);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, textOf(0));
    ASSERT_EQ(link.count(), 1);
    EXPECT_EQ(link[0][0].toUrl(), QUrl(u"https://example.org/x"_s));

    model.reset({tests::message(1, tests::kJonas, tests::StillClock::at(24, 14, 0), u"<@14> hello"_s)});
    settle();
    QSignalSpy person(&view, &app::TimelineView::personActivated);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, textOf(0));
    ASSERT_EQ(person.count(), 1);
    EXPECT_EQ(person[0][0].value<shared::UserId>(), shared::UserId(14));

    model.reset({tests::message(1, tests::kJonas, tests::StillClock::at(24, 14, 0), u"||https://hidden.example||"_s)});
    settle();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, textOf(0));
    EXPECT_EQ(link.count(), 1) << "the first click only opens the spoiler";
    settle();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, textOf(0));
    EXPECT_EQ(link.count(), 2);
}

TEST_F(TimelineViewTest, FailedMessageOffersToSendAgain) {
    app::MessageRow row = tests::message(1, tests::kMarta, tests::StillClock::at(24, 14, 0), u"lost"_s);
    row.id = {};
    row.nonce = u"n1"_s;
    row.state = app::MessageState::Failed;
    row.failure = u"the server did not answer"_s;
    model.reset({row});
    settle();
    QSignalSpy again(&view, &app::TimelineView::sendAgainWanted);
    const QRect area = view.rowRect(0);
    for (int x = 60; x < 600 && again.isEmpty(); x += 6) {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(x, area.bottom() - 10));
    }
    ASSERT_EQ(again.count(), 1);
    EXPECT_EQ(again[0][0].toString(), u"n1"_s);
}

TEST_F(TimelineViewTest, WhatTheServerWillNeverTakeIsOfferedForRewriting) {
    app::MessageRow row = tests::message(1, tests::kMarta, tests::StillClock::at(24, 14, 0), u"too much"_s);
    row.id = {};
    row.nonce = u"n1"_s;
    row.state = app::MessageState::Failed;
    row.isRefused = true;
    row.failure = u"the file is too large"_s;
    model.reset({row});
    settle();
    QSignalSpy again(&view, &app::TimelineView::sendAgainWanted);
    QSignalSpy rewrite(&view, &app::TimelineView::rewriteWanted);
    const QRect area = view.rowRect(0);
    for (int x = 60; x < 600 && rewrite.isEmpty(); x += 6) {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(x, area.bottom() - 10));
    }
    ASSERT_EQ(rewrite.count(), 1);
    EXPECT_EQ(rewrite[0][0].toString(), u"n1"_s);
    EXPECT_EQ(again.count(), 0);
}

TEST_F(TimelineViewTest, ReadsRowsOut) {
    app::TimelineAccessible::install();
    app::MessageRow row = tests::message(1, tests::kJonas, tests::StillClock::at(24, 14, 5), u"Hi **<@14>**"_s);
    row.reactions = {{.name = u"\U0001F44D"_s, .count = 2}};
    model.reset({row});
    settle();
    EXPECT_EQ(view.describe(0), u"Jonas Feldmann, 14:05, Hi @Marta Ilves, 2 reacted with \U0001F44D"_s);
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&view);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->role(), QAccessible::List);
    ASSERT_EQ(list->childCount(), 1);
    EXPECT_EQ(list->child(0)->text(QAccessible::Name), view.describe(0));
}

TEST_F(TimelineViewTest, PaintsOddDataAtAnyWidthThemeAndDirection) {
    model.reset(tests::everything() + tests::laserCutterLater());
    for (const int width : {60, 200, 900}) {
        for (const auto kind : {app::ThemeKind::Light, app::ThemeKind::Contrast}) {
            for (const auto density : {app::Density::Cosy, app::Density::Compact}) {
                for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
                    theme.setKind(kind);
                    theme.setDensity(density);
                    view.setLayoutDirection(direction);
                    view.resize(width, 3000);
                    EXPECT_FALSE(view.grab().isNull());
                    EXPECT_GE(view.visibleRows().second, 0);
                }
            }
        }
    }
}

TEST_F(TimelineViewTest, SameIdTwiceDoesNoHarm) {
    QList<app::MessageRow> rows = tests::many(4, 1000);
    rows[1].id = rows[2].id;
    model.reset(rows);
    settle();
    EXPECT_FALSE(view.grab().isNull());
}

}  // namespace
