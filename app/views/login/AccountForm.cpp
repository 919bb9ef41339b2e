#include "app/views/login/AccountForm.h"

#include <QtWidgets/QBoxLayout>

#include "app/actions/FailureText.h"
#include "app/actions/FieldText.h"
#include "app/widgets/Badges.h"
#include "app/widgets/Button.h"
#include "app/widgets/Choices.h"
#include "app/widgets/Field.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kTile = 48;

}  // namespace

AccountForm::AccountForm(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_tile(new Avatar(theme, m_pictures, kTile, this)),
      m_name(new Text(theme, {}, TextStyle::Title, Token::Text, this)),
      m_where(new Text(theme, {}, TextStyle::Small, Token::Text3, this)),
      m_trust(new Text(theme, {}, TextStyle::Small, Token::Text2, this)),
      m_known(new QWidget(this)),
      m_mode(new Segments(theme, tr("Log in or register"), {{.text = tr("Log in")}, {.text = tr("Register")}}, this)),
      m_user(new Field(theme, {}, this)),
      m_display(new Field(theme, tr("Display name"), this)),
      m_password(new Field(theme, tr("Password"), this)),
      m_error(new Text(theme, {}, TextStyle::Small, Token::Danger, this)),
      m_submit(new Button(theme, {}, Button::Kind::Primary, this)) {
    m_user->setObjectName(u"userName"_s);
    m_display->setObjectName(u"displayName"_s);
    m_password->setObjectName(u"password"_s);
    m_submit->setObjectName(u"submit"_s);
    m_mode->setObjectName(u"mode"_s);
    m_tile->setTile(true);
    m_tile->setSurface(Token::Raised);
    m_password->setPassword();
    m_error->hide();
    m_known->hide();
    auto* known = new QVBoxLayout(m_known);
    known->setContentsMargins(0, 0, 0, 0);
    known->setSpacing(theme.px(8));
    auto* head = new QHBoxLayout;
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_name);
    names->addWidget(m_where);
    head->addWidget(m_tile);
    head->addLayout(names, 1);
    head->setSpacing(theme.px(14));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(14));
    column->addLayout(head);
    column->addWidget(m_trust);
    column->addWidget(m_known);
    column->addWidget(m_mode);
    column->addWidget(m_user);
    column->addWidget(m_display);
    column->addWidget(m_password);
    column->addWidget(m_error);
    column->addWidget(m_submit);
    connect(m_mode, &Segments::currentChanged, this, &AccountForm::refresh);
    for (Field* field : {m_user, m_display, m_password}) {
        connect(field, &Field::returnPressed, this, &AccountForm::submit);
        connect(field, &Field::textChanged, this, [this, field] {
            field->setError({});
            m_error->hide();
        });
    }
    connect(m_submit, &QAbstractButton::clicked, this, &AccountForm::submit);
    refresh();
}

