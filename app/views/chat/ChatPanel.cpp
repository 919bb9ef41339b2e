#include "app/views/chat/ChatPanel.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QStackedWidget>

#include "app/models/RowBuilder.h"
#include "app/views/chat/ChatHeader.h"
#include "app/views/chat/ConnectionBanner.h"
#include "app/widgets/Banner.h"
#include "app/widgets/Button.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

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

}  // namespace

ChatPanel::ChatPanel(const ViewParts& parts, AccountSession& session, Pictures& pictures, QWidget* parent)
    : Surface(parts.theme, Token::Base, parent),
      m_parts(parts),
      m_session(session),
      m_header(new ChatHeader(parts.theme, this)),
      m_banner(new ConnectionBanner(parts.theme, session, this)),
      m_stack(new QStackedWidget(this)),
      m_timeline(new TimelineView(parts.theme, pictures, parts.clock)),
      m_composer(new Composer(parts.theme, pictures, this)),
      m_completion(session) {
    m_timeline->setObjectName(u"timeline"_s);
    m_composer->setObjectName(u"composer"_s);
    m_stack->addWidget(m_timeline);
    m_stack->addWidget(emptyPage());
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
    showChannel();
}

QWidget* ChatPanel::emptyPage() {
    m_empty = new EmptyState(m_theme, u"hash"_s, tr("Nothing is open"), {}, this);
    m_emptyAction = new Button(m_theme, tr("Create a channel"), Button::Kind::Primary);
    m_emptyAction->setIconName(u"plus"_s);
    m_empty->addButton(m_emptyAction);
    connect(m_emptyAction, &QAbstractButton::clicked, this, &ChatPanel::createChannelWanted);
    return m_empty;
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
    const bool canShow = channel != nullptr && shared::hasMessages(channel->type);
    m_stack->setCurrentIndex(canShow ? 0 : 1);
    m_composer->setVisible(canShow);
    m_header->setHasChannel(canShow);
    if (canShow) {
        const QString name = RowBuilder(store).channelName(*channel);
        m_header->setPlace(QString::fromLatin1(iconOf(*channel)), name, channel->topic.value());
        m_composer->setPlaceholder(shared::isPrivate(channel->type) ? tr("Message %1").arg(name)
                                                                    : tr("Message #%1").arg(name));
        m_timeline->setIntroduction(QString::fromLatin1(iconOf(*channel)), name,
                                    shared::isPrivate(channel->type) ? tr("This is the beginning of your conversation.")
                                                                     : tr("This is the beginning of #%1.").arg(name));
        showRights();
        return;
    }
    const shared::GuildId guild = m_session.navigation().guild();
    m_header->setPlace({}, guild ? QString() : tr("Direct messages"), {});
    const bool canCreate =
        guild && store.permissions().inGuild(guild).has(shared::Permission::ManageChannels) && channel == nullptr;
    m_emptyAction->setVisible(canCreate);
    if (!guild) {
        m_empty->setText(tr("Pick a conversation on the left, or a community at the edge."));
    } else {
        m_empty->setText(canCreate ? tr("Channels are rooms for a subject. Make the first one.")
                                   : tr("There is no channel here that you can read."));
    }
}

void ChatPanel::showRights() {
    const ClientStore& store = m_session.store();
    const shared::Channel* channel = store.channels().find(m_channel);
    if (channel == nullptr) return;
    QString reason;
    const shared::GuildId guild = store.channels().guildOf(m_channel);
    if (guild && store.permissions().isTimedOut(guild)) {
        reason = tr("You are timed out here for now. You can read.");
    } else if (!store.permissions().canSend(m_channel)) {
        reason = tr("You may read here, but not write in **%1**.").arg(channel->name.value());
    }
    m_composer->setDenied(reason, false);
}

void ChatPanel::handleChanges(const ChangeSet& changes) {
    const shared::GuildId guild = m_session.navigation().guild();
    if (changes.everything || changes.guildList || changes.channels.contains(guild) || changes.roles.contains(guild) ||
        changes.guilds.contains(guild))
        showPlace();
    const bool names = changes.roles.contains(guild) || changes.channels.contains(guild) || changes.everything ||
                       changes.members.contains(guild) || !changes.users.isEmpty();
    if (names) m_timeline->namesChanged();
}

void ChatPanel::handleWindow() {
    MessageListModel& model = m_session.messageModel();
    m_timeline->setOlderAvailable(model.hasOlder());
    m_timeline->setNewerAvailable(model.hasNewer());
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
