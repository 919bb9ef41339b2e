#include "tests/widgets/Studio.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QSlider>

#include "app/views/channels/ChannelTreeView.h"
#include "app/views/composer/Composer.h"
#include "app/views/composer/ComposerEdit.h"
#include "app/views/guilds/GuildRailView.h"
#include "app/views/members/MemberListView.h"
#include "app/views/timeline/TimelineView.h"
#include "app/widgets/Badges.h"
#include "app/widgets/Banner.h"
#include "app/widgets/Button.h"
#include "app/widgets/Choices.h"
#include "app/widgets/Field.h"
#include "app/widgets/IconButton.h"
#include "app/widgets/Surfaces.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

void hoverAt(QWidget* widget, const QPoint& place) {
    QMouseEvent move(QEvent::MouseMove, place, widget->mapToGlobal(place), Qt::NoButton, Qt::NoButton, {});
    QApplication::sendEvent(widget, &move);
}

app::TimeText britishTimes() {
    return app::TimeText(QLocale(u"en_GB"_s), app::HourFormat::Hours24);
}

}  // namespace

Studio::Studio(const QString& folder, QApplication& application) : m_folder(folder), m_ring(m_theme) {
    m_folder.mkpath(u"."_s);
    m_theme.applyTo(application);
}

void Studio::save(QWidget& widget, const QString& name) {
    widget.show();
    QApplication::processEvents();
    QApplication::processEvents();
    widget.grab().save(m_folder.filePath(name + u".png"_s));
}

void Studio::timeline(const QString& name, const QSize& size, const QList<app::MessageRow>& rows, int newAt,
                      bool hover) {
    MessageRows model;
    model.reset(rows);
    app::TimelineView view(m_theme, m_pictures, m_clock);
    view.setNames(&m_names);
    view.setTimes(britishTimes());
    view.setModel(&model);
    view.resize(size);
    if (newAt >= 0) view.setNewSince(rows[newAt].id, int(rows.size()) - newAt, rows[newAt].timestampMs);
    view.show();
    QApplication::processEvents();
    if (hover) hoverAt(view.viewport(), view.rowRect(1).center());
    save(view, name);
}

void Studio::timelines(const QString& suffix) {
    timeline(u"timeline-later-"_s + suffix, {736, 632}, laserCutterLater(), 5, false);
    timeline(u"timeline-everything-"_s + suffix, {736, 1900}, everything(), -1, false);
}

