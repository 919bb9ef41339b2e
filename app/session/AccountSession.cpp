#include "app/session/AccountSession.h"

#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;

namespace app {

namespace {

/** A guild with more members is shown by those who are known: asking for all would take too long. */
constexpr int kMostMembersAsked = 10'000;
/** Source: gateway documents, "Request Guild Members". */
constexpr qsizetype kMembersPerRequest = 100;
const QString kAllMembers = u"all"_s;

}  // namespace

AccountSession::AccountSession(const AccountRecord& account, const QString& token, const SessionParts& parts,
                               QObject* parent)
    : QObject(parent),
      m_account(account),
      m_token(token),
      m_parts(parts),
      m_thread(u"network of "_s + account.displayName),
      m_rest(m_thread, parts.clock, parts.random, parts.restTiming),
      m_gateway(m_thread.make<GatewayClient>(parts.clock, parts.random, parts.gatewayTiming)),
      m_store(parts.clock),
      m_navigation(m_store),
      m_guildModel(m_store),
      m_channelModel(m_store),
      m_messageModel(m_store),
      m_memberModel(m_store),
      m_typingNames(m_store),
      m_mentionNames(m_store),
      m_messages(m_rest, m_store, parts.random),
      m_guilds(m_rest),
      m_channels(m_rest, m_store),
      m_invites(m_rest),
      m_reads(m_rest, m_store),
      m_own(m_rest),
      m_media(m_rest) {
    m_rest.setServer(account.address, account.allowPlainHttp);
    m_rest.setToken(token);
    m_guildModel.setHostedHere(account.hostedHere);
    wire();
}

AccountSession::~AccountSession() {
    flush();
    m_gateway->disconnect(this);
    m_cacheWriter.reset();
    m_thread.post([gateway = m_gateway] { gateway->close(); });
}

void AccountSession::wire() {
    m_newcomersLater.setSingleShot(true);
    m_newcomersLater.setInterval(std::chrono::milliseconds(300));
    connect(&m_newcomersLater, &QTimer::timeout, this, &AccountSession::askForNewcomers);
    connect(m_gateway, &GatewayClient::events, this, &AccountSession::handleEvents);
    connect(m_gateway, &GatewayClient::statusChanged, this, [this](const GatewayStatus& status) {
        if (!m_isHeld) handleStatus(status);
    });
    connect(&m_rest, &RestClient::unauthorized, this, &AccountSession::endToken);
    connect(&m_store.changes(), &Changes::delivered, this, &AccountSession::handleChanges);
    connect(&m_navigation, &Navigation::guildChanged, this, [this](shared::GuildId id) {
        m_mentionNames.setGuild(id);
        m_channelModel.setGuild(id);
        ensureMembers(id);
    });
    connect(&m_navigation, &Navigation::channelChanged, this, &AccountSession::showChannel);
    connect(&m_navigation, &Navigation::messageWanted, &m_messages, &MessageActions::loadAround);
}

void AccountSession::open() {
    connectGateway();
    m_parts.accounts.readCacheKey(m_account.key(), this, [this](const KeychainResult& key) { openCache(key); });
}

void AccountSession::openCache(const KeychainResult& key) {
    if (!key.isOk() || m_isEnding || m_cache) return;
    m_cache = std::make_unique<LocalCache>(m_parts.accounts.cachePath(m_account.key()), key.value);
    m_cacheWriter = std::make_unique<LocalCacheWriter>(m_store, *m_cache);
    m_cache->load(this, [this](std::optional<CacheRestored> restored) {
        if (!restored || m_store.isReady() || restored->self.id != m_account.userId) return;
        m_liveUntilMs = restored->asOfMs;
        m_store.apply(*restored);
    });
    m_media.setCache(m_cache.get());
    m_cacheWriter->setLiveUntil(m_status.isLive() ? 0 : m_liveUntilMs);
    // What came before there was a cache is to be written, too.
    if (m_store.isReady()) m_cacheWriter->writeAll();
}

void AccountSession::connectGateway() {
    if (m_isHeld) return;
    GatewayTarget target;
    target.address = m_account.address;
    target.allowPlainHttp = m_account.allowPlainHttp;
    target.token = m_token;
    target.device = m_parts.device;
    m_thread.post([gateway = m_gateway, target] { gateway->open(target); });
}

void AccountSession::hold(const QString& why) {
    m_isHeld = true;
    m_thread.post([gateway = m_gateway] { gateway->close(); });
    GatewayStatus held;
    held.state = GatewayStatus::State::Failed;
    held.failure = GatewayStatus::Failure::Held;
    held.reason = why;
    handleStatus(held);
}

void AccountSession::release() {
    if (!std::exchange(m_isHeld, false)) return retryNow();
    m_rest.forgetConnections();
    connectGateway();
}

void AccountSession::retryNow() {
    if (m_isHeld) return Q_EMIT serverWanted();
    m_rest.forgetConnections();
    if (m_status.state == GatewayStatus::State::Failed) {
        connectGateway();
    } else {
        m_thread.post([gateway = m_gateway] { gateway->retryNow(); });
    }
}

void AccountSession::moveTo(const ServerAddress& address) {
    if (address == m_account.address) return;
    m_account.address = address;
    m_parts.accounts.update(m_account);
    m_rest.setServer(address, m_account.allowPlainHttp);
    connectGateway();
}

void AccountSession::logOut() {
    m_isEnding = true;
    m_own.logOut().always(this, [this] { endToken(); });
}

Reply<shared::CurrentUser> AccountSession::changePassword(const QString& present, const QString& wanted) {
    shared::ModifyCurrentUser changes;
    changes.password = present;
    changes.newPassword = wanted;
    // The gateway closes with the old token, mostly before the answer with the new one is here.
    m_isChangingToken = true;
    const auto reply = m_own.modify(changes);
    reply.then(this, [this](const shared::CurrentUser& self) {
        if (self.token.hasValue()) return takeToken(*self.token);
        m_isChangingToken = false;  // a server that leaves this session its token
    });
    reply.onError(this, [this](const ApiError&) {
        m_isChangingToken = false;
        if (std::exchange(m_isTokenOver, false)) endToken();
    });
    return reply;
}

void AccountSession::takeToken(const QString& token) {
    m_token = token;
    m_rest.setToken(token);
    m_parts.accounts.remember(m_account, token, this, [](const KeychainResult&) {});
    connectGateway();
    // What the gateway said before it was opened anew is about the old token, and arrives before this.
    m_thread.post([this] {
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_isChangingToken = false;
                m_isTokenOver = false;
            },
            Qt::QueuedConnection);
    });
}

