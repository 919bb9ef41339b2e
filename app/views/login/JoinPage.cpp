#include "app/views/login/JoinPage.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollArea>

#include "app/actions/FailureText.h"
#include "app/settings/Preferences.h"
#include "app/views/login/AccountForm.h"
#include "app/widgets/Button.h"
#include "app/widgets/Field.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kCard = 420;
constexpr int kPadding = 28;

QString sentence(const QString& clause) {
    if (clause.isEmpty()) return clause;
    return clause.left(1).toUpper() + clause.mid(1) + (clause.endsWith(u'.') ? u""_s : u"."_s);
}

}  // namespace

JoinPage::JoinPage(const ViewParts& parts, QWidget* parent)
    : Surface(parts.theme, Token::Nav, parent),
      m_parts(parts),
      m_card(new Card(parts.theme, this)),
      m_addressStep(addressStep()),
      m_step(m_addressStep),
      m_keyStep(keyStep()),
      m_codeStep(codeStep()),
      m_account(new AccountForm(parts.theme)),
      m_back(new Button(parts.theme, tr("Back"), Button::Kind::Back, m_card)),
      m_spinner(new Spinner(parts.theme, m_card)) {
    m_steps = {m_addressStep, m_keyStep, m_account, m_codeStep};
    m_back->setObjectName(u"back"_s);
    m_back->setIconName(u"arrow-left"_s);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_back);
    foot->addStretch(1);
    foot->addWidget(m_spinner);
    auto* column = new QVBoxLayout(m_card);
    const int padding = m_theme.px(kPadding);
    column->setContentsMargins(padding, padding, padding, m_theme.px(16));
    for (QWidget* step : m_steps) {
        column->addWidget(step);
        step->setVisible(step == m_step);
    }
    column->addLayout(foot);
    m_card->setFixedWidth(m_theme.px(kCard));
    // A row, not an alignment: an aligned item is asked for its height at the width of the page, not of the card.
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_card);
    row->addStretch(1);
    auto* page = new QWidget;
    page->setProperty("page", true);
    auto* middle = new QVBoxLayout(page);
    middle->addStretch(1);
    middle->addLayout(row);
    middle->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(page);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    connect(m_back, &QAbstractButton::clicked, this, [this] {
        dropLogIn();
        setBusy(false);
        clearSecrets();
        if (m_step == m_addressStep || m_again.userId) return Q_EMIT left();
        showStep(m_addressStep);
    });
    connect(m_account, &AccountForm::logInWanted, this,
            [this](const QString& login, const QString& password) { m_logIn->logIn(login, password); });
    connect(m_account, &AccountForm::registerWanted, this,
            [this](const QString& user, const QString& password, const QString& display) {
                m_logIn->registerAccount(user, password, display);
            });
    connect(m_account, &AccountForm::knownChosen, this, [this](const AccountRecord& account) {
        if (m_logIn) Q_EMIT knownChosen(account, m_logIn->address());
    });
    setBusy(false);
}

JoinPage::~JoinPage() = default;

void JoinPage::dropLogIn() {
    if (!m_logIn) return;
    // Not at once: it may be what is telling something just now.
    m_logIn->disconnect(this);
    m_logIn->setParent(this);
    m_logIn.release()->deleteLater();
}

void JoinPage::clearSecrets() {
    m_account->clearSecrets();
    m_account->setBusy(false);
    m_code->setText({});
}

void JoinPage::hideEvent(QHideEvent* event) {
    // Wherever it was left for: what was typed to get in is not for the next one who looks at it.
    if (!event->spontaneous()) m_account->clearSecrets();
    Surface::hideEvent(event);
}

QBoxLayout* JoinPage::stepLayout(QWidget* step, const QString& title, const QString& text) {
    auto* column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(m_theme.px(12));
    column->addWidget(new Text(m_theme, title, TextStyle::Title, Token::Text, step));
    column->addWidget(new Text(m_theme, text, TextStyle::Ui, Token::Text2, step));
    return column;
}

