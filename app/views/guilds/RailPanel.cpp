#include "app/views/guilds/RailPanel.h"

#include <QtGui/QPainter>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QMenu>

#include "app/models/RowBuilder.h"
#include "app/views/common/RowPainting.h"
#include "app/views/guilds/GuildRailView.h"
#include "app/widgets/IconButton.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kOwnAvatar = 36;
constexpr int kOver = 3;

QAction* add(QMenu* menu, const QString& text, const char* icon, bool danger = false) {
    QAction* action = menu->addAction(text);
    action->setProperty("iconName", QString::fromLatin1(icon));
    if (danger) action->setProperty("danger", true);
    return action;
}

}  // namespace

void RailPictures::setSources(const QList<Pictures*>& sources) {
    for (Pictures* source : m_sources)
        source->disconnect(this);
    m_sources = sources;
    for (qsizetype i = 0; i < sources.size(); ++i)
        connect(sources[i], &Pictures::arrived, this,
                [this, i](const QString& key) { Q_EMIT arrived(QString::number(i) + u'|' + key); });
}

QPixmap RailPictures::picture(const QString& key, const QSize& devicePixels) {
    const qsizetype bar = key.indexOf(u'|');
    if (bar < 1) return {};
    const int source = QStringView(key).left(bar).toInt();
    return source < m_sources.size() ? m_sources[source]->picture(key.mid(bar + 1), devicePixels) : QPixmap();
}

/** The own picture with presence, as a button. */
class RailPanel::OwnButton : public QAbstractButton {
 public:
    OwnButton(const Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setProperty("focusRadius", kOwnAvatar / 2);
    }
    void setPerson(Pictures* pictures, const PersonRow& person, PresenceMark presence) {
        m_pictures = pictures;
        m_person = person;
        m_presence = presence;
        setAccessibleName(person.name);
        setToolTip(person.name);
        update();
    }
    /** With room for the presence, which stands a little over the edge. */
    QSize sizeHint() const override { return {m_theme.px(kOwnAvatar + 2 * kOver), m_theme.px(kOwnAvatar + 2 * kOver)}; }

 protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const int over = m_theme.px(kOver);
        const QRect box = rect().adjusted(over, over, -over, -over);
        const QPixmap picture = m_pictures ? boxPicture(*m_pictures, m_person.avatar, box, painter) : QPixmap();
        paintAvatar(painter, m_theme, box, m_person.id.value(), m_person.name, picture);
        paintPresence(painter, m_theme, box, m_presence, m_theme.colour(Token::Rail), layoutDirection());
    }

 private:
    const Theme& m_theme;
    QPointer<Pictures> m_pictures;
    PersonRow m_person;
    PresenceMark m_presence = PresenceMark::None;
};

RailPanel::RailPanel(const ViewParts& parts, QWidget* parent)
    : Surface(parts.theme, Token::Rail, parent),
      m_parts(parts),
      m_rail(new GuildRailView(parts.theme, m_pictures, this)),
      m_server(new IconButton(parts.theme, u"hard-drives"_s, tr("This server"), this)),
      m_own(new OwnButton(parts.theme, this)) {
    m_rail->setObjectName(u"rail"_s);
    m_own->setObjectName(u"ownAccount"_s);
    m_rail->setModel(&m_model);
    setFixedWidth(m_theme.px(m_theme.metrics().rail));
    connect(&m_theme, &Theme::changed, this, [this] { setFixedWidth(m_theme.px(m_theme.metrics().rail)); });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, m_theme.px(14));
    column->setSpacing(m_theme.px(12));
    column->addWidget(m_rail, 1);
    column->addWidget(m_server, 0, Qt::AlignHCenter);
    column->addWidget(m_own, 0, Qt::AlignHCenter);
    m_server->hide();
    connect(m_server, &QAbstractButton::clicked, this, &RailPanel::serverWanted);
    connect(m_own, &QAbstractButton::clicked, this, &RailPanel::openOwnMenu);
    connect(m_rail, &GuildRailView::tileActivated, this, [this](const GuildRow& row) {
        if (row.kind == GuildRowKind::Add) return openAddMenu();
        if (row.kind == GuildRowKind::DirectMessages) return Q_EMIT guildActivated(m_current, {});
        if (row.kind == GuildRowKind::Guild) Q_EMIT guildActivated(m_model.sessionOf(row.id), row.id);
    });
    connect(m_rail, &GuildRailView::menuWanted, this, [this](const GuildRow& row, const QPoint& global) {
        if (row.kind == GuildRowKind::Guild) Q_EMIT guildMenuWanted(m_model.sessionOf(row.id), row.id, global);
    });
}

