#include "app/views/settings/SettingsPage.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QStyledItemDelegate>

#include "app/views/AccountView.h"
#include "app/views/settings/SettingsRow.h"
#include "app/views/settings/pages/AccountPage.h"
#include "app/widgets/IconButton.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kContent = 696;
constexpr int kIconRole = Qt::UserRole + 1;

/** Rows like channels: an icon and a word. */
class NavDelegate final : public QStyledItemDelegate {
 public:
    NavDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {0, m_theme.byDensity(m_theme.metrics().channelRow)};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool on = option.state & QStyle::State_Selected;
        const bool hovered = option.state & QStyle::State_MouseOver;
        const QRect row = option.rect.adjusted(m_theme.px(8), 0, -m_theme.px(8), 0);
        if (on || hovered) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_theme.colour(on ? Token::Selected : Token::NavHover));
            painter->drawRoundedRect(row, m_theme.px(6), m_theme.px(6));
        }
        const QColor ink = m_theme.colour(on ? Token::SelectedText : hovered ? Token::Text : Token::Text2);
        const int icon = m_theme.px(18);
        const QRect box(row.left() + m_theme.px(8), row.top(), icon, row.height());
        paintIcon(*painter, m_theme, index.data(kIconRole).toString(), mirrored(box, row, option.direction), icon, ink,
                  on ? IconWeight::Fill : IconWeight::Auto, option.direction);
        const QRect words = row.adjusted(m_theme.px(34), 0, -m_theme.px(8), 0);
        paintText(*painter, index.data().toString(), mirrored(words, row, option.direction),
                  m_theme.font(on ? TextStyle::UiStrong : TextStyle::Ui), ink, option.direction);
        painter->restore();
    }

 private:
    const Theme& m_theme;
};

}  // namespace

