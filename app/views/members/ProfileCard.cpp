#include "app/views/members/ProfileCard.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtGui/QScreen>
#include <QtWidgets/QBoxLayout>

#include "app/actions/FailureText.h"
#include "app/models/RowBuilder.h"
#include "app/views/common/RowPainting.h"
#include "app/widgets/Badges.h"
#include "app/widgets/Field.h"
#include "app/widgets/Shadow.h"
#include "app/widgets/Surfaces.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kWidth = 312;
constexpr int kBand = 72;
constexpr int kCardAvatar = 72;
constexpr int kMostRoles = 12;

/** A role in a rounded frame, with a disc in its true colour. */
class RoleChip : public QWidget {
 public:
    RoleChip(const Theme& theme, const shared::Role& role, QWidget* parent)
        : QWidget(parent), m_theme(theme), m_name(role.name), m_colour(role.color) {
        setFixedSize(textWidth(m_name, font()) + theme.px(32), theme.px(24));
        setAccessibleName(role.name);
    }

 protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_theme.colour(Token::LineStrong));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), height() / 2.0, height() / 2.0);
        const int dot = m_theme.px(10);
        const QColor colour =
            m_colour != 0 ? QColor::fromRgb(static_cast<QRgb>(m_colour)) : m_theme.colour(Token::Text3);
        paintDot(painter, m_theme,
                 mirrored(QRect(m_theme.px(8), (height() - dot) / 2, dot, dot), rect(), layoutDirection()), colour);
        paintText(painter, m_name,
                  mirrored(rect().adjusted(m_theme.px(23), 0, -m_theme.px(6), 0), rect(), layoutDirection()), font(),
                  m_theme.colour(Token::Text), layoutDirection());
    }

 private:
    QFont font() const { return m_theme.font(TextStyle::Caption); }
    const Theme& m_theme;
    QString m_name;
    int m_colour;
};

}  // namespace

ProfileCard::ProfileCard(const Theme& theme, AccountSession& session, Pictures& pictures, shared::UserId user,
                         QWidget* parent)
    : Popup(theme, tr("Profile"), parent), m_cardTheme(theme), m_session(session), m_user(user) {
    setAttribute(Qt::WA_DeleteOnClose);
    const ClientStore& store = session.store();
    const RowBuilder rows(store);
    const shared::GuildId guild = session.navigation().guild();
    const PersonRow person = rows.person(guild, user);
    const shared::User* known = store.users().find(user);
    const shared::Presence* presence = store.presences().find(user);
    content()->setFixedWidth(theme.px(kWidth));
    auto* column = new QVBoxLayout(content());
    column->setContentsMargins(theme.px(16), theme.px(kBand - kCardAvatar / 2), theme.px(16), theme.px(16));
    column->setSpacing(theme.px(6));
    m_avatar = new Avatar(theme, pictures, kCardAvatar, content());
    m_avatar->setPerson(user.value(), person.name, person.avatar);
    m_avatar->setSurface(Token::Overlay);
    m_avatar->setPresence(presenceMark(RowBuilder::presence(presence)));
    column->addWidget(m_avatar, 0, Qt::AlignLeft);
    column->addWidget(new Text(theme, person.name, TextStyle::Title, Token::Text, content()));
    if (known != nullptr && known->username != person.name)
        column->addWidget(new Text(theme, known->username, TextStyle::Small, Token::Text2, content()));
    if (const QString status = RowBuilder::statusText(presence); !status.isEmpty())
        column->addWidget(new Text(theme, status, TextStyle::Small, Token::Text, content()));
    if (const shared::Member* member = store.members().find(guild, user)) {
        if (QWidget* chips = roleRow(guild, member->roles)) {
            column->addSpacing(theme.px(6));
            column->addWidget(new Text(theme, tr("Roles"), TextStyle::Section, Token::Text, content()));
            column->addWidget(chips);
        }
        if (member->joinedAt) {
            const QDate day = QDateTime::fromMSecsSinceEpoch(member->joinedAt->ms()).date();
            column->addWidget(new Text(theme, tr("Member since %1").arg(QLocale().toString(day, u"d MMMM yyyy"_s)),
                                       TextStyle::Small, Token::Text2, content()));
        }
    }
    if (user == store.self().id || (known != nullptr && known->bot)) return;
    m_message = new Field(theme, {}, content());
    m_message->edit()->setPlaceholderText(tr("Message %1").arg(person.name));
    m_message->edit()->setAccessibleName(tr("Message %1").arg(person.name));
    column->addWidget(m_message);
    connect(m_message, &Field::returnPressed, this, [this] { write(m_message->text().trimmed()); });
}

QWidget* ProfileCard::roleRow(shared::GuildId guild, const QList<shared::RoleId>& ids) {
    QList<RoleChip*> chips;
    auto* box = new QWidget(content());
    for (const shared::Role& role : m_session.store().roles().list(guild))
        if (ids.contains(role.id) && chips.size() < kMostRoles) chips.append(new RoleChip(m_cardTheme, role, box));
    if (chips.isEmpty()) {
        delete box;
        return nullptr;
    }
    const int gap = m_cardTheme.px(6);
    const int wide = m_cardTheme.px(kWidth - 32);
    int x = 0, y = 0;
    for (RoleChip* chip : chips) {
        if (x > 0 && x + chip->width() > wide) {
            x = 0;
            y += chip->height() + gap;
        }
        chip->move(x, y);
        x += chip->width() + gap;
    }
    box->setFixedHeight(y + chips.last()->height());
    return box;
}

void ProfileCard::write(const QString& text) {
    m_message->edit()->setEnabled(false);
    const auto reply = m_session.channels().openDm(m_user, this);
    reply.then(this, [this, text](const shared::Channel& channel) {
        m_session.navigation().openChannel(channel.id);
        if (!text.isEmpty()) {
            OutgoingMessage message;
            message.content = text;
            m_session.messages().send(channel.id, message);
        }
        close();
    });
    reply.onError(this, [this](const ApiError& error) {
        m_message->edit()->setEnabled(true);
        m_message->setError(failureText(error));
    });
}

void ProfileCard::openBeside(const QRect& anchor) {
    adjustSize();
    const int margin = Shadow::margin(m_cardTheme);
    const int gap = m_cardTheme.px(8);
    const QScreen* screen = parentWidget()->screen();
    QPoint corner(anchor.right() + gap, anchor.top());
    if (screen != nullptr && corner.x() + width() - margin > screen->availableGeometry().right())
        corner.setX(anchor.left() - gap - width() + 2 * margin);
    openAt(corner);
    if (m_message != nullptr) m_message->edit()->setFocus();
}

void ProfileCard::paintEvent(QPaintEvent* event) {
    Popup::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect frame = content()->geometry();
    const int radius = m_cardTheme.px(m_cardTheme.radii().popup);
    QPainterPath card;
    card.addRoundedRect(frame, radius, radius);
    painter.setClipRect(frame.adjusted(0, 0, 0, m_cardTheme.px(kBand) - frame.height()));
    painter.fillPath(card, m_cardTheme.avatarHue(m_user.value()));
    painter.setClipping(false);
    const int ring = m_cardTheme.px(4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_cardTheme.colour(Token::Overlay));
    painter.drawEllipse(m_avatar->geometry().translated(frame.topLeft()).adjusted(-ring, -ring, ring, ring));
}

}  // namespace app