void AccountSession::endToken() {
    if (m_isChangingToken && !m_isEnding) {
        m_isTokenOver = true;
        return;
    }
    // The gateway and the answer to a log-out tell of the same end.
    if (std::exchange(m_hasEnded, true)) return;
    m_thread.post([gateway = m_gateway] { gateway->close(); });
    if (m_isEnding) {
        m_cacheWriter.reset();
        m_cache.reset();
        m_parts.accounts.forget(m_account.key());
    }
    Q_EMIT loggedOut();
}

void AccountSession::tellStatus(shared::Status status) {
    if (std::exchange(m_toldStatus, status) == status) return;
    shared::PresenceUpdate presence;
    presence.status = status;
    m_thread.post([gateway = m_gateway, presence] { gateway->setPresence(presence); });
}

void AccountSession::setStatus(shared::Status status) {
    tellStatus(status);
    static_cast<void>(m_own.updateSettings(QJsonObject{{u"status"_s, QString(shared::toString(status))}}));
}

void AccountSession::flush() {
    m_reads.flush();
    m_store.changes().flush();
    if (m_cacheWriter) m_cacheWriter->flush();
}

// ---- what the server says --------------------------------------------------------------------------------------

void AccountSession::handleEvents(const DispatchEvents& events) {
    for (const DispatchEvent& event : events) {
        std::visit([this](const auto& dispatch) { m_store.apply(dispatch); }, event);
        if (const auto* created = std::get_if<shared::MessageCreateEvent>(&event)) announce(created->payload);
        if (std::holds_alternative<shared::ReadyEvent>(event)) {
            m_membersAsked.clear();
            m_authorsAsked.clear();
            tellStatus(m_store.settings().status);
        }
        if (const auto* joined = std::get_if<shared::GuildMemberAddEvent>(&event)) {
            if (joined->payload.user.hasValue()) m_newcomers[joined->payload.guildId].append(joined->payload.user->id);
            if (!m_newcomersLater.isActive()) m_newcomersLater.start();
        }
        const auto* chunk = std::get_if<shared::GuildMembersChunkEvent>(&event);
        if (chunk != nullptr && chunk->payload.nonce == kAllMembers &&
            chunk->payload.chunkIndex + 1 >= chunk->payload.chunkCount)
            m_store.apply(MembersComplete{chunk->payload.guildId});
    }
}

void AccountSession::announce(const shared::Message& message) {
    if (message.author.id == m_store.self().id || !m_store.mentionsSelf(message)) return;
    if (m_store.isMuted(message.channelId) || m_store.isGuildMuted(m_store.channels().guildOf(message.channelId)))
        return;
    if (m_store.relationships().isBlocked(message.author.id)) return;
    Q_EMIT messageForMe(message);
}