SettingsPage::SettingsPage(const ViewParts& parts, AccountView& account, QWidget* parent)
    : QWidget(parent), m_parts(parts), m_list(new QListWidget), m_pages(new QStackedWidget) {
    const Theme& theme = parts.theme;
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false);
    auto* nav = new Surface(theme, Token::Nav);
    nav->setEdges(Qt::LeftEdge | Qt::RightEdge);
    nav->setFixedWidth(theme.px(theme.metrics().nav));
    auto* navColumn = new QVBoxLayout(nav);
    navColumn->setContentsMargins(1, theme.px(16), 1, 0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(theme.px(10), 0, theme.px(16), theme.px(6));
    auto* back = new IconButton(theme, u"arrow-left"_s, tr("Back"));
    back->setObjectName(u"back"_s);
    head->addWidget(back);
    head->addWidget(new Text(theme, tr("Settings"), TextStyle::Heading), 1);
    navColumn->addLayout(head);
    navColumn->addWidget(m_list, 1);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new NavDelegate(theme, m_list));
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Settings"));
    m_list->setProperty("focusInside", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(nav);
    auto* ground = new Surface(theme, Token::Base);
    auto* groundBox = new QVBoxLayout(ground);
    groundBox->setContentsMargins(0, 0, 0, 0);
    groundBox->addWidget(m_pages);
    row->addWidget(ground, 1);
    auto* own = new AccountPage(parts, account.session(), account.pictures());
    connect(own, &AccountPage::logOutWanted, this, [this, &account] { Q_EMIT logOutWanted(&account.session()); });
    addPage(u"user-circle"_s, tr("My account"),
            tr("%1 on %2").arg(account.session().store().self().username, account.session().server().displayName()),
            own);
    addPage(u"palette"_s, tr("Appearance"), tr("Changes apply at once."), appearance());
    addPage(u"bell"_s, tr("Notifications"), tr("What the desktop tells you of while Guildhall is in the background."),
            notifications());
    addPage(u"hard-drives"_s, tr("Hosting and tray"), tr("What happens when the window is closed."), hosting());
    connect(back, &QAbstractButton::clicked, this, &SettingsPage::left);
    connect(m_list, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    // The account may go while its settings are open.
    connect(&account, &QObject::destroyed, this, &QObject::deleteLater);
    setFocusProxy(m_list);
    showPage(0);
}

void SettingsPage::showPage(int page) {
    m_list->setCurrentRow(page);
}

void SettingsPage::addPage(const QString& icon, const QString& title, const QString& text, QWidget* content) {
    const Theme& theme = m_parts.theme;
    auto* item = new QListWidgetItem(title, m_list);
    item->setData(kIconRole, icon);
    auto* page = new QWidget;
    page->setProperty("page", true);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(theme.px(32), theme.px(24), theme.px(32), theme.px(24));
    column->setSpacing(theme.px(4));
    column->addWidget(new Text(theme, title, TextStyle::Title));
    column->addWidget(new Text(theme, text, TextStyle::Ui, Token::Text2));
    column->addSpacing(theme.px(12));
    content->setMaximumWidth(theme.px(kContent));
    column->addWidget(content);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(page);
    m_pages->addWidget(scroll);
}

QWidget* SettingsPage::rows(const QList<QWidget*>& rows) {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (QWidget* row : rows)
        column->addWidget(row);
    return box;
}

QWidget* SettingsPage::appearance() {
    const Theme& theme = m_parts.theme;
    Preferences& preferences = m_parts.preferences;
    return rows({
        SettingsRow::words(theme, preferences, Preference::Theme, tr("Theme"),
                           tr("Light by day and dark by night, if your desktop does so"),
                           {u"system"_s, u"light"_s, u"dark"_s, u"contrast"_s},
                           {tr("As the system"), tr("Light"), tr("Dark"), tr("High contrast")}),
        SettingsRow::words(theme, preferences, Preference::Density, tr("Density"),
                           tr("How much room rows and messages take"), {u"cosy"_s, u"compact"_s},
                           {tr("Cosy"), tr("Compact")}),
        SettingsRow::whole(theme, preferences, Preference::MessageFontSize, tr("Size of messages"),
                           tr("Only the text of messages"), 1, tr("%1 px")),
        SettingsRow::whole(theme, preferences, Preference::Zoom, tr("Zoom"),
                           tr("Everything. Ctrl + and Ctrl \u2212 do the same"), 10, tr("%1 %")),
        SettingsRow::yesNo(theme, preferences, Preference::LessMotion, tr("Less motion"), tr("No sliding or fading")),
    });
}

QWidget* SettingsPage::notifications() {
    const Theme& theme = m_parts.theme;
    Preferences& preferences = m_parts.preferences;
    return rows({
        SettingsRow::yesNo(theme, preferences, Preference::NotifyMentions, tr("When somebody mentions me"),
                           tr("You, or a role you have")),
        SettingsRow::yesNo(theme, preferences, Preference::NotifyDms, tr("When somebody writes to me"),
                           tr("Direct messages")),
        SettingsRow::yesNo(theme, preferences, Preference::NotifyContent, tr("Show what was written"),
                           tr("Else only who, and where")),
    });
}

QWidget* SettingsPage::hosting() {
    const Theme& theme = m_parts.theme;
    Preferences& preferences = m_parts.preferences;
    return rows({
        SettingsRow::words(theme, preferences, Preference::HostInTray, tr("When the window of a hosting app is closed"),
                           tr("A server that stops cuts off everybody who is connected"),
                           {u"ask"_s, u"keep"_s, u"stop"_s}, {tr("Ask"), tr("Go on in the tray"), tr("Stop")}),
        SettingsRow::yesNo(theme, preferences, Preference::TrayIcon, tr("Icon in the tray"),
                           tr("With the number of mentions in it")),
        SettingsRow::yesNo(theme, preferences, Preference::StartHidden, tr("Start in the tray"),
                           tr("The window stays closed at first")),
    });
}

void SettingsPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return Q_EMIT left();
    QWidget::keyPressEvent(event);
}

}  // namespace app
