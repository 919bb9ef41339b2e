#include "app/TrayControl.h"

#include <QtCore/QFile>
#include <QtGui/QPainter>
#include <QtSvg/QSvgRenderer>

#include "app/models/RowBuilder.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kIconSizes[] = {16, 22, 32, 48};
constexpr int kCountFrom = 22;
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

QIcon TrayControl::icon() const {
    const QString name = m_mentions > 0 ? u":/logo/tray-mention.svg"_s
                         : m_unread     ? u":/logo/tray-unread.svg"_s
                                        : u":/logo/tray.svg"_s;
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QByteArray svg = file.readAll();
    svg.replace("#000000", m_theme.colour(Token::Text).name().toLatin1());
    QSvgRenderer renderer(svg);
    QIcon icon;
    for (const int size : kIconSizes) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        if (m_mentions > 0 && size >= kCountFrom) {
            QFont font = m_theme.font(TextStyle::Badge);
            font.setPixelSize(size / 2 - 2);
            painter.setFont(font);
            painter.setPen(QColor(0x28, 0x1A, 0x00));
            const QRect disc(size / 2, size / 2, size / 2, size / 2);
            painter.drawText(disc, Qt::AlignCenter, m_mentions > 9 ? u"9+"_s : QString::number(m_mentions));
        }
        painter.end();
        icon.addPixmap(pixmap);
    }
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
    if (m_preferences.yes(Preference::NotifyContent)) notice.body = message.content.left(kExcerpt);
    notice.tag = session.account().key() + u'\n' + message.channelId.toString() + u'\n' + message.id.toString();
    notice.icon = QIcon(u":/logo/guildhall-small.svg"_s);
    m_tray.notifications().show(notice);
}

}  // namespace app
