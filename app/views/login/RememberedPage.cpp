#include "app/views/login/RememberedPage.h"

#include <algorithm>

#include <QtGui/QKeyEvent>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QScrollArea>

#include "app/widgets/Badges.h"
#include "app/widgets/Button.h"
#include "app/widgets/IconButton.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kAccountCard = 480;
constexpr int kAccountPadding = 28;
constexpr int kAccountAvatar = 36;

}  // namespace

RememberedPage::RememberedPage(const Theme& theme, QWidget* parent)
    : Surface(theme, Token::Nav, parent),
      m_why(new Text(theme, {}, TextStyle::Ui, Token::Text2)),
      m_rows(new QVBoxLayout),
      m_host(new Button(theme, tr("Host a community"), Button::Kind::Quiet)),
      m_leave(new Button(theme, tr("Not now"), Button::Kind::Neutral)) {
    auto* card = new Card(theme);
    card->setFixedWidth(theme.px(kAccountCard));
    auto* column = new QVBoxLayout(card);
    const int padding = theme.px(kAccountPadding);
    column->setContentsMargins(padding, padding, padding, theme.px(16));
    column->setSpacing(theme.px(12));
    column->addWidget(new Text(theme, tr("Your accounts"), TextStyle::Title));
    column->addWidget(m_why);
    column->addLayout(m_rows);
    m_rows->setSpacing(theme.px(14));
    m_rows->setContentsMargins(0, theme.px(8), 0, 0);
    auto* join = new Button(theme, tr("Join another server"), Button::Kind::Quiet);
    join->setObjectName(u"joinAnother"_s);
    m_host->setObjectName(u"hostHere"_s);
    m_leave->setObjectName(u"notNow"_s);
    // One below the other: their words grow by half in other languages.
    auto* ways = new QVBoxLayout;
    ways->setSpacing(theme.px(4));
    ways->setContentsMargins(0, theme.px(8), 0, 0);
    for (Button* way : {join, m_host, m_leave})
        ways->addWidget(way);
    column->addLayout(ways);

    auto* page = new QWidget;
    page->setProperty("page", true);
    auto* line = new QHBoxLayout;
    line->addStretch(1);
    line->addWidget(card);
    line->addStretch(1);
    auto* middle = new QVBoxLayout(page);
    middle->addStretch(1);
    middle->addLayout(line);
    middle->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(page);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    connect(join, &QAbstractButton::clicked, this, &RememberedPage::joinWanted);
    connect(m_host, &QAbstractButton::clicked, this, &RememberedPage::hostWanted);
    connect(m_leave, &QAbstractButton::clicked, this, &RememberedPage::left);
}

void RememberedPage::setAccounts(const QList<WaitingAccount>& accounts, bool canLeave) {
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        // One of them may be what was clicked just now.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    if (accounts.isEmpty()) return;
    const bool isOneWhy =
        std::ranges::all_of(accounts, [&](const WaitingAccount& one) { return one.why == accounts.first().why; });
    m_why->setText(isOneWhy ? accounts.first().why : QString());
    m_why->setVisible(!m_why->text().isEmpty());
    for (const WaitingAccount& account : accounts)
        m_rows->addWidget(row(account, &account == &accounts.first(), !isOneWhy));
    m_leave->setVisible(canLeave);
}

QWidget* RememberedPage::row(const WaitingAccount& account, bool isFirst, bool saysWhy) {
    const AccountRecord& record = account.record;
    const QString where = record.hostedHere ? tr("on this computer") : record.address.displayName();
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(m_theme.px(12));
    auto* picture = new Avatar(m_theme, m_pictures, kAccountAvatar, row);
    picture->setSurface(Token::Raised);
    picture->setPerson(record.userId.value(), record.displayName, {});
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(new Text(m_theme, record.displayName, TextStyle::UiStrong));
    words->addWidget(new Text(m_theme, where, TextStyle::Small, Token::Text3));
    if (saysWhy && !account.why.isEmpty())
        words->addWidget(new Text(m_theme, account.why, TextStyle::Small, Token::Text2));
    auto* logIn = new Button(m_theme, tr("Log in"), isFirst ? Button::Kind::Primary : Button::Kind::Neutral);
    logIn->setObjectName(u"logInAgain"_s);
    logIn->setAccessibleName(tr("Log in as %1, %2").arg(record.displayName, where));
    auto* forget = new IconButton(m_theme, u"x"_s, tr("Forget this account"));
    forget->setObjectName(u"forget"_s);
    line->addWidget(picture, 0, Qt::AlignTop);
    line->addLayout(words, 1);
    line->addWidget(logIn, 0, Qt::AlignTop);
    line->addWidget(forget, 0, Qt::AlignTop);
    connect(logIn, &QAbstractButton::clicked, this, [this, record] { Q_EMIT logInWanted(record); });
    connect(forget, &QAbstractButton::clicked, this, [this, record] { Q_EMIT forgetWanted(record); });
    return row;
}

void RememberedPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !m_leave->isHidden()) return Q_EMIT left();
    Surface::keyPressEvent(event);
}

}  // namespace app