QWidget* JoinPage::addressStep() {
    auto* step = new QWidget;
    auto* column = stepLayout(step, tr("Join a server"), tr("Paste the link that you were sent, or type an address."));
    m_address = new Field(m_theme, tr("Invite link or address"), step);
    m_address->setObjectName(u"address"_s);
    m_address->edit()->setPlaceholderText(u"guildhall://lindenhof.example/7hKq2Xb"_s);
    m_continue = new Button(m_theme, tr("Continue"), Button::Kind::Primary, step);
    m_continue->setObjectName(u"continue"_s);
    column->addWidget(m_address);
    column->addWidget(m_continue);
    const auto go = [this] {
        const auto address = ServerAddress::parse(m_address->text().trimmed());
        if (!address) return setAddressError(tr("This is not an address. It looks like host.example:7420."));
        connectTo(*address);
    };
    connect(m_continue, &QAbstractButton::clicked, this, go);
    connect(m_address, &Field::returnPressed, this, go);
    connect(m_address, &Field::textChanged, this, [this] {
        m_address->setError({});
        // Another address is meant: the one before is not tried any more.
        dropLogIn();
        setBusy(false);
    });
    return step;
}

QWidget* JoinPage::keyStep() {
    auto* step = new QWidget;
    auto* column = stepLayout(
        step, tr("Is this the right server?"),
        tr("No authority vouches for it, which is normal for a server at home. Ask the host for the fingerprint and "
           "compare it, once. An invite link does this by itself."));
    m_fingerprint = new Text(m_theme, {}, TextStyle::Code, Token::Text, step);
    m_fingerprint->label()->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* yes = new Button(m_theme, tr("It is the same, go on"), Button::Kind::Primary, step);
    yes->setObjectName(u"trust"_s);
    column->addWidget(m_fingerprint);
    column->addWidget(yes);
    connect(yes, &QAbstractButton::clicked, this, [this] {
        if (!m_logIn) return;
        setBusy(true);
        m_trust = tr("You have compared its fingerprint.");
        m_logIn->trustKey(m_shownKey);
    });
    return step;
}

QWidget* JoinPage::codeStep() {
    auto* step = new QWidget;
    auto* column = stepLayout(step, tr("One more code"), tr("Six digits of your authenticator app, or a backup code."));
    m_code = new Field(m_theme, tr("Code"), step);
    auto* send = new Button(m_theme, tr("Log in"), Button::Kind::Primary, step);
    column->addWidget(m_code);
    column->addWidget(send);
    const auto go = [this] {
        setBusy(true);
        m_logIn->sendCode(m_code->text().trimmed());
    };
    connect(send, &QAbstractButton::clicked, this, go);
    connect(m_code, &Field::returnPressed, this, go);
    return step;
}

void JoinPage::start(const QString& address) {
    m_again = {};
    m_why.clear();
    m_place.clear();
    dropLogIn();
    setBusy(false);
    m_account->setUserName({});
    clearSecrets();
    m_address->setText(address);
    m_address->setError({});
    showStep(m_addressStep);
    if (!address.isEmpty()) m_continue->click();
}

void JoinPage::startAgain(const AccountRecord& account, const QString& why, const QString& place) {
    start({});
    m_place = place;
    m_again = account;
    m_why = why;
    m_address->setText(account.address.displayName());
    m_address->setError(why);
    m_account->setUserName(account.userName);
    connectTo(account.address);
}

QList<AccountRecord> JoinPage::knownAt(const ServerAddress& address) const {
    QList<AccountRecord> known;
    for (const AccountRecord& record : m_known) {
        const ServerAddress& own = record.address;
        const bool isKey = !address.keyHash().isEmpty() && address.keyHash() == own.keyHash();
        const bool isPlace = own.host() == address.host() && own.port() == address.port();
        if (isKey || (isPlace && (address.keyHash().isEmpty() || own.keyHash().isEmpty()))) known.append(record);
    }
    return known;
}

