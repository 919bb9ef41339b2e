#include "app/views/login/FirstStartPage.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtSvg/QSvgRenderer>
#include <QtWidgets/QBoxLayout>

#include "app/widgets/Button.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kLogo = 68;
constexpr int kDoorWidth = 336;
constexpr int kDoorHeight = 336;
constexpr int kArtWidth = 106;
constexpr int kArtHeight = 96;

/** An arch with a door in it: open, with light behind, or closed. Design pixels. */
void paintDoor(QPainter& painter, const Theme& theme, bool isOpen) {
    const auto arch = [](const QRectF& box) {
        QPainterPath path;
        const double r = box.width() / 2;
        path.moveTo(box.left(), box.bottom());
        path.lineTo(box.left(), box.top() + r);
        path.arcTo(QRectF(box.left(), box.top(), box.width(), box.width()), 180, -180);
        path.lineTo(box.right(), box.bottom());
        path.closeSubpath();
        return path;
    };
    const QColor brass = theme.colour(ThemeKind::Dark, Token::MentionBar);  // the lit door of the logo
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(Token::AccentSoft));
    painter.drawPath(arch({13, 1, 80, 93}));
    painter.setBrush(isOpen ? brass : theme.colour(Token::Accent));
    painter.drawPath(arch({25, 15, 56, 79}));
    painter.setBrush(theme.colour(Token::Accent));
    if (isOpen) {
        QPainterPath leaf;
        leaf.addPolygon(QPolygonF({{25, 15}, {39, 15}, {39, 83}, {27, 94}, {25, 94}}));
        painter.drawPath(leaf.intersected(arch({25, 15, 56, 79})));
        painter.setBrush(theme.colour(Token::OnAccent));
        painter.drawEllipse(QPointF(34, 59), 2.5, 2.5);
    } else {
        painter.setBrush(theme.colour(Token::OnAccent));
        painter.drawRect(QRectF(52, 15, 2, 79));
        painter.drawEllipse(QPointF(47, 59), 2.5, 2.5);
        painter.setBrush(brass);
        painter.drawEllipse(QPointF(59, 59), 2.5, 2.5);
    }
    painter.setBrush(theme.colour(Token::LineStrong));
    painter.drawRect(QRectF(0, 94, kArtWidth, 2));
}

}  // namespace

/** The logo, or a door. */
class FirstStartPage::Picture : public QWidget {
 public:
    enum class Kind { Logo, OpenDoor, ClosedDoor };
    Picture(const Theme& theme, Kind kind, QWidget* parent) : QWidget(parent), m_theme(theme), m_kind(kind) {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override {
        return m_kind == Kind::Logo ? QSize(m_theme.px(kLogo), m_theme.px(kLogo))
                                    : QSize(m_theme.px(kArtWidth), m_theme.px(kArtHeight));
    }

 protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (m_kind == Kind::Logo) {
            QSvgRenderer(u":/logo/guildhall.svg"_s).render(&painter, rect());
            return;
        }
        painter.scale(m_theme.zoom(), m_theme.zoom());
        paintDoor(painter, m_theme, m_kind == Kind::OpenDoor);
    }

 private:
    const Theme& m_theme;
    Kind m_kind;
};

FirstStartPage::FirstStartPage(const Theme& theme, QWidget* parent)
    : Surface(theme, Token::Nav, parent),
      m_logo(new Picture(theme, Picture::Kind::Logo, this)),
      m_host(new Button(theme, tr("Host a community"), Button::Kind::Primary)),
      m_join(new Button(theme, tr("Join a server"), Button::Kind::Neutral)),
      m_note(new Text(theme, {}, TextStyle::Ui, Token::Warn, this)) {
    m_host->setObjectName(u"hostDoor"_s);
    m_join->setObjectName(u"joinDoor"_s);
    m_host->setIconName(u"house-line"_s);
    m_join->setIconName(u"sign-in"_s);
    auto* title = new Text(theme, tr("Welcome to Guildhall"), TextStyle::Display, Token::Text, this);
    auto* text = new Text(theme, tr("Talk with your people, on a server that is yours or theirs."), TextStyle::Message,
                          Token::Text2, this);
    title->setAlignment(Qt::AlignHCenter);
    text->setAlignment(Qt::AlignHCenter);
    m_note->setAlignment(Qt::AlignHCenter);
    m_note->hide();
    auto* doors = new QHBoxLayout;
    doors->addStretch(1);
    doors->addWidget(door(true, tr("Host a community"),
                          tr("This computer becomes the server. It takes about a minute, and there is nothing else to "
                             "install."),
                          m_host));
    doors->addWidget(door(false, tr("Join a server"),
                          tr("You have an invite link, or the address of a server that a friend or your team runs."),
                          m_join));
    doors->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->addStretch(1);
    column->addWidget(m_logo, 0, Qt::AlignHCenter);
    column->addSpacing(m_theme.px(14));
    column->addWidget(title);
    column->addWidget(text);
    column->addLayout(doors);
    column->addWidget(m_note);
    column->addStretch(1);
    connect(m_host, &QAbstractButton::clicked, this, &FirstStartPage::hostWanted);
    connect(m_join, &QAbstractButton::clicked, this, &FirstStartPage::joinWanted);
    connect(&theme, &Theme::changed, this, &FirstStartPage::restyle);
    restyle();
}

Card* FirstStartPage::door(bool isOpen, const QString& title, const QString& text, Button* button) {
    auto* card = new Card(m_theme, this);
    auto* picture = new Picture(m_theme, isOpen ? Picture::Kind::OpenDoor : Picture::Kind::ClosedDoor, card);
    auto* heading = new Text(m_theme, title, TextStyle::Title, Token::Text, card);
    auto* words = new Text(m_theme, text, TextStyle::Ui, Token::Text2, card);
    heading->setAlignment(Qt::AlignHCenter);
    words->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    button->setSize(Button::Size::Large);
    auto* column = new QVBoxLayout(card);
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addSpacing(m_theme.px(8));
    column->addWidget(heading);
    column->addWidget(words, 1);
    column->addWidget(button);
    m_doors.append(card);
    return card;
}

void FirstStartPage::setNote(const QString& note) {
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void FirstStartPage::restyle() {
    layout()->setSpacing(m_theme.px(8));
    for (QWidget* card : m_doors) {
        card->setFixedSize(m_theme.px(kDoorWidth), m_theme.px(kDoorHeight));
        card->layout()->setContentsMargins(m_theme.px(28), m_theme.px(36), m_theme.px(28), m_theme.px(24));
        card->layout()->setSpacing(m_theme.px(10));
    }
    auto* column = static_cast<QVBoxLayout*>(layout());
    auto* doors = column->itemAt(5)->layout();
    doors->setSpacing(m_theme.px(20));
    doors->setContentsMargins(0, m_theme.px(26), 0, m_theme.px(24));
    m_logo->updateGeometry();
}

void FirstStartPage::showEvent(QShowEvent* event) {
    Surface::showEvent(event);
    m_host->setFocus(Qt::OtherFocusReason);
}

}  // namespace app