void AccountSession::handleStatus(const GatewayStatus& status) {
    if (m_status.isLive() && !status.isLive()) m_liveUntilMs = m_store.clock().nowMs();
    if (m_cacheWriter) m_cacheWriter->setLiveUntil(status.isLive() ? 0 : m_liveUntilMs);
    m_status = status;
    m_guildModel.setReachable(status.state != GatewayStatus::State::Waiting &&
                              status.state != GatewayStatus::State::Failed);
    if (status.state == GatewayStatus::State::Ready) {
        ensureMembers(m_navigation.guild());
        ensureHistory(m_shown);
        AccountRecord seen = m_account;
        seen.userName = m_store.self().username;
        seen.displayName = m_store.self().displayName();
        if (seen != m_account && !m_store.self().id.isNull()) {
            m_account = seen;
            m_parts.accounts.update(m_account);
        }
    }
    m_messages.setOnline(status.isLive());
    Q_EMIT statusChanged(status);
    if (status.failure == GatewayStatus::Failure::Unauthorized) endToken();
}

void AccountSession::handleChanges(const ChangeSet& changes) {
    if (!m_hadContents && hasContents()) {
        m_hadContents = true;
        if (m_navigation.guild().isNull() && m_navigation.channel().isNull() && m_store.guilds().size() > 0)
            m_navigation.openLast(m_guildModel.firstGuild());
        Q_EMIT contentsArrived();
    }
    if (changes.everything && m_status.isLive()) ensureHistory(m_shown);
    askForAuthors(changes);
}

// ---- what is shown ---------------------------------------------------------------------------------------------

void AccountSession::showChannel(shared::ChannelId id) {
    if (m_shown) m_store.apply(WindowLeft{m_shown});
    m_shown = id;
    m_messageModel.setChannel(id);
    m_typingNames.setChannel(id);
    m_memberModel.setChannel(m_navigation.guild(), id);
    ensureHistory(id);
}

void AccountSession::ensureHistory(shared::ChannelId id) {
    const shared::Channel* channel = m_store.channels().find(id);
    if (channel == nullptr || !shared::hasMessages(channel->type)) return;
    const MessageWindow* window = m_store.messages().find(id);
    const bool isKept = window != nullptr && window->isLoaded();
    if (isKept && !window->isStale()) return;
    if (!isKept && m_cache) {
        m_cache->loadMessages(id, this, [this](const HistoryRestored& restored) { m_store.apply(restored); });
    }
    if (m_status.isLive() && !(window != nullptr && window->isLoadingNewer())) m_messages.loadLatest(id);
}

void AccountSession::ensureMembers(shared::GuildId id) {
    const GuildState* guild = m_store.guilds().find(id);
    if (guild == nullptr || !m_status.isLive() || m_store.members().isComplete(id) || m_membersAsked.contains(id))
        return;
    m_membersAsked.insert(id);
    MemberRequest request;
    request.guildId = id;
    request.limit = guild->memberCount > kMostMembersAsked ? 1000 : 0;
    request.nonce = kAllMembers;
    m_thread.post([gateway = m_gateway, request] { gateway->requestMembers(request); });
}

void AccountSession::askForNewcomers() {
    const auto newcomers = std::exchange(m_newcomers, {});
    for (auto it = newcomers.cbegin(); it != newcomers.cend(); ++it)
        requestMembers(it.key(), it.value());
}

void AccountSession::requestMembers(shared::GuildId guild, const QList<shared::UserId>& users) {
    for (qsizetype at = 0; at < users.size(); at += kMembersPerRequest) {
        MemberRequest request;
        request.guildId = guild;
        request.userIds = users.mid(at, kMembersPerRequest);
        request.limit = static_cast<int>(request.userIds.size());
        m_thread.post([gateway = m_gateway, request] { gateway->requestMembers(request); });
    }
}

void AccountSession::askForAuthors(const ChangeSet& changes) {
    if (!m_status.isLive()) return;
    QHash<shared::GuildId, QList<shared::UserId>> unknown;
    for (const MessageChange& change : changes.messages) {
        const shared::GuildId guildId = m_store.channels().guildOf(change.channelId);
        if (guildId.isNull() || m_store.members().isComplete(guildId)) continue;
        for (const StoredMessagePtr& row : change.rows) {
            const shared::UserId author = row->message.author.id;
            if (row->message.webhookId.hasValue() || m_store.members().find(guildId, author) != nullptr) continue;
            if (m_authorsAsked.contains({guildId, author})) continue;
            m_authorsAsked.insert({guildId, author});
            unknown[guildId].append(author);
        }
    }
    for (auto it = unknown.cbegin(); it != unknown.cend(); ++it)
        requestMembers(it.key(), it.value());
}

}  // namespace app
