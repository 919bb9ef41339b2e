#include "app/admin/HostDonePage.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLineEdit>

#include "app/actions/FailureText.h"
#include "app/widgets/Badges.h"
#include "app/widgets/Button.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kWidth = 1000;
constexpr int kLeft = 480;

}  // namespace

/** One line of the list of checks: a symbol, what it is about, what was found. */
class HostDonePage::Check : public QWidget {
 public:
    enum class State { Waiting, Good, Warning, Bad };
    Check(const Theme& theme, const QString& title, QWidget* parent)
        : QWidget(parent),
          m_theme(theme),
          m_title(new Text(theme, title, TextStyle::UiStrong, Token::Text, this)),
          m_text(new Text(theme, HostDonePage::tr("Not tried yet"), TextStyle::Small, Token::Text2, this)) {
        // The room for the symbol is a part of the row, which is mirrored; margins are not.
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10));
        row->setSpacing(0);
        row->addSpacing(theme.px(32));
        auto* column = new QVBoxLayout;
        column->setSpacing(theme.px(1));
        row->addLayout(column, 1);
        column->addWidget(m_title);
        column->addWidget(m_text);
    }
    void set(State state, const QString& title, const QString& text) {
        m_state = state;
        m_title->setText(title);
        m_text->setText(text);
        setAccessibleName(title + u": "_s + text);
        update();
    }

 protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(0, 0, width(), 1, m_theme.colour(Token::Line));
        static constexpr const char16_t* kIcons[] = {u"circle-dashed", u"check-circle", u"warning", u"x-circle"};
        static constexpr Token kColours[] = {Token::Text3, Token::Success, Token::Warn, Token::Danger};
        const auto at = static_cast<size_t>(m_state);
        const QRect box(m_theme.px(16), m_theme.px(10), m_theme.px(20), m_theme.px(20));
        paintIcon(painter, m_theme, QString::fromUtf16(kIcons[at]), mirrored(box, rect(), layoutDirection()),
                  m_theme.px(20), m_theme.colour(kColours[at]),
                  m_state == State::Waiting ? IconWeight::Auto : IconWeight::Fill);
    }

 private:
    const Theme& m_theme;
    Text* m_title;
    Text* m_text;
    State m_state = State::Waiting;
};

HostDonePage::HostDonePage(const Theme& theme, HostedServer& server, const shared::Clock& clock, shared::Random& random,
                           QWidget* parent)
    : Surface(theme, Token::Base, parent),
      m_server(server),
      m_clock(clock),
      m_random(random),
      m_title(new Text(theme, {}, TextStyle::Display)),
      m_state(new Text(theme, tr("The server runs on this computer, as long as Guildhall does."), TextStyle::Ui,
                       Token::Text2)),
      m_running(new Tag(theme, {}, Tag::Kind::Neutral)) {
    auto* column = new QVBoxLayout;
    column->setSpacing(theme.px(6));
    m_running->setDot(true);
    auto* words = new QVBoxLayout;
    words->setSpacing(theme.px(6));
    words->addWidget(m_title);
    words->addWidget(m_state);
    auto* head = new QHBoxLayout;
    head->addLayout(words, 1);
    head->addWidget(m_running, 0, Qt::AlignVCenter);
    column->addLayout(head);
    column->addSpacing(theme.px(20));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme.px(24));
    row->addWidget(addresses(), kLeft, Qt::AlignTop);
    row->addWidget(checks(), kWidth - kLeft - 24, Qt::AlignTop);
    column->addLayout(row);
    column->addSpacing(theme.px(20));
    auto* go = new Button(theme, tr("Go to my community"), Button::Kind::Primary);
    go->setObjectName(u"goToCommunity"_s);
    go->setIconName(u"arrow-right"_s);
    column->addWidget(go, 0, Qt::AlignRight);
    auto* middle = new QGridLayout(this);
    middle->setContentsMargins(theme.px(24), theme.px(40), theme.px(24), theme.px(24));
    auto* page = new QWidget;
    page->setMaximumWidth(theme.px(kWidth));
    page->setLayout(column);
    middle->addWidget(page, 0, 1);
    middle->setColumnStretch(0, 1);
    middle->setColumnStretch(1, 1000);
    middle->setColumnStretch(2, 1);
    middle->setRowStretch(1, 1);
    connect(go, &QAbstractButton::clicked, this, &HostDonePage::goWanted);
    connect(&server, &HostedServer::stateChanged, this, &HostDonePage::showState);
}

HostDonePage::~HostDonePage() = default;

QWidget* HostDonePage::addresses() {
    auto* card = new Card(m_theme);
    m_rows = new QVBoxLayout(card);
    m_rows->setContentsMargins(m_theme.px(20), m_theme.px(20), m_theme.px(20), m_theme.px(20));
    m_rows->setSpacing(m_theme.px(16));
    return card;
}

