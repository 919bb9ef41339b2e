#include "app/views/chat/ChatHeader.h"

#include <QtGui/QPainter>
#include <QtWidgets/QBoxLayout>

#include "app/widgets/IconButton.h"
#include "app/widgets/Paint.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kHeaderSide = 16;
constexpr int kHeaderIcon = 20;
constexpr int kGap = 8;
constexpr int kRule = 20;

}  // namespace

ChatHeader::ChatHeader(const Theme& theme, QWidget* parent)
    : Surface(theme, Token::Base, parent),
      m_pins(new IconButton(theme, u"push-pin"_s, tr("Pinned messages"), this)),
      m_members(new IconButton(theme, u"users"_s, tr("Members"), this)) {
    setEdges(Qt::BottomEdge);
    m_members->setCheckable(true);
    m_members->setName(tr("Members"), u"Ctrl Shift T"_s);
    auto* row = new QHBoxLayout(this);
    row->addStretch(1);
    row->addWidget(m_pins);
    row->addWidget(m_members);
    connect(m_pins, &QAbstractButton::clicked, this, &ChatHeader::pinsWanted);
    connect(m_members, &QAbstractButton::clicked, this, &ChatHeader::membersToggled);
    connect(&theme, &Theme::changed, this, &ChatHeader::restyle);
    restyle();
}

void ChatHeader::restyle() {
    setFixedHeight(m_theme.px(m_theme.metrics().header));
    layout()->setContentsMargins(m_theme.px(kHeaderSide), 0, m_theme.px(12), 0);
    layout()->setSpacing(m_theme.px(kGap));
    update();
}

void ChatHeader::setPlace(const QString& icon, const QString& name, const QString& topic) {
    m_icon = icon;
    m_name = name;
    m_topic = QString(topic).replace(u'\n', u' ');
    setAccessibleName(m_topic.isEmpty() ? m_name : m_name + u", "_s + m_topic);
    setToolTip(topic);
    update();
}

void ChatHeader::setHasChannel(bool hasChannel) {
    m_pins->setVisible(hasChannel);
    m_members->setVisible(hasChannel);
}

void ChatHeader::setMembersShown(bool shown) {
    m_members->setChecked(shown);
}

void ChatHeader::paintEvent(QPaintEvent* event) {
    Surface::paintEvent(event);
    QPainter painter(this);
    const Qt::LayoutDirection direction = layoutDirection();
    const auto part = [&](int x, int width) { return mirrored(QRect(x, 0, width, height() - 1), rect(), direction); };
    int x = m_theme.px(kHeaderSide);
    // The buttons stand at the end; what is before the first one is ours.
    const IconButton* first = m_pins->isVisible() ? m_pins : m_members;
    const int buttons =
        first->isVisible() ? (direction == Qt::LeftToRight ? width() - first->x() : first->x() + first->width()) : 0;
    const int end = width() - buttons - m_theme.px(12);
    const int icon = m_theme.px(kHeaderIcon);
    if (!m_icon.isEmpty()) {
        paintIcon(painter, m_theme, m_icon, part(x, icon), icon, m_theme.colour(Token::Text3), IconWeight::Auto,
                  direction);
        x += icon + m_theme.px(kGap);
    }
    const QFont font = m_theme.font(TextStyle::Heading);
    const int wide = qMin(textWidth(m_name, font), qMax(0, end - x));
    paintText(painter, m_name, part(x, wide + 1), font, m_theme.colour(Token::Text), direction);
    x += wide + m_theme.px(12);
    if (m_topic.isEmpty() || x + m_theme.px(60) > end) return;
    const int rule = m_theme.px(kRule);
    QRect line = part(x, 1);
    line.setTop((height() - rule) / 2);
    line.setHeight(rule);
    painter.fillRect(line, m_theme.colour(Token::LineStrong));
    x += m_theme.px(13);
    paintText(painter, m_topic, part(x, end - x), m_theme.font(TextStyle::Ui), m_theme.colour(Token::Text2), direction);
}

}  // namespace app
