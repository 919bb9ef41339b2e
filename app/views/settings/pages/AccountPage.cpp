#include "app/views/settings/pages/AccountPage.h"

#include <QtCore/QBuffer>
#include <QtGui/QImageReader>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLineEdit>

#include "app/actions/FailureText.h"
#include "app/actions/FieldText.h"
#include "app/desktop/Dialogs.h"
#include "app/models/RowBuilder.h"
#include "app/widgets/Badges.h"
#include "app/widgets/Banner.h"
#include "app/widgets/Button.h"
#include "app/widgets/Field.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kOwnAvatar = 72;
constexpr int kPicturePixels = 256;
constexpr int kField = 360;

}  // namespace

AccountPage::AccountPage(const ViewParts& parts, AccountSession& session, Pictures& pictures, QWidget* parent)
    : QWidget(parent),
      m_parts(parts),
      m_session(session),
      m_avatar(new Avatar(parts.theme, pictures, kOwnAvatar, this)),
      m_note(new Text(parts.theme, {}, TextStyle::Small, Token::Danger, this)) {
    m_note->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(parts.theme.px(16));
    column->addWidget(pictureRow());
    column->addWidget(m_note);
    column->addWidget(nameCard());
    column->addWidget(passwordCard());
    auto* out = new Button(parts.theme, tr("Log out..."), Button::Kind::DestructiveOutline, this);
    out->setObjectName(u"logOut"_s);
    out->setIconName(u"sign-out"_s);
    column->addWidget(out, 0, Qt::AlignLeft);
    column->addStretch(1);
    connect(out, &QAbstractButton::clicked, this, &AccountPage::logOutWanted);
    connect(&session.store().changes(), &Changes::delivered, this, [this](const ChangeSet& changes) {
        if (changes.self || changes.everything) refresh();
    });
    refresh();
    m_display->setText(session.store().self().globalName.value_or(QString()));
    m_user->setText(session.store().self().username);
}

QWidget* AccountPage::pictureRow() {
    auto* row = new QWidget(this);
    auto* box = new QHBoxLayout(row);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(m_parts.theme.px(12));
    auto* choose = new Button(m_parts.theme, tr("Choose a picture..."), Button::Kind::Neutral, row);
    m_removePicture = new Button(m_parts.theme, tr("Remove"), Button::Kind::Quiet, row);
    box->addWidget(m_avatar);
    box->addWidget(choose);
    box->addWidget(m_removePicture);
    box->addStretch(1);
    connect(choose, &QAbstractButton::clicked, this, &AccountPage::choosePicture);
    connect(m_removePicture, &QAbstractButton::clicked, this, [this] { setPicture({}); });
    return row;
}

QWidget* AccountPage::nameCard() {
    const Theme& theme = m_parts.theme;
    auto* card = new Card(theme, this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16));
    column->setSpacing(theme.px(12));
    m_display = new Field(theme, tr("Display name"), card);
    m_display->setHint(tr("What others see. Empty = your user name."));
    m_user = new Field(theme, tr("User name"), card);
    m_user->setHint(tr("What you log in with."));
    m_present = new Field(theme, tr("Password, to change the user name"), card);
    m_present->setPassword();
    for (Field* field : {m_display, m_user, m_present}) {
        field->setMaximumWidth(theme.px(kField));
        connect(field, &Field::textChanged, this, [field] { field->setError({}); });
        connect(field->edit(), &QLineEdit::returnPressed, this, &AccountPage::saveNames);
        column->addWidget(field);
    }
    auto* save = new Button(theme, tr("Save names"), Button::Kind::Primary, card);
    column->addWidget(save, 0, Qt::AlignLeft);
    connect(save, &QAbstractButton::clicked, this, &AccountPage::saveNames);
    return card;
}

