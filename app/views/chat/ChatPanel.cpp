#include "app/views/chat/ChatPanel.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QStackedWidget>

#include "app/models/RowBuilder.h"
#include "app/views/chat/ChatHeader.h"
#include "app/views/chat/ConnectionBanner.h"
#include "app/views/chat/RightsText.h"
#include "app/widgets/Banner.h"
#include "app/widgets/Button.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kWhyWidth = 320;

const char* iconOf(const shared::Channel& channel) {
    using Type = shared::ChannelType;
    switch (channel.type) {
        case Type::GuildAnnouncement:
            return "megaphone";
        case Type::GuildVoice:
            return "speaker-high";
        case Type::GuildStageVoice:
            return "broadcast";
        case Type::Dm:
            return "at";
        case Type::GroupDm:
            return "users";
        case Type::PublicThread:
        case Type::PrivateThread:
        case Type::AnnouncementThread:
            return "chat-centered-text";
        default:
            return "hash";
    }
}

/** A channel's name within a sentence: the sign of text channels belongs to them alone. */
QString spoken(const shared::Channel& channel, const QString& name) {
    const bool isText = !shared::isPrivate(channel.type) && !shared::isVoice(channel.type);
    return isText ? u'#' + name : name;
}

}  // namespace

ChatPanel::ChatPanel(const ViewParts& parts, AccountSession& session, Pictures& pictures, QWidget* parent)
    : Surface(parts.theme, Token::Base, parent),
      m_parts(parts),
      m_session(session),
      m_pictures(pictures),
      m_header(new ChatHeader(parts.theme, this)),
      m_banner(new ConnectionBanner(parts.theme, session, this)),
      m_stack(new QStackedWidget(this)),
      m_timeline(new TimelineView(parts.theme, pictures, parts.clock)),
      m_composer(new Composer(parts.theme, pictures, this)),
      m_completion(session) {
    m_timeline->setObjectName(u"timeline"_s);
    m_composer->setObjectName(u"composer"_s);
    m_stack->addWidget(m_timeline);
    m_empty = new EmptyState(m_theme, u"hash"_s, tr("Nothing is open"), {}, this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(emptyPage());
    m_stack->addWidget(unreachablePage());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    column->addWidget(m_composer);
    m_timeline->setNames(&session.mentionNames());
    m_composer->setNames(&session.mentionNames());
    m_composer->setCompletion(&m_completion);
    wireTimeline();
    wireMessages();
    wireComposer();
    connect(&session.navigation(), &Navigation::channelChanged, this, &ChatPanel::showChannel);
    connect(&session.navigation(), &Navigation::guildChanged, this, &ChatPanel::showPlace);
    connect(&session.navigation(), &Navigation::messageWanted, this, &ChatPanel::jumpTo);
    connect(&session.store().changes(), &Changes::delivered, this, &ChatPanel::handleChanges);
    connect(&session.messageModel(), &MessageListModel::windowChanged, this, &ChatPanel::handleWindow);
    connect(m_header, &ChatHeader::pinsWanted, this, &ChatPanel::showPins);
    connect(m_composer, &Composer::whyWanted, this, &ChatPanel::explainRights);
    connect(&session, &AccountSession::statusChanged, this, [this] { canShow() ? showConnection() : showPlace(); });
    showChannel();
}

QWidget* ChatPanel::emptyPage() {
    m_fresh = new EmptyState(m_theme, u"hash"_s, tr("A fresh hall"),
                             tr("Channels are rooms for a subject. Make the first one."), this);
    auto* create = new Button(m_theme, tr("Create a channel"), Button::Kind::Primary);
    create->setIconName(u"plus"_s);
    m_fresh->addButton(create);
    connect(create, &QAbstractButton::clicked, this, &ChatPanel::createChannelWanted);
    return m_fresh;
}

QWidget* ChatPanel::unreachablePage() {
    m_unreachable = new EmptyState(
        m_theme, u"plugs"_s, tr("%1 does not answer").arg(m_session.server().displayName()),
        tr("Guildhall keeps trying. Nothing of this server is kept on this computer yet. Most likely the computer or "
           "the app of the host is off."),
        this);
    m_unreachable->setColours(Token::WarnSoft, Token::Warn);
    auto* again = new Button(m_theme, tr("Try now"), Button::Kind::Primary);
    again->setIconName(u"arrows-clockwise"_s);
    m_unreachable->addButton(again);
    connect(again, &QAbstractButton::clicked, &m_session, &AccountSession::retryNow);
    return m_unreachable;
}

// ---- where one is ----------------------------------------------------------------------------------------------

void ChatPanel::showChannel() {
    if (m_channel) {
        if (!m_composer->isEditing()) m_drafts.insert(m_channel, m_composer->markup());
        m_positions.insert(m_channel, m_timeline->position());
    }
    m_channel = m_session.navigation().channel();
    m_wanted = {};
    m_hasNewLine = false;
    m_composer->clear();
    m_composer->setMarkup(m_drafts.value(m_channel));
    m_timeline->setModel(&m_session.messageModel());
    showPlace();
    handleWindow();
    const auto position = m_positions.constFind(m_channel);
    if (position != m_positions.cend() && !position->atEnd && !m_session.navigation().newSince())
        m_timeline->restore(*position);
    m_composer->setTyping(m_session.typingNames().names());
    if (isVisible()) m_composer->focusText();
}

void ChatPanel::showPlace() {
    const ClientStore& store = m_session.store();
    const shared::Channel* channel = store.channels().find(m_channel);
    const bool isShown = canShow();
    m_composer->setVisible(isShown);
    m_header->setHasChannel(isShown);
    if (isShown) {
        m_stack->setCurrentIndex(0);
        const QString name = RowBuilder(store).channelName(*channel);
        m_header->setPlace(QString::fromLatin1(iconOf(*channel)), name, channel->topic.value());
        m_placeholder = tr("Message %1").arg(spoken(*channel, name));
        showConnection();
        showIntroduction(*channel);
        showRights();
        return;
    }
    const shared::GuildId guild = m_session.navigation().guild();
    m_header->setPlace({}, guild ? QString() : tr("Direct messages"), {});
    const bool canCreate =
        guild && store.permissions().inGuild(guild).has(shared::Permission::ManageChannels) && channel == nullptr;
    const bool isLost = !m_session.hasContents() && m_session.status().attempts > 0;
    m_stack->setCurrentWidget(isLost ? m_unreachable : canCreate ? m_fresh : m_empty);
    if (channel != nullptr && !store.permissions().canView(m_channel)) {
        m_empty->setText(
            tr("You may not see this channel any more. Ask somebody who manages the roles of this community."));
    } else if (!guild) {
        m_empty->setText(tr("Pick a conversation on the left, or a community at the edge."));
    } else {
        m_empty->setText(tr("There is no channel here that you can read."));
    }
}

/** Not before a page is here: until then nobody knows where the channel begins. */
void ChatPanel::showIntroduction(const shared::Channel& channel) {
    if (!m_session.messageModel().isLoaded()) return m_timeline->setIntroduction({}, {}, {});
    const QString name = RowBuilder(m_session.store()).channelName(channel);
    m_timeline->setIntroduction(QString::fromLatin1(iconOf(channel)), name,
                                shared::isPrivate(channel.type)
                                    ? tr("This is the beginning of your conversation.")
                                    : tr("This is the beginning of %1.").arg(spoken(channel, name)));
}

bool ChatPanel::canShow() const {
    const shared::Channel* channel = m_session.store().channels().find(m_channel);
    return channel != nullptr && shared::hasMessages(channel->type) &&
           m_session.store().permissions().canView(m_channel);
}

void ChatPanel::showRights() {
    const RightsText rights = rightsText(m_session, m_channel);
    m_deniedBecause = rights.explanation;
    if (rights.sentence == m_deniedReason) return;
    m_deniedReason = rights.sentence;
    m_composer->setDenied(rights.sentence, !rights.explanation.isEmpty());
}

void ChatPanel::explainRights() {
    auto* popup = new Popup(m_theme, tr("Why you cannot write here"), this);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(popup->content());
    column->setContentsMargins(m_theme.px(16), m_theme.px(12), m_theme.px(16), m_theme.px(16));
    column->setSpacing(m_theme.px(8));
    column->addWidget(
        new Text(m_theme, tr("Why you cannot write here"), TextStyle::Heading, Token::Text, popup->content()));
    auto* words = new Text(m_theme, m_deniedBecause, TextStyle::Ui, Token::Text2, popup->content());
    words->setFixedWidth(m_theme.px(kWhyWidth));
    words->setFixedHeight(words->heightForWidth(m_theme.px(kWhyWidth)));
    column->addWidget(words);
    popup->adjustSize();
    const QPoint corner = m_composer->mapToGlobal(QPoint(0, 0));
    const bool ltr = layoutDirection() == Qt::LeftToRight;
    popup->openAt(corner + QPoint(ltr ? m_composer->width() - popup->width() : 0, -popup->height()));
}

void ChatPanel::showConnection() {
    const bool isLive = m_session.status().isLive();
    m_timeline->setOffline(!isLive);
    m_composer->setPlaceholder(isLive ? m_placeholder : tr("%1, sent when you are back").arg(m_placeholder));
    showWaiting();
}

void ChatPanel::showWaiting() {
    const qsizetype waiting = m_session.status().isLive() ? 0 : m_session.messages().pendingCount();
    m_composer->setNote(
        u"clock"_s, waiting == 0   ? QString()
                    : waiting == 1 ? tr("Waiting: 1 message goes out when you are back")
                                   : tr("Waiting: %n messages go out in order", nullptr, static_cast<int>(waiting)));
}

void ChatPanel::handleChanges(const ChangeSet& changes) {
    const shared::GuildId guild = m_session.navigation().guild();
    if (changes.everything || changes.guildList || changes.channels.contains(guild) || changes.roles.contains(guild) ||
        changes.guilds.contains(guild))
        showPlace();
    const bool names = changes.roles.contains(guild) || changes.channels.contains(guild) || changes.everything ||
                       changes.members.contains(guild) || !changes.users.isEmpty();
    if (names) m_timeline->namesChanged();
    if (changes.members.contains(guild)) {
        const bool isShown = m_stack->currentIndex() == 0;
        if (canShow() == isShown) {
            showRights();
        } else {
            showPlace();
        }
    }
    showWaiting();
}

void ChatPanel::handleWindow() {
    MessageListModel& model = m_session.messageModel();
    m_timeline->setOlderAvailable(model.hasOlder());
    m_timeline->setNewerAvailable(model.hasNewer());
    if (const shared::Channel* channel = m_session.store().channels().find(m_channel)) showIntroduction(*channel);
    if (model.isLoaded() && !m_hasNewLine) placeNewLine();
    if (m_wanted && m_timeline->jumpTo(m_wanted)) m_wanted = {};
}

void ChatPanel::placeNewLine() {
    const shared::MessageId since = m_session.navigation().newSince();
    MessageListModel& model = m_session.messageModel();
    m_hasNewLine = true;
    if (since.isNull()) return;
    for (int row = 0; row < model.rowCount(); ++row) {
        const MessageRowPtr message = model.at(row);
        if (message->id <= since || message->mine) continue;
        m_timeline->setNewSince(message->id, model.rowCount() - row, message->timestampMs);
        m_timeline->openAtNewLine();
        return;
    }
}

void ChatPanel::jumpTo(shared::ChannelId channel, shared::MessageId message) {
    if (channel != m_channel) return;
    if (m_timeline->jumpTo(message)) return;
    m_wanted = message;
    m_session.messages().loadAround(channel, message);
}

void ChatPanel::report(const QString& what) {
    Toast::show(m_theme, m_stack, u"warning-circle"_s, what, {}, 0);
}

}  // namespace app