void Studio::mainWindow(const QString& name, const QSize& size) {
    QStandardItemModel channels, members, guilds;
    fillChannels(channels);
    fillMembers(members);
    fillGuilds(guilds);
    MessageRows messages;
    const QList<app::MessageRow> rows = laserCutter();
    messages.reset(rows);

    QWidget window;
    auto* row = new QHBoxLayout(&window);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* rail = new app::GuildRailView(m_theme, m_pictures);
    rail->setModel(&guilds);
    rail->setSelected(app::GuildRowKind::Guild, shared::GuildId(1));
    row->addWidget(rail);

    auto* nav = new app::Surface(m_theme, app::Token::Nav);
    nav->setEdges(Qt::LeftEdge | Qt::RightEdge);
    nav->setFixedWidth(m_theme.px(size.width() < 1000 ? m_theme.metrics().navMin : m_theme.metrics().nav));
    auto* navColumn = new QVBoxLayout(nav);
    navColumn->setContentsMargins(1, 0, 1, 0);
    navColumn->setSpacing(0);
    auto* header = new app::Surface(m_theme, app::Token::Nav);
    header->setEdges(Qt::BottomEdge);
    header->setFixedHeight(m_theme.px(m_theme.metrics().header));
    auto* headerRow = new QHBoxLayout(header);
    headerRow->addWidget(new app::Text(m_theme, u"Lindenhof Makers"_s, app::TextStyle::Heading));
    navColumn->addWidget(header);
    auto* tree = new app::ChannelTreeView(m_theme, m_pictures);
    tree->setModel(&channels);
    tree->setSelected(shared::ChannelId(3));
    navColumn->addWidget(tree, 1);
    row->addWidget(nav);

    auto* middle = new app::Surface(m_theme, app::Token::Base);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new app::Surface(m_theme, app::Token::Base);
    top->setEdges(Qt::BottomEdge);
    top->setFixedHeight(m_theme.px(m_theme.metrics().header));
    auto* topRow = new QHBoxLayout(top);
    topRow->addWidget(new app::Text(m_theme, u"# laser-cutter"_s, app::TextStyle::Heading), 1);
    for (const auto& icon : {u"chats-circle"_s, u"push-pin"_s, u"bell"_s, u"users"_s}) {
        auto* button = new app::IconButton(m_theme, icon, icon);
        button->setCheckable(icon == u"users"_s);
        button->setChecked(icon == u"users"_s);
        topRow->addWidget(button);
    }
    auto* search = new app::SearchField(m_theme, u"Search"_s);
    search->setShortcutHint(u"Ctrl F"_s);
    topRow->addWidget(search);
    column->addWidget(top);
    auto* view = new app::TimelineView(m_theme, m_pictures, m_clock);
    view->setNames(&m_names);
    view->setTimes(britishTimes());
    view->setModel(&messages);
    view->setNewSince(rows[2].id, 2, StillClock::at(24, 14, 2));
    column->addWidget(view, 1);
    auto* composer = new app::Composer(m_theme, m_pictures);
    composer->setPlaceholder(u"Message #laser-cutter"_s);
    composer->setTyping({u"Priya Raghunathan"_s, u"Wren Okafor"_s});
    column->addWidget(composer);
    row->addWidget(middle, 1);

    auto* list = new app::MemberListView(m_theme, m_pictures);
    list->setModel(&members);
    list->setFixedWidth(m_theme.px(m_theme.metrics().members));
    list->setVisible(size.width() >= 1100 && m_theme.zoom() < 1.5);
    row->addWidget(list);
    window.resize(size);
    window.show();
    QApplication::processEvents();
    hoverAt(view->viewport(), view->rowRect(1).center());
    hoverAt(list->viewport(), list->visualRect(members.index(5, 0)).center());
    save(window, name);
}