QWidget* AccountPage::passwordCard() {
    const Theme& theme = m_parts.theme;
    auto* card = new Card(theme, this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16));
    column->setSpacing(theme.px(12));
    m_old = new Field(theme, tr("Password now"), card);
    m_new = new Field(theme, tr("New password"), card);
    for (Field* field : {m_old, m_new}) {
        field->setPassword();
        field->setMaximumWidth(theme.px(kField));
        connect(field, &Field::textChanged, this, [field] { field->setError({}); });
        connect(field->edit(), &QLineEdit::returnPressed, this, &AccountPage::savePassword);
        column->addWidget(field);
    }
    auto* save = new Button(theme, tr("Change password"), Button::Kind::Neutral, card);
    column->addWidget(save, 0, Qt::AlignLeft);
    connect(save, &QAbstractButton::clicked, this, &AccountPage::savePassword);
    return card;
}

void AccountPage::refresh() {
    const shared::CurrentUser& self = m_session.store().self();
    const PersonRow person = RowBuilder(m_session.store()).person({}, self);
    m_avatar->setPerson(self.id.value(), person.name, person.avatar);
    m_removePicture->setVisible(!person.avatar.isEmpty());
}

void AccountPage::choosePicture() {
    m_parts.dialogs.openFiles(
        this, tr("Choose a picture"), tr("Pictures (*.png *.jpg *.jpeg *.webp *.gif)"),
        [this](const QStringList& paths) {
            QImageReader reader(paths.value(0));
            reader.setAutoTransform(true);
            const QImage image = reader.read();
            m_note->setVisible(image.isNull());
            m_note->setText(tr("This file is not a picture that can be read. Choose a PNG or JPEG."));
            if (image.isNull()) return;
            const int side = qMin(image.width(), image.height());
            QByteArray png;
            QBuffer buffer(&png);
            buffer.open(QIODevice::WriteOnly);
            image.copy((image.width() - side) / 2, (image.height() - side) / 2, side, side)
                .scaled(kPicturePixels, kPicturePixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                .save(&buffer, "PNG");
            setPicture(png);
        });
}

void AccountPage::setPicture(const QByteArray& png) {
    shared::ModifyCurrentUser changes;
    if (png.isEmpty()) {
        changes.avatar = nullptr;
    } else {
        changes.avatar = u"data:image/png;base64,"_s + QString::fromLatin1(png.toBase64());
    }
    const auto reply = m_session.own().modify(changes);
    reply.onError(this, [this](const ApiError& error) {
        m_note->setText(tr("The picture was not changed: %1.").arg(failureText(error)));
        m_note->show();
    });
}

void AccountPage::saveNames() {
    const shared::CurrentUser& self = m_session.store().self();
    shared::ModifyCurrentUser changes;
    if (m_display->text().trimmed().isEmpty()) {
        changes.globalName = nullptr;
    } else {
        changes.globalName = m_display->text().trimmed();
    }
    if (m_user->text().trimmed() != self.username) {
        if (m_present->text().isEmpty()) return m_present->setError(tr("Write your password here."));
        changes.username = m_user->text().trimmed();
        changes.password = m_present->text();
    }
    const auto reply = m_session.own().modify(changes);
    reply.then(this, [this](const shared::CurrentUser&) {
        m_present->setText({});
        Toast::show(m_parts.theme, window(), u"check-circle"_s, tr("Names saved"));
    });
    reply.onError(this, [this](const ApiError& error) {
        m_display->setError(fieldText(error, u"global_name"));
        m_user->setError(fieldText(error, u"username"));
        m_present->setError(fieldText(error, u"password"));
        if (error.fields.isEmpty()) m_user->setError(failureText(error));
    });
}

void AccountPage::savePassword() {
    const auto reply = m_session.changePassword(m_old->text(), m_new->text());
    reply.then(this, [this](const shared::CurrentUser&) {
        m_old->setText({});
        m_new->setText({});
        Toast::show(m_parts.theme, window(), u"check-circle"_s, tr("Password changed"));
    });
    reply.onError(this, [this](const ApiError& error) {
        m_old->setError(fieldText(error, u"password"));
        m_new->setError(fieldText(error, u"new_password"));
        if (error.fields.isEmpty()) m_old->setError(failureText(error));
    });
}

}  // namespace app