void RailPanel::setAccounts(const QList<AccountSession*>& sessions, const QList<Pictures*>& pictures) {
    m_sessions = sessions;
    m_sources = pictures;
    m_pictures.setSources(pictures);
    m_model.setSessions(sessions);
    if (!sessions.contains(m_current)) setCurrent(sessions.value(0));
}

void RailPanel::setCurrent(AccountSession* session) {
    disconnect(m_following);
    disconnect(m_connecting);
    disconnect(m_navigating);
    m_current = session;
    m_model.setCurrent(session);
    m_own->setVisible(session != nullptr);
    if (session == nullptr) return;
    m_following = connect(&session->store().changes(), &Changes::delivered, this, [this](const ChangeSet& changes) {
        if (changes.everything || changes.self || changes.presences.contains(m_current->store().self().id))
            refreshOwn();
    });
    m_connecting = connect(session, &AccountSession::statusChanged, this, &RailPanel::refreshOwn);
    m_navigating = connect(&session->navigation(), &Navigation::guildChanged, this, &RailPanel::showSelection);
    showSelection();
    refreshOwn();
}

void RailPanel::setHosting(bool hosting) {
    m_server->setVisible(hosting);
}

void RailPanel::showSelection() {
    if (m_current == nullptr) return;
    const shared::GuildId guild = m_current->navigation().guild();
    m_rail->setSelected(guild ? GuildRowKind::Guild : GuildRowKind::DirectMessages, guild);
}

void RailPanel::refreshOwn() {
    if (m_current == nullptr) return;
    const ClientStore& store = m_current->store();
    PersonRow person = RowBuilder(store).person({}, store.self());
    if (person.id.isNull()) {
        person.id = m_current->account().userId;
        person.name = m_current->account().displayName;
    }
    const shared::Presence* presence = store.presences().find(person.id);
    PresenceMark mark = presenceMark(RowBuilder::presence(presence));
    if (!m_current->status().isLive())
        mark = PresenceMark::Offline;
    else if (presence == nullptr)
        mark = PresenceMark::Online;
    m_own->setPerson(m_sources.value(m_sessions.indexOf(m_current)), person, mark);
}

void RailPanel::openAddMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_current != nullptr) {
        const QString create = m_current->account().hostedHere
                                   ? tr("Create a community on this computer...")
                                   : tr("Create a community on %1...").arg(m_current->server().displayName());
        connect(add(menu, create, "plus"), &QAction::triggered, this, &RailPanel::createGuildWanted);
    }
    connect(add(menu, tr("Join with a link or an address..."), "sign-in"), &QAction::triggered, this,
            &RailPanel::joinWanted);
    if (!m_server->isVisibleTo(this))
        connect(add(menu, tr("Host a community here..."), "house-line"), &QAction::triggered, this,
                &RailPanel::hostWanted);
    menu->popup(m_rail->mapToGlobal(QPoint(m_rail->width(), m_rail->height() / 3)));
}

void RailPanel::openOwnMenu() {
    if (m_current == nullptr) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto status = [&](const QString& text, shared::Status wanted) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, wanted] { m_current->setStatus(wanted); });
    };
    status(tr("Online"), shared::Status::Online);
    status(tr("Away"), shared::Status::Idle);
    status(tr("Do not disturb"), shared::Status::Dnd);
    status(tr("Invisible"), shared::Status::Invisible);
    menu->addSeparator();
    for (AccountSession* session : m_sessions) {
        if (session == m_current) continue;
        QAction* action = add(menu, tr("%1 on %2").arg(session->account().displayName, session->server().displayName()),
                              "user-circle");
        connect(action, &QAction::triggered, this, [this, session] { Q_EMIT accountActivated(session); });
    }
    connect(add(menu, tr("Settings...") + u"\tCtrl ,"_s, "gear-six"), &QAction::triggered, this,
            &RailPanel::settingsWanted);
    menu->addSeparator();
    connect(add(menu, tr("Log out..."), "sign-out", true), &QAction::triggered, this,
            [this] { Q_EMIT logOutWanted(m_current); });
    menu->popup(m_own->mapToGlobal(QPoint(m_own->width(), 0)));
}

}  // namespace app