QWidget* HostDonePage::checks() {
    auto* card = new Card(m_theme);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, m_theme.px(8));
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(m_theme.px(16), m_theme.px(14), m_theme.px(16), m_theme.px(14));
    auto* again = new Button(m_theme, tr("Test again"), Button::Kind::Neutral);
    again->setSize(Button::Size::Small);
    again->setIconName(u"arrow-clockwise"_s);
    head->addWidget(new Text(m_theme, tr("Can my friends reach me?"), TextStyle::Heading), 1);
    head->addWidget(again);
    column->addLayout(head);
    m_answers = new Check(m_theme, tr("The server answers"), card);
    m_home = new Check(m_theme, tr("At home"), card);
    m_certificate = new Check(m_theme, tr("Certificate"), card);
    m_internet = new Check(m_theme, tr("From the internet"), card);
    for (Check* check : {m_answers, m_home, m_certificate, m_internet})
        column->addWidget(check);
    connect(again, &QAbstractButton::clicked, this, &HostDonePage::runChecks);
    return card;
}

QWidget* HostDonePage::copyRow(const QString& name, const QString& value, bool primary) {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(m_theme.px(6));
    column->addWidget(new Text(m_theme, name, TextStyle::SmallStrong));
    auto* row = new QHBoxLayout;
    row->setSpacing(m_theme.px(8));
    auto* line = new QLineEdit(value);
    line->setReadOnly(true);
    line->setFont(m_theme.font(TextStyle::Code));
    line->setCursorPosition(0);
    line->setAccessibleName(name);
    line->setToolTip(value);
    line->setObjectName(primary ? u"inviteLink"_s : u"address"_s);
    auto* copy = new Button(m_theme, tr("Copy"), primary ? Button::Kind::Primary : Button::Kind::Neutral);
    copy->setIconName(u"copy"_s);
    copy->setAccessibleName(tr("Copy: %1").arg(name));
    row->addWidget(line, 1);
    row->addWidget(copy);
    column->addLayout(row);
    connect(copy, &QAbstractButton::clicked, this, [copy, value] {
        QGuiApplication::clipboard()->setText(value);
        copy->setText(tr("Copied"));
        copy->setIconName(u"check"_s);
    });
    return box;
}

void HostDonePage::setResult(const HostResult& result) {
    m_result = result;
    m_title->setText(tr("%1 is open").arg(result.guildName));
    refresh();
    runChecks();
}

void HostDonePage::showState() {
    const bool isRunning = m_server.state() == HostedServer::State::Running;
    m_running->setText(isRunning ? tr("Running") : tr("Not running"), isRunning ? Tag::Kind::Good : Tag::Kind::Bad);
}

void HostDonePage::refresh() {
    showState();
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QStringList home = m_server.localAddresses();
    if (!m_result.inviteCode.isEmpty()) {
        const QString link = HostSetup::friendsAddressOf(m_server).withInvite(m_result.inviteCode).inviteLink();
        m_rows->addWidget(copyRow(tr("Invite link"), link, true));
        m_rows->addWidget(
            new Text(m_theme, tr("Works for 7 days, for any number of people."), TextStyle::Small, Token::Text2));
    }
    for (qsizetype i = 0; i < home.size() && i < 3; ++i)
        m_rows->addWidget(
            copyRow(i == 0 ? tr("At home, same network") : tr("Another network of this computer"), home[i], false));
    m_rows->addWidget(copyRow(tr("On this computer"), u"127.0.0.1:%1"_s.arg(m_server.port()), false));
}

void HostDonePage::runChecks() {
    m_answers->set(Check::State::Waiting, tr("The server answers"), tr("Asking it now..."));
    showNetworks();
    showKey();
    m_internet->set(
        Check::State::Waiting, tr("From the internet"),
        tr("Cannot be tried from this computer. If friends elsewhere do not get in, forward TCP port %1 of your "
           "router to this computer and give them your router's address.")
            .arg(m_server.port()));
    m_probe = std::make_unique<LogIn>(m_clock, m_random, false);
    connect(m_probe.get(), &LogIn::reached, this, [this] {
        m_answers->set(Check::State::Good, tr("The server answers"),
                       tr("On this computer, in %1 ms").arg(m_took.elapsed()));
    });
    connect(m_probe.get(), &LogIn::untrusted, this, [this] {
        m_answers->set(Check::State::Bad, tr("Another program answers"),
                       tr("It holds port %1. Close it and start again.").arg(m_server.port()));
    });
    connect(m_probe.get(), &LogIn::unreachable, this, [this](const ApiError& error) {
        m_answers->set(Check::State::Bad, tr("The server does not answer"), failureText(error));
    });
    m_took.start();
    m_probe->connectTo(HostSetup::addressOf(m_server));
}

void HostDonePage::showNetworks() {
    const QStringList home = m_server.localAddresses();
    if (home.isEmpty()) {
        m_home->set(Check::State::Warning, tr("Only on this computer"),
                    tr("It is in no network now, or listens to itself only."));
    } else {
        m_home->set(Check::State::Good, tr("At home"),
                    tr("Listens at %1. Anyone in the same network can join.").arg(home.join(u", "_s)));
    }
}

void HostDonePage::showKey() {
    const QByteArray key = HostSetup::addressOf(m_server).keyHash();
    if (key.isEmpty()) {
        m_certificate->set(Check::State::Warning, tr("No certificate"), tr("Connections are not encrypted."));
        return;
    }
    const QString fingerprint = ServerTrust::fingerprintText(key);
    m_certificate->set(Check::State::Good, tr("Certificate"),
                       tr("Made by this server. The invite carries its fingerprint, so that friends see no warning: %1")
                           .arg(fingerprint));
}

}  // namespace app