void AccountForm::clearKnown() {
    while (QLayoutItem* item = m_known->layout()->takeAt(0)) {
        // One of them may be what was clicked just now.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void AccountForm::setKnown(const QList<AccountRecord>& accounts, bool invited) {
    clearKnown();
    m_known->setVisible(!accounts.isEmpty());
    if (!accounts.isEmpty()) {
        auto* column = static_cast<QVBoxLayout*>(m_known->layout());
        column->addWidget(new Text(
            m_theme,
            accounts.size() == 1 ? tr("You have an account on this server.") : tr("You have accounts on this server."),
            TextStyle::Ui, Token::Text2, m_known));
        for (const AccountRecord& account : accounts) {
            const bool isFirst = &account == &accounts.first();
            auto* button = new Button(
                m_theme,
                invited ? tr("Join as %1").arg(account.displayName) : tr("Open as %1").arg(account.displayName),
                isFirst ? Button::Kind::Primary : Button::Kind::Neutral, m_known);
            button->setObjectName(u"joinAs"_s);
            button->setToolTip(account.userName);
            connect(button, &QAbstractButton::clicked, this, [this, account] { Q_EMIT knownChosen(account); });
            column->addWidget(button);
        }
        auto* other = new Button(m_theme, tr("Use another account"), Button::Kind::Quiet, m_known);
        other->setObjectName(u"otherAccount"_s);
        connect(other, &QAbstractButton::clicked, this, [this, invited] {
            setKnown({}, invited);
            focusFirst();
        });
        column->addWidget(other);
    }
    refresh();
}

void AccountForm::setServer(const QString& address, const shared::Invite& invite, const QString& trusted) {
    QString name = address;
    quint64 id = 0;
    if (invite.guild.hasValue() && *invite.guild) {
        name = (*invite.guild)->name;
        id = (*invite.guild)->id.value();
    }
    m_tile->setPerson(id, name, {});
    m_name->setText(name);
    QString where = address;
    if (const int members = invite.approximateMemberCount.value(); members > 0)
        where += u" \u00b7 "_s + (members == 1 ? tr("1 member") : tr("%1 members").arg(members));
    m_where->setText(where);
    m_where->setVisible(name != where);
    QString note = trusted;
    if (invite.inviter.hasValue() && *invite.inviter)
        note = tr("%1 invited you.").arg((*invite.inviter)->displayName()) + u' ' + note;
    m_trust->setText(note);
    m_trust->setVisible(!note.isEmpty());
}

void AccountForm::setRegistering(bool registering) {
    m_mode->setCurrent(registering ? 1 : 0);
    refresh();
}

bool AccountForm::isRegistering() const {
    return m_mode->current() == 1;
}

void AccountForm::setUserName(const QString& name) {
    m_user->setText(name);
}

void AccountForm::refresh() {
    const bool registering = isRegistering();
    m_user->setLabel(registering ? tr("User name") : tr("User name or e-mail"));
    m_user->setHint(registering ? tr("Small letters, digits, points and underscores.") : QString());
    const bool asks = m_known->isHidden();
    for (QWidget* widget : {static_cast<QWidget*>(m_mode), static_cast<QWidget*>(m_user),
                            static_cast<QWidget*>(m_password), static_cast<QWidget*>(m_submit)})
        widget->setVisible(asks);
    m_display->setVisible(asks && registering);
    m_display->setHint(tr("What others see; you can change it later. May stay empty."));
    m_password->setHint(registering ? tr("At least %1 characters.").arg(shared::limits::kPasswordMin) : QString());
    m_user->setError({});
    m_password->setError({});
    m_error->hide();
    m_submit->setText(registering ? tr("Create account") : tr("Log in"));
    m_submit->setEnabled(!m_isBusy);
}

void AccountForm::setBusy(bool busy) {
    m_isBusy = busy;
    m_submit->setEnabled(!busy);
}

void AccountForm::submit() {
    if (m_isBusy) return;
    if (m_user->text().trimmed().isEmpty()) return m_user->setError(tr("Write your user name here."));
    if (m_password->text().isEmpty()) return m_password->setError(tr("Write your password here."));
    setBusy(true);
    if (isRegistering()) {
        Q_EMIT registerWanted(m_user->text().trimmed(), m_password->text(), m_display->text().trimmed());
    } else {
        Q_EMIT logInWanted(m_user->text().trimmed(), m_password->text());
    }
}

void AccountForm::setRefusal(const ApiError& error) {
    setBusy(false);
    const QString user = fieldText(error, u"username") + fieldText(error, u"login");
    const QString password = fieldText(error, u"password");
    const QString display = fieldText(error, u"global_name");
    m_user->setError(user);
    m_password->setError(password);
    m_display->setError(display);
    if (user.isEmpty() && password.isEmpty() && display.isEmpty()) {
        QString sentence = failureText(error);
        if (!sentence.isEmpty()) sentence[0] = sentence[0].toUpper();
        if (!sentence.endsWith(u'.')) sentence += u'.';
        m_error->setText(sentence);
        m_error->show();
    }
    // Which of the two was wrong is not told at a log-in: mostly the one that nobody could read while it was typed.
    Field* wrong = m_password;
    if (password.isEmpty() || isRegistering()) {
        if (!user.isEmpty()) wrong = m_user;
        if (user.isEmpty() && password.isEmpty() && !display.isEmpty()) wrong = m_display;
    }
    wrong->edit()->setFocus();
    wrong->edit()->selectAll();
}

void AccountForm::clearSecrets() {
    m_password->setText({});
}

void AccountForm::focusFirst() {
    if (!m_known->isHidden()) {
        if (auto* first = m_known->findChild<Button*>(u"joinAs"_s)) first->setFocus();
        return;
    }
    (m_user->text().isEmpty() ? m_user : m_password)->edit()->setFocus();
}

}  // namespace app
