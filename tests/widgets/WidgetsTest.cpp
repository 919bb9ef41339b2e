#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include "app/widgets/Banner.h"
#include "app/widgets/Button.h"
#include "app/widgets/Choices.h"
#include "app/widgets/EnterKey.h"
#include "app/widgets/Field.h"
#include "app/widgets/FocusRing.h"
#include "app/widgets/IconButton.h"
#include "app/widgets/Surfaces.h"

using namespace Qt::StringLiterals;

namespace {

TEST(FocusRing, IsForTheKeyboardOnly) {
    app::Theme theme;
    app::FocusRing ring(theme);
    {
        QWidget window;
        auto* box = new QVBoxLayout(&window);
        auto* first = new app::Button(theme, u"First"_s);
        auto* second = new app::Button(theme, u"Second"_s);
        auto* field = new app::Field(theme, u"Name"_s);
        box->addWidget(first);
        box->addWidget(second);
        box->addWidget(field);
        window.show();
        window.activateWindow();
        QApplication::processEvents();
        first->setFocus(Qt::MouseFocusReason);
        EXPECT_EQ(ring.target(), nullptr);
        second->setFocus(Qt::TabFocusReason);
        EXPECT_EQ(ring.target(), second);
        field->edit()->setFocus(Qt::TabFocusReason);
        EXPECT_EQ(ring.target(), nullptr) << "a field shows its focus itself";
        second->setFocus(Qt::ShortcutFocusReason);
        EXPECT_EQ(ring.target(), second);
    }
    // Its window is gone; the next one gets a ring all the same.
    QWidget next;
    auto* other = new app::Button(theme, u"Other"_s, app::Button::Kind::Neutral, &next);
    next.show();
    next.activateWindow();
    QApplication::processEvents();
    other->clearFocus();
    other->setFocus(Qt::TabFocusReason);
    EXPECT_EQ(ring.target(), other);
}

TEST(Field, ErrorTakesTheHintsPlace) {
    app::Theme theme;
    app::Field field(theme, u"Password"_s);
    field.setHint(u"At least 8 characters."_s);
    EXPECT_EQ(field.edit()->accessibleDescription(), u"At least 8 characters."_s);
    field.setError(u"This password does not fit."_s);
    EXPECT_EQ(field.edit()->accessibleDescription(), u"This password does not fit."_s);
    field.setError({});
    EXPECT_EQ(field.edit()->accessibleDescription(), u"At least 8 characters."_s);
    EXPECT_EQ(field.edit()->accessibleName(), u"Password"_s);
}

TEST(Field, TheEyeStandsBesideTheText) {
    app::Theme theme;
    app::Field field(theme, u"Password"_s);
    field.setPassword();
    EXPECT_GT(field.edit()->textMargins().right(), 0);
    EXPECT_EQ(field.edit()->textMargins().left(), 0);
    field.setLayoutDirection(Qt::RightToLeft);
    EXPECT_GT(field.edit()->textMargins().left(), 0);
    EXPECT_EQ(field.edit()->textMargins().right(), 0);
}

TEST(EmptyState, NeverCutsItsText) {
    app::Theme theme;
    const QString text =
        u"Channels are rooms for a subject. Make the first one, or start from a set that others like. Everything can "
        "be changed later, and nothing is lost when a channel is moved to another place."_s;
    app::EmptyState page(theme, u"hash"_s, u"A fresh hall"_s, text);
    page.show();
    for (int width = 320; width <= 900; width += 20) {
        page.resize(width, 600);
        QApplication::processEvents();
        for (const QLabel* label : page.findChildren<QLabel*>()) {
            if (label->text().isEmpty()) continue;
            EXPECT_GE(label->height(), label->heightForWidth(label->width())) << width;
            EXPECT_LE(label->width(), width);
        }
    }
}

TEST(EnterKey, PressesButtonsAndLeavesChoicesAlone) {
    app::Theme theme;
    app::EnterKey enter;
    app::Button button(theme, u"Save"_s, app::Button::Kind::Primary);
    app::Switch choice(theme, u"Sound"_s);
    QSignalSpy clicked(&button, &QAbstractButton::clicked);
    for (QWidget* widget : QList<QWidget*>{&button, &choice})
        widget->show();
    QTest::keyClick(&button, Qt::Key_Return);
    QTest::keyClick(&button, Qt::Key_Enter, Qt::KeypadModifier);
    EXPECT_EQ(clicked.size(), 2);
    QTest::keyClick(&button, Qt::Key_Return, Qt::ControlModifier);
    button.setEnabled(false);
    QTest::keyClick(&button, Qt::Key_Return);
    EXPECT_EQ(clicked.size(), 2);
    QTest::keyClick(&choice, Qt::Key_Return);
    EXPECT_FALSE(choice.isChecked());
    QTest::keyClick(&choice, Qt::Key_Space);
    EXPECT_TRUE(choice.isChecked());
}

TEST(Segments, ArrowsMove) {
    app::Theme theme;
    app::Segments segments(theme, u"Density"_s, {{.text = u"Cosy"_s}, {.text = u"Compact"_s}});
    segments.show();
    QSignalSpy changed(&segments, &app::Segments::currentChanged);
    QTest::keyClick(&segments, Qt::Key_Right);
    EXPECT_EQ(segments.current(), 1);
    QTest::keyClick(&segments, Qt::Key_Right);
    EXPECT_EQ(changed.count(), 1);
    segments.setLayoutDirection(Qt::RightToLeft);
    QTest::keyClick(&segments, Qt::Key_Right);
    EXPECT_EQ(segments.current(), 0);
}

TEST(Buttons, HaveNamesAndSizes) {
    app::Theme theme;
    app::Button button(theme, u"Delete"_s, app::Button::Kind::Destructive);
    EXPECT_EQ(button.sizeHint().height(), 36);
    button.setSize(app::Button::Size::Small);
    EXPECT_EQ(button.sizeHint().height(), 28);
    app::IconButton icon(theme, u"x"_s, u"Close"_s);
    EXPECT_EQ(icon.accessibleName(), u"Close"_s);
    EXPECT_EQ(icon.toolTip(), u"Close"_s);
    EXPECT_EQ(icon.sizeHint(), QSize(32, 32));
    theme.setZoom(2.0);
    EXPECT_EQ(icon.sizeHint(), QSize(64, 64));
}

TEST(Toast, NewerTakesTheOldersPlace) {
    app::Theme theme;
    theme.setLessMotion(true);
    QWidget host;
    host.resize(600, 400);
    host.show();
    app::Toast::show(theme, &host, u"check-circle"_s, u"Invite copied"_s);
    app::Toast* undo = app::Toast::show(theme, &host, u"trash"_s, u"Channel deleted"_s, u"Undo"_s);
    int shown = 0;
    for (const auto* toast : host.findChildren<app::Toast*>())
        shown += toast->isVisible() ? 1 : 0;
    EXPECT_EQ(shown, 1);
    QSignalSpy triggered(undo, &app::Toast::actionTriggered);
    QTest::mouseClick(undo->findChild<app::Button*>(), Qt::LeftButton);
    EXPECT_EQ(triggered.count(), 1);
    EXPECT_FALSE(undo->isVisible());
}

TEST(Popup, GivesTheFocusBack) {
    app::Theme theme;
    theme.setLessMotion(true);
    QWidget window;
    auto* button = new app::Button(theme, u"Open"_s, app::Button::Kind::Neutral, &window);
    window.resize(300, 300);
    window.show();
    window.activateWindow();
    QApplication::processEvents();
    button->setFocus();
    app::Popup popup(theme, u"Menu"_s, &window);
    QSignalSpy closed(&popup, &app::Popup::closed);
    popup.openBelow(button);
    EXPECT_TRUE(popup.isVisible());
    QTest::keyClick(&popup, Qt::Key_Escape);
    EXPECT_EQ(closed.count(), 1);
    EXPECT_TRUE(button->hasFocus());
}

}  // namespace