void Studio::components(const QString& name) {
    app::Surface page(m_theme, app::Token::Base);
    page.resize(1280, 900);
    auto* columns = new QHBoxLayout(&page);
    columns->setContentsMargins(28, 24, 28, 24);
    columns->setSpacing(28);
    auto* first = new QVBoxLayout;
    auto* second = new QVBoxLayout;
    auto* third = new QVBoxLayout;
    columns->addLayout(first, 42);
    columns->addLayout(second, 35);
    columns->addLayout(third, 40);
    const auto heading = [&](QVBoxLayout* column, const QString& text) {
        column->addWidget(new app::Text(m_theme, text, app::TextStyle::Section, app::Token::Text3));
    };
    const auto line = [&](QVBoxLayout* column, const QList<QWidget*>& widgets) {
        auto* row = new QHBoxLayout;
        for (QWidget* widget : widgets)
            row->addWidget(widget);
        row->addStretch(1);
        column->addLayout(row);
    };
    using app::Button;
    const auto button = [&](const QString& text, Button::Kind kind, bool enabled = true) {
        auto* made = new Button(m_theme, text, kind);
        made->setEnabled(enabled);
        return made;
    };
    heading(first, u"Buttons"_s);
    auto* down = button(u"Save"_s, Button::Kind::Primary);
    down->setDown(true);
    auto* focused = button(u"Save"_s, Button::Kind::Primary);
    line(first,
         {button(u"Save"_s, Button::Kind::Primary), down, focused, button(u"Save"_s, Button::Kind::Primary, false)});
    line(first, {button(u"Cancel"_s, Button::Kind::Neutral), button(u"Cancel"_s, Button::Kind::Neutral, false)});
    auto* small = button(u"Small"_s, Button::Kind::Neutral);
    small->setSize(Button::Size::Small);
    auto* plus = button(u"Small"_s, Button::Kind::Primary);
    plus->setSize(Button::Size::Small);
    plus->setIconName(u"plus"_s);
    line(first, {button(u"Delete"_s, Button::Kind::Destructive), button(u"Leave"_s, Button::Kind::DestructiveOutline),
                 button(u"Why?"_s, Button::Kind::Quiet), small, plus});
    heading(first, u"Icon buttons 32 and 28"_s);
    auto* on = new app::IconButton(m_theme, u"users"_s, u"Members"_s);
    on->setCheckable(true);
    on->setChecked(true);
    auto* off = new app::IconButton(m_theme, u"users"_s, u"Members"_s);
    off->setEnabled(false);
    auto* close = new app::IconButton(m_theme, u"x"_s, u"Close"_s);
    close->setSmall(true);
    line(first, {new app::IconButton(m_theme, u"users"_s, u"Members"_s), on, off, close});
    heading(first, u"Fields 36"_s);
    auto* rest = new app::Field(m_theme, u"Name of the community"_s);
    rest->edit()->setPlaceholderText(u"Rest"_s);
    rest->setHint(u"What people see in their list. 2 to 100 characters."_s);
    auto* wrong = new app::Field(m_theme, u"Password"_s);
    wrong->setPassword();
    wrong->setText(u"secret12"_s);
    wrong->setError(u"This password does not fit. 4 more tries, then a pause of one minute."_s);
    auto* disabled = new app::Field(m_theme, {});
    disabled->setText(u"Off"_s);
    disabled->setEnabled(false);
    first->addWidget(rest);
    first->addWidget(wrong);
    first->addWidget(disabled);
    heading(first, u"Choices"_s);
    auto* checked = new QCheckBox;
    checked->setChecked(true);
    auto* partly = new QCheckBox;
    partly->setTristate(true);
    partly->setCheckState(Qt::PartiallyChecked);
    auto* radio = new QRadioButton(u"People with an invite"_s);
    radio->setChecked(true);
    auto* switched = new app::Switch(m_theme, u"On"_s);
    switched->setChecked(true);
    auto* offSwitch = new app::Switch(m_theme, u"Off"_s);
    offSwitch->setEnabled(false);
    line(first, {new QCheckBox, checked, partly, radio, new QRadioButton(u"Anyone"_s)});
    line(first, {new app::Switch(m_theme, u"Off"_s), switched, offSwitch});
    auto* segments = new app::Segments(m_theme, u"Density"_s, {{.text = u"Cosy"_s}, {.text = u"Compact"_s}});
    line(first, {segments, app::Segments::threeWay(m_theme, u"Send messages"_s)});
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setValue(40);
    first->addWidget(slider);
    heading(first, u"Tags, badges, presence"_s);
    auto* badge = new app::Badge(m_theme);
    badge->setCount(120);
    line(first, {new app::Tag(m_theme, u"proven"_s, app::Tag::Kind::Good),
                 new app::Tag(m_theme, u"not tried"_s, app::Tag::Kind::Warning),
                 new app::Tag(m_theme, u"denied"_s, app::Tag::Kind::Bad),
                 new app::Tag(m_theme, u"no change"_s, app::Tag::Kind::Neutral),
                 new app::Tag(m_theme, u"new"_s, app::Tag::Kind::Accent), badge});
    QList<QWidget*> avatars;
    for (const auto presence : {app::PresenceMark::Online, app::PresenceMark::Away, app::PresenceMark::Busy,
                                app::PresenceMark::Offline, app::PresenceMark::Streaming}) {
        auto* avatar = new app::Avatar(m_theme, m_pictures, 30);
        avatar->setPerson(6, u"Lev Nov"_s, {});
        avatar->setPresence(presence);
        avatars << avatar;
    }
    line(first, avatars);
    first->addStretch(1);

    heading(second, u"Banner, progress, skeleton, card"_s);
    auto* banner = new app::Banner(m_theme);
    banner->setContent(app::Banner::Kind::Warning, u"plugs"_s, u"Connection lost."_s, u"Trying again in 4 s."_s,
                       u"Try now"_s);
    banner->show();
    second->addWidget(banner);
    auto* progress = new app::ProgressBar(m_theme);
    progress->setValue(0.62);
    second->addWidget(progress);
    line(second, {new app::Spinner(m_theme)});
    auto* card = new app::Card(m_theme);
    auto* cardBox = new QVBoxLayout(card);
    cardBox->addWidget(new app::Text(m_theme, u"Stop hosting?"_s, app::TextStyle::Heading));
    cardBox->addWidget(new app::Text(m_theme, u"14 people are online and will be cut off. Nothing is lost."_s,
                                     app::TextStyle::Small, app::Token::Text2));
    second->addWidget(card);
    auto* skeleton = new app::Skeleton(m_theme);
    skeleton->show();
    skeleton->setMinimumHeight(120);
    second->addWidget(skeleton);
    auto* empty = new app::EmptyState(m_theme, u"hash"_s, u"A fresh hall"_s,
                                      u"Channels are rooms for a subject. Make the first one, or start from a set."_s);
    empty->addButton(button(u"Create a channel"_s, Button::Kind::Primary));
    second->addWidget(empty, 1);

    heading(third, u"Toast"_s);
    auto* host = new QWidget;
    host->setMinimumWidth(380);
    third->addWidget(host, 1);
    page.show();
    app::Toast::show(m_theme, host, u"check-circle"_s, u"Invite copied"_s);
    page.activateWindow();
    QApplication::processEvents();
    focused->setFocus(Qt::TabFocusReason);
    save(page, name);
}

