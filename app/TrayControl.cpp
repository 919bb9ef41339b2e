#include "app/TrayControl.h"

#include <QtGui/QPainter>
#include <QtSvg/QSvgRenderer>

#include "app/models/RowBuilder.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kIconSizes[] = {16, 22, 24, 32, 48, 64};
constexpr int kCountFrom = 22;
constexpr double kMentionPart = 0.62;  // of the icon's side: the disc of a mention
constexpr double kUnreadPart = 0.44;
constexpr double kDigitPart = 0.62;  // of the disc
constexpr qsizetype kExcerpt = 200;

}  // namespace

TrayControl::TrayControl(const Theme& theme, Preferences& preferences, QObject* parent)
    : QObject(parent), m_theme(theme), m_preferences(preferences) {
    connect(m_menu.addAction(tr("Show or hide Guildhall")), &QAction::triggered, this, &TrayControl::toggleWanted);
    m_menu.addSeparator();
    connect(m_menu.addAction(tr("Quit")), &QAction::triggered, this, &TrayControl::quitWanted);
    m_tray.setMenu(&m_menu);
    connect(&m_tray, &Tray::activated, this, &TrayControl::toggleWanted);
    connect(&m_tray.notifications(), &Notifications::activated, this, [this](const QString& tag) {
        const QStringList parts = tag.split(u'\n');
        if (parts.size() != 3) return;
        Q_EMIT messageActivated(parts[0], shared::ChannelId(parts[1].toULongLong()),
                                shared::MessageId(parts[2].toULongLong()));
    });
    connect(&preferences, &Preferences::changed, this, [this](Preference preference) {
        if (preference == Preference::TrayIcon) refresh();
    });
    refresh();
}

void TrayControl::setHosting(bool hosting) {
    m_isHosting = hosting;
    refresh();
}

void TrayControl::setTotals(int mentions, bool unread) {
    if (mentions == m_mentions && unread == m_unread) return;
    m_mentions = mentions;
    m_unread = unread;
    refresh();
}

void TrayControl::refresh() {
    m_tray.setIcon(icon());
    QString tip = u"Guildhall"_s;
    if (m_isHosting) tip += u'\n' + tr("Hosting on this computer");
    if (m_mentions > 0) tip += u'\n' + (m_mentions == 1 ? tr("One mention") : tr("%1 mentions").arg(m_mentions));
    m_tray.setToolTip(tip);
    m_tray.setVisible(m_preferences.yes(Preference::TrayIcon) && m_tray.isAvailable());
}

QPixmap TrayControl::picture(const Theme& theme, int size, int mentions, bool unread) {
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QSvgRenderer(u":/logo/guildhall-small.svg"_s).render(&painter);
    if (mentions <= 0 && !unread) return pixmap;
    // The colours of the tile, whatever the app's theme: the mark has a rim of the ground, so that it stands on both.
    const double side = size * (mentions > 0 ? kMentionPart : kUnreadPart);
    const QRectF disc(size - side, size - side, side, side);
    const double rim = qMax(1.0, size / 16.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(ThemeKind::Light, Token::AccentPressed));
    painter.drawEllipse(disc);
    painter.setBrush(mentions > 0 ? theme.colour(ThemeKind::Dark, Token::MentionBar)
                                  : theme.colour(ThemeKind::Light, Token::OnAccent));
    painter.drawEllipse(disc.adjusted(rim, rim, -rim, -rim));
    if (mentions <= 0 || size < kCountFrom) return pixmap;
    QFont font = theme.font(TextStyle::Badge);
    font.setPixelSize(qMax(8, qRound(side * kDigitPart)));
    painter.setFont(font);
    painter.setPen(theme.colour(ThemeKind::Dark, Token::BadgeText));
    painter.drawText(disc, Qt::AlignCenter, mentions > 9 ? u"9+"_s : QString::number(mentions));
    return pixmap;
}

QIcon TrayControl::icon() const {
    QIcon icon;
    for (const int size : kIconSizes)
        icon.addPixmap(picture(m_theme, size, m_mentions, m_unread));
    return icon;
}

void TrayControl::announce(AccountSession& session, const shared::Message& message, bool isSeen) {
    const ClientStore& store = session.store();
    const shared::GuildId guild = store.channels().guildOf(message.channelId);
    const bool wanted = m_preferences.yes(guild ? Preference::NotifyMentions : Preference::NotifyDms);
    const bool busy = store.presences().status(store.self().id) == shared::Status::Dnd;
    if (isSeen || !wanted || busy || !m_tray.notifications().isAvailable()) return;
    Notification notice;
    notice.title = RowBuilder(store).person(guild, message.author).name;
    const shared::Channel* channel = store.channels().find(message.channelId);
    if (guild && channel != nullptr) notice.title += u" \u00b7 #"_s + channel->name.value();
    if (m_preferences.yes(Preference::NotifyContent))
        notice.body = RowBuilder(store).plainContent(guild, message).left(kExcerpt);
    notice.tag = session.account().key() + u'\n' + message.channelId.toString() + u'\n' + message.id.toString();
    notice.icon = QIcon(u":/logo/guildhall-small.svg"_s);
    m_tray.notifications().show(notice);
}

}  // namespace app
