#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include "app/models/ChannelRoles.h"
#include "app/views/channels/ChannelTreeView.h"
#include "app/views/guilds/GuildRailView.h"
#include "app/views/members/MemberListView.h"
#include "tests/widgets/SampleLists.h"

using namespace Qt::StringLiterals;

namespace {

class ListsTest : public testing::Test {
 protected:
    void show(QWidget& widget) {
        widget.resize(248, 700);
        widget.show();
        widget.activateWindow();
        QApplication::processEvents();
    }

    app::Theme theme;
    tests::SamplePictures pictures;
    QStandardItemModel model;
};

TEST_F(ListsTest, ChannelsOpenAndCategoriesFold) {
    tests::fillChannels(model);
    app::ChannelTreeView tree(theme, pictures);
    tree.setModel(&model);
    show(tree);
    const QModelIndex house = model.index(2, 0);
    const QModelIndex welcome = model.index(0, 0, house);
    QSignalSpy opened(&tree, &app::ChannelTreeView::channelActivated);
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, QPoint(80, tree.visualRect(welcome).center().y()));
    ASSERT_EQ(opened.count(), 1);
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, QPoint(80, tree.visualRect(house).center().y()));
    EXPECT_FALSE(tree.isExpanded(house));
    EXPECT_EQ(tree.folded().size(), 1);
    // A folded category stays folded when its channels change.
    model.itemFromIndex(house)->appendRow(new QStandardItem(u"x"_s));
    EXPECT_FALSE(tree.isExpanded(house));
}

TEST_F(ListsTest, ChannelToolsAreTheirOwnTargets) {
    tests::fillChannels(model);
    app::ChannelTreeView tree(theme, pictures);
    tree.setModel(&model);
    show(tree);
    const QModelIndex welcome = model.index(0, 0, model.index(2, 0));
    const int y = tree.visualRect(welcome).center().y();
    QSignalSpy settings(&tree, &app::ChannelTreeView::settingsWanted);
    QSignalSpy invite(&tree, &app::ChannelTreeView::inviteWanted);
    const int end = tree.viewport()->width() - 8 - 8 - 8;
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, QPoint(end, y));
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, QPoint(end - 24, y));
    EXPECT_EQ(settings.count(), 1);
    EXPECT_EQ(invite.count(), 1);
}

TEST_F(ListsTest, MembersOpenByMouseAndKey) {
    tests::fillMembers(model);
    app::MemberListView list(theme, pictures);
    list.setModel(&model);
    show(list);
    QSignalSpy opened(&list, &app::MemberListView::personActivated);
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(model.index(1, 0)).center());
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened[0][0].value<shared::UserId>(), shared::UserId(tests::kMarta));
    list.setFocus(Qt::TabFocusReason);
    QTest::keyClick(&list, Qt::Key_Down);
    QTest::keyClick(&list, Qt::Key_Return);
    EXPECT_EQ(opened.count(), 2);
    // A heading is no person.
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(model.index(0, 0)).center());
    EXPECT_EQ(opened.count(), 2);
}

TEST_F(ListsTest, RailTilesActivate) {
    tests::fillGuilds(model);
    app::GuildRailView rail(theme, pictures);
    rail.setModel(&model);
    show(rail);
    QSignalSpy activated(&rail, &app::GuildRailView::tileActivated);
    QTest::mouseClick(rail.viewport(), Qt::LeftButton, {}, rail.visualRect(model.index(3, 0)).center());
    ASSERT_EQ(activated.count(), 1);
    EXPECT_EQ(activated[0][0].value<app::GuildRow>().id, shared::GuildId(1));
    QTest::mouseClick(rail.viewport(), Qt::LeftButton, {}, rail.visualRect(model.index(2, 0)).center());
    EXPECT_EQ(activated.count(), 1) << "the separator is nothing to click";
    EXPECT_EQ(rail.visualRect(model.index(0, 0)).height(), 48);
}

TEST_F(ListsTest, OddRowsArePainted) {
    app::ChannelRow row;
    row.name = QString(300, u'w');
    row.mentions = 1'000'000;
    auto* item = new QStandardItem;
    item->setData(QVariant::fromValue(row), app::ChannelRoles::RowRole);
    model.appendRow(item);
    model.appendRow(new QStandardItem(u"no row at all"_s));
    app::ChannelTreeView tree(theme, pictures);
    tree.setModel(&model);
    app::MemberListView members(theme, pictures);
    members.setModel(&model);
    app::GuildRailView rail(theme, pictures);
    rail.setModel(&model);
    for (QWidget* view : std::initializer_list<QWidget*>{&tree, &members, &rail}) {
        for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            view->setLayoutDirection(direction);
            view->resize(40, 100);
            EXPECT_FALSE(view->grab().isNull());
        }
    }
}

}  // namespace