void JoinPage::connectTo(const ServerAddress& wanted) {
    ServerAddress address = wanted;
    const QList<AccountRecord> known = knownAt(address);
    // One that is known by its place has a key that was checked once: nobody need compare it again.
    if (address.keyHash().isEmpty() && !known.isEmpty())
        address = known.first().address.withInvite(wanted.inviteCode());
    const bool allowPlainHttp = m_parts.preferences.yes(Preference::AllowPlainHttp);
    if (!address.isAllowed(allowPlainHttp))
        return setAddressError(tr("This address has no encryption. Use one that begins with https."));
    m_account->clearSecrets();
    m_trust = address.keyHash().isEmpty()  ? QString()
              : wanted.keyHash().isEmpty() ? tr("Its key is the one you know.")
                                           : tr("Its key matches the invite.");
    if (m_again.userId) m_trust = m_why;
    dropLogIn();
    m_logIn = std::make_unique<LogIn>(m_parts.clock, m_parts.random, allowPlainHttp);
    m_logIn->setKeepsTrying(true);
    wire();
    setBusy(true);
    m_logIn->connectTo(address);
}

void JoinPage::wire() {
    LogIn* logIn = m_logIn.get();
    connect(logIn, &LogIn::reached, this, &JoinPage::showAccount);
    connect(logIn, &LogIn::inviteInvalid, this,
            [this] { setAddressError(tr("This invite does not work any more. Ask for a new one.")); });
    connect(logIn, &LogIn::untrusted, this, &JoinPage::handleUntrusted);
    connect(logIn, &LogIn::unreachable, this, [this](const ApiError& error) {
        const bool keepsTrying = error.kind == ApiError::Kind::Network || error.kind == ApiError::Kind::Timeout;
        const QString words = tr("%1 Check the address, and that the host is on.").arg(sentence(failureText(error)));
        setAddressError(keepsTrying ? words + u' ' + tr("Guildhall keeps trying.") : words);
        m_spinner->setVisible(keepsTrying);
    });
    connect(logIn, &LogIn::codeNeeded, this, [this] {
        setBusy(false);
        showStep(m_codeStep);
    });
    connect(logIn, &LogIn::refused, this, [this](const ApiError& error) {
        setBusy(false);
        if (m_step == m_codeStep) {
            m_code->setError(sentence(failureText(error)));
        } else {
            m_account->setRefusal(error);
        }
    });
    connect(logIn, &LogIn::done, this, [this](const AccountRecord& account, const QString& token) {
        clearSecrets();
        AccountRecord known = account;
        if (m_again.userId == account.userId) known.hostedHere = m_again.hostedHere;
        const QString invite = m_logIn->address().inviteCode();
        setBusy(false);
        Q_EMIT done(known, token, invite);
    });
}

void JoinPage::handleUntrusted(const QByteArray& keyHash, const QByteArray& expected) {
    if (!expected.isEmpty())
        return setAddressError(
            tr("The server that answers is not the one of this invite: its key is another. Nothing was sent. Ask the "
               "host for a new invite."));
    setBusy(false);
    m_shownKey = keyHash;
    m_fingerprint->setText(ServerTrust::fingerprintText(keyHash));
    showStep(m_keyStep);
}

void JoinPage::showAccount(const shared::Invite& invite) {
    setBusy(false);
    m_account->setServer(m_place.isEmpty() ? m_logIn->address().displayName() : m_place, invite, m_trust);
    m_account->setRegistering(!invite.code.isEmpty() && !m_again.userId);
    m_account->setKnown(m_again.userId ? QList<AccountRecord>() : knownAt(m_logIn->address()), !invite.code.isEmpty());
    showStep(m_account);
    m_account->focusFirst();
}

void JoinPage::setAddressError(const QString& error) {
    setBusy(false);
    showStep(m_addressStep);
    m_address->setError(m_why.isEmpty() ? error : m_why + u'\n' + error);
}

void JoinPage::setBusy(bool busy) {
    m_continue->setEnabled(!busy);
    m_spinner->setVisible(busy);
}

void JoinPage::showStep(QWidget* step) {
    m_step = step;
    for (QWidget* other : m_steps)
        if (other != step) other->hide();
    step->show();
    if (step == m_addressStep) m_address->edit()->setFocus();
    if (step == m_codeStep) m_code->edit()->setFocus();
}

void JoinPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return m_back->click();
    Surface::keyPressEvent(event);
}

}  // namespace app