void Studio::menu(const QString& name) {
    QMenu menu;
    const auto action = [&](const QString& text, const QString& icon, bool danger = false) {
        QAction* made = menu.addAction(text);
        made->setProperty("iconName", icon);
        made->setProperty("danger", danger);
        return made;
    };
    QMenu more;
    action(u"Add reaction"_s, u"smiley"_s)->setMenu(&more);
    QAction* reply = action(u"Reply\tR"_s, u"arrow-bend-up-left"_s);
    action(u"Forward..."_s, u"share-fat"_s);
    menu.addSeparator();
    action(u"Copy text\tCtrl C"_s, u"copy"_s);
    action(u"Edit"_s, u"pencil-simple"_s)->setEnabled(false);
    action(u"Delete message...\tDel"_s, u"trash"_s, true);
    menu.popup(QPoint(0, 0));
    menu.setActiveAction(reply);
    save(menu, name);
    menu.close();
}

void Studio::composers(const QString& name) {
    app::Surface page(m_theme, app::Token::Base);
    page.resize(736, 620);
    auto* column = new QVBoxLayout(&page);
    column->setContentsMargins(0, 200, 0, 0);
    auto* writing = new app::Composer(m_theme, m_pictures);
    writing->setNames(&m_names);
    writing->setCompletion(&m_completion);
    auto* busy = new app::Composer(m_theme, m_pictures);
    busy->setNames(&m_names);
    busy->startReply(shared::MessageId(1), person(kJonas));
    busy->setMarkup(u"Two lines, <@%1>,\nand \u2764\uFE0F an emoji"_s.arg(kTomas));
    busy->addPicture(QImage(200, 100, QImage::Format_RGB32));
    busy->addPicture(QImage(20, 10, QImage::Format_RGB32));
    busy->setFileProgress(u"2"_s, 0.4);
    busy->setNote(u"clock"_s, u"2 messages are waiting and go out in order"_s);
    auto* denied = new app::Composer(m_theme, m_pictures);
    denied->setDenied(u"Only **Keyholders** write in announcements. You can react and open threads."_s, true);
    for (QWidget* composer : std::initializer_list<QWidget*>{writing, busy, denied})
        column->addWidget(composer);
    column->addStretch(1);
    page.show();
    page.activateWindow();
    QApplication::processEvents();
    writing->focusText();
    QApplication::processEvents();
    writing->findChild<app::ComposerEdit*>()->insertPlainText(u"Thanks, I\u2019ll tell @b"_s);
    save(page, name);
}

}  // namespace tests
