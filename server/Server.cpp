#include "server/Server.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QUrl>
#include <QtNetwork/QHostInfo>
#include <QtNetwork/QNetworkInterface>

#include "server/DataFolder.h"
#include "server/api/ApiServer.h"
#include "server/api/routes/GatewayAddress.h"
#include "server/api/routes/Routes.h"
#include "server/events/FeedHub.h"
#include "server/gateway/GatewayServer.h"
#include "server/jobs/CertificateJob.h"
#include "server/jobs/JobRunner.h"
#include "server/platform/http/HttpServer.h"
#include "server/platform/threads/FileLock.h"
#include "server/platform/tls/TlsContext.h"
#include "server/services/AccountRemoval.h"
#include "server/services/Accounts.h"
#include "server/services/ApplicationService.h"
#include "server/services/AuditLogService.h"
#include "server/services/BanService.h"
#include "server/services/ChannelService.h"
#include "server/services/DmService.h"
#include "server/services/EmojiService.h"
#include "server/services/GuildService.h"
#include "server/services/MaintenanceService.h"
#include "server/services/MediaService.h"
#include "server/services/MemberService.h"
#include "server/services/MessageService.h"
#include "server/services/PinService.h"
#include "server/services/PresenceService.h"
#include "server/services/ReactionService.h"
#include "server/services/ReadStateService.h"
#include "server/services/RoleService.h"
#include "server/services/UserService.h"
#include "server/services/VoiceService.h"
#include "server/storage/StorageFactory.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using shared::Error;
using shared::Result;

namespace server {
namespace {

/** Sessions can resume for some minutes; the log must reach back further than that. */
constexpr auto kEventLife = 30min;
/** How long the bytes stay that no message needs any more; they are given out to nobody. */
constexpr auto kOrphanLife = 1h;
/** Longer than any upload takes. */
constexpr auto kStrayAge = 24h;
constexpr auto kAuditLogLife = 24h * 45;
constexpr std::size_t kRequestQueue = 4096;

/** Who waits for a hash or a picture holds a worker: half of them stay free for everything else. */
std::size_t hashQueueOf(const ServerConfig& config) {
    return static_cast<std::size_t>(std::max(config.workers / 2 - config.hashWorkers, 1));
}

RegistrationPolicy policyOf(Registration registration) {
    switch (registration) {
        case Registration::Open:
            return RegistrationPolicy::Open;
        case Registration::Closed:
            return RegistrationPolicy::Closed;
        case Registration::Invite:
            break;
    }
    return RegistrationPolicy::Invite;
}

LimitSettings limitsOf(const ServerConfig& config) {
    LimitSettings limits;
    limits.isEnabled = config.rateLimits;
    limits.registrationsPerHour = config.registrationLimit;
    limits.loginFailures = config.loginFailureLimit;
    limits.identifyPer5Seconds = config.maxConcurrency;
    limits.identifyPerDay = config.identifyLimit;
    return limits;
}

HttpServerSettings httpOf(const ServerConfig& config, const QString& spoolFolder, std::shared_ptr<TlsContext> tls) {
    HttpServerSettings settings;
    settings.address = config.listenAddress();
    settings.port = config.listenPort();
    settings.limits.bodyBytes = config.bodyLimit;
    settings.limits.connections = config.connectionLimit;
    settings.limits.connectionsPerAddress = config.connectionLimitPerAddress;
    settings.spoolFolder = spoolFolder;
    settings.trustedProxies = config.trustedProxySubnets();
    settings.plainHttp = config.allowPlainHttp ? PlainHttp::Everyone : PlainHttp::LoopbackOnly;
    settings.tls = std::move(tls);
    return settings;
}

/** Every name under which a friend may reach this machine: for the certificate. */
QStringList ownNames(const ServerConfig& config) {
    QStringList names{QHostInfo::localHostName()};
    if (const QString host = QUrl(config.publicUrl).host(); !host.isEmpty()) names.append(host);
    for (const QHostAddress& address : QNetworkInterface::allAddresses()) {
        if (!address.isLoopback() && address.scopeId().isEmpty()) names.append(address.toString());
    }
    names.removeAll(QString());
    names.removeDuplicates();
    return names;
}

/** An address as it stands in a URL. */
QString inUrl(const QHostAddress& address) {
    return address.protocol() == QAbstractSocket::IPv6Protocol ? u'[' + address.toString() + u']' : address.toString();
}

/**
 * Where other machines find this server when no public URL says so. On loopback there are none; elsewhere the same
 * port speaks TLS, and a wildcard address becomes the first address that others can reach.
 */
QString ownUrl(const ServerConfig& config, quint16 port) {
    QHostAddress address = config.listenAddress();
    const QString ending = u':' + QString::number(port);
    if (address.isLoopback()) return u"http://"_s + inUrl(address) + ending;
    const bool isWildcard =
        address == QHostAddress::Any || address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6;
    if (isWildcard) {
        address = QHostAddress::LocalHost;
        for (const QHostAddress& one : QNetworkInterface::allAddresses()) {
            if (one.protocol() != QAbstractSocket::IPv4Protocol || one.isLoopback() || one.isLinkLocal()) continue;
            address = one;
            break;
        }
    }
    return (config.tls ? u"https://"_s : u"http://"_s) + inUrl(address) + ending;
}

}  // namespace

/** Everything there is, in the order in which it is made; it goes in the reverse order. */
class Server::Parts {
 public:
    Parts(ServerConfig serverConfig, ServerOptions serverOptions)
        : config(std::move(serverConfig)), options(serverOptions) {}

    Result<void> open();
    Result<void> makeServices();
    void serve();
    Result<void> listen();
    void stop(std::chrono::milliseconds grace);

    const ServerConfig config;
    const ServerOptions options;
    shared::SystemClock clock;
    shared::SystemRandom random;
    shared::SnowflakeGenerator ids{clock, 0, 0};
    Metrics metrics;
    InProcessEventBus bus;

    std::unique_ptr<FileLock> lock;
    std::shared_ptr<TlsContext> tls;
    QByteArray mediaKey;
    QByteArray ownerSecret;

    std::unique_ptr<EphemeralStore> ephemeral;
    std::unique_ptr<Storage> storage;
    std::unique_ptr<BlobStore> blobs;

    std::unique_ptr<WorkerPool> workers;
    std::unique_ptr<WorkerPool> hashWorkers;
    std::unique_ptr<PasswordHasher> hasher;
    std::unique_ptr<LimitService> limits;

    std::unique_ptr<GuildGraphs> graphs;
    std::unique_ptr<Members> members;
    std::unique_ptr<PrivateChannels> privateChannels;
    std::unique_ptr<Users> users;
    std::unique_ptr<Access> access;
    std::unique_ptr<MediaService> media;
    std::unique_ptr<PresenceService> presence;
    std::unique_ptr<VoiceService> voice;
    std::unique_ptr<DmService> dmService;
    std::unique_ptr<GuildService> guildService;
    std::unique_ptr<ChannelService> channelService;
    std::unique_ptr<RoleService> roleService;
    std::unique_ptr<MemberService> memberService;
    std::unique_ptr<BanService> banService;
    std::unique_ptr<InviteService> inviteService;
    std::unique_ptr<EmojiService> emojiService;
    std::unique_ptr<AuditLogService> auditLogService;
    std::unique_ptr<MessageService> messageService;
    std::unique_ptr<PinService> pinService;
    std::unique_ptr<ReactionService> reactionService;
    std::unique_ptr<ReadStateService> readStateService;
    std::unique_ptr<AuthService> auth;
    std::unique_ptr<UserService> userService;
    std::unique_ptr<ApplicationService> applicationService;
    std::unique_ptr<MaintenanceService> maintenance;

    std::unique_ptr<FeedHub> feeds;
    GatewayAddress gatewayAddress;
    HealthSource health;
    std::unique_ptr<ApiServer> api;
    std::unique_ptr<GatewayServer> gateway;
    std::unique_ptr<HttpServer> http;
    std::unique_ptr<JobRunner> jobs;
    qint64 startedAt = 0;

 private:
    QString inData(const QString& name) const { return QDir(config.dataFolder).filePath(name); }
    Result<void> openTls();
    Result<void> prepareOwner();
    std::vector<Job> allJobs();
};

Result<void> Server::Parts::open() {
    ASSIGN_OR_RETURN(lock, FileLock::acquire(config.dataFolder));
    RETURN_IF_ERROR(openTls());
    ASSIGN_OR_RETURN(mediaKey, loadOrMakeSecret(inData(kMediaKeyFile), 32, random));

    StorageFactory factory(bus, ids, clock);
    StorageOptions storageOptions;
    storageOptions.folder = config.dataFolder;
    storageOptions.cacheMib = config.databaseCacheMib;
    storageOptions.patientWriters = static_cast<std::size_t>(std::max(1, config.workers / 2));
    ephemeral = factory.makeEphemeral();
    ASSIGN_OR_RETURN(storage, factory.openStorage(storageOptions));
    ASSIGN_OR_RETURN(blobs, factory.openBlobs(storageOptions));
    return prepareOwner();
}

Result<void> Server::Parts::openTls() {
    if (!config.tls) return {};
    CertificateFiles files{config.tlsCertificate, config.tlsKey};
    if (files.certificate.isEmpty()) {
        ASSIGN_OR_RETURN(files, ensureSelfSignedCertificate(inData(kCertificateFolder), ownNames(config), clock));
    }
    ASSIGN_OR_RETURN(tls, TlsContext::load(files));
    return {};
}

Result<void> Server::Parts::prepareOwner() {
    ASSIGN_OR_RETURN(const QByteArray owner, storage->read(kServerKey, [](const ReadView& view) {
        return view.users().settings(kOwnerSetting);
    }));
    const QString path = inData(config.ownerSecretFile);
    if (!owner.isEmpty()) {
        QFile::remove(path);
        return {};
    }
    if (options.keepsOwnerSecretInMemory) {
        ownerSecret = random.token(32);
        return {};
    }
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) ownerSecret = file.readAll().trimmed();
    if (!ownerSecret.isEmpty()) return {};
    ownerSecret = random.token(32);
    return writeSecretFile(path, ownerSecret + '\n');
}

Result<void> Server::Parts::makeServices() {
    workers = std::make_unique<WorkerPool>(u"worker"_s, config.workers, kRequestQueue);
    hashWorkers = std::make_unique<WorkerPool>(u"hash"_s, config.hashWorkers, hashQueueOf(config));
    hasher = std::make_unique<PasswordHasher>(*hashWorkers, PasswordHasher::Cost::Interactive);
    limits = std::make_unique<LimitService>(*ephemeral, limitsOf(config));

    graphs = std::make_unique<GuildGraphs>(*storage, bus);
    members = std::make_unique<Members>(*storage, bus, *graphs);
    privateChannels = std::make_unique<PrivateChannels>(*storage, bus);
    users = std::make_unique<Users>(*storage, bus);
    if (const auto loaded = users->loadDeleted(); !loaded.has_value()) return loaded.error();
    access = std::make_unique<Access>(*storage, *graphs, *members, *privateChannels, *users, clock);
    media = std::make_unique<MediaService>(MediaService::Parts{*storage, *blobs, *hashWorkers, clock}, mediaKey,
                                           QString(), config.attachmentLimit);
    presence = std::make_unique<PresenceService>(*storage, *ephemeral, bus, *workers, clock);

    const ServiceParts parts{*storage, *ephemeral, bus, *access, *media, ids, clock, random};
    voice = std::make_unique<VoiceService>(parts, *workers);
    dmService = std::make_unique<DmService>(DmService::Parts{*storage, *access, *users, ids});
    guildService = std::make_unique<GuildService>(parts, presence.get());
    channelService = std::make_unique<ChannelService>(parts, dmService.get());
    roleService = std::make_unique<RoleService>(parts);
    memberService = std::make_unique<MemberService>(parts, voice.get());
    banService = std::make_unique<BanService>(parts);
    inviteService = std::make_unique<InviteService>(parts, presence.get());
    emojiService = std::make_unique<EmojiService>(parts);
    auditLogService = std::make_unique<AuditLogService>(parts);
    messageService = std::make_unique<MessageService>(parts, dmService.get());
    pinService = std::make_unique<PinService>(parts);
    reactionService = std::make_unique<ReactionService>(parts);
    readStateService = std::make_unique<ReadStateService>(*storage, *access);
    auth = std::make_unique<AuthService>(
        AuthService::Parts{*storage, bus, *limits, *hasher, ids, clock, random, *inviteService},
        policyOf(config.registration), ownerSecret);
    auth->onOwnerMade([path = inData(config.ownerSecretFile)] { QFile::remove(path); });
    userService = std::make_unique<UserService>(
        UserService::Parts{*storage, *auth, *users, *members, *media, clock, random, *graphs});
    applicationService = std::make_unique<ApplicationService>(
        ApplicationService::Parts{*storage, *memberService, *users, *media, ids, clock, random});
    maintenance = std::make_unique<MaintenanceService>(
        MaintenanceService::Parts{*storage, *inviteService, *guildService, *blobs, clock});

    memberService->attachOutbox();
    dmService->attachOutbox();
    applicationService->attachOutbox();
    attachRemovalOutbox(*storage);
    return {};
}

void Server::Parts::serve() {
    feeds = std::make_unique<FeedHub>(bus, storage->eventLog());
    health.trouble = [this] { return storage->status().trouble; };

    ApiSettings settings;
    settings.bodyLimit = config.bodyLimit;
    settings.uploadLimit = config.uploadLimit;
    settings.spoolFolder = blobs->spoolFolder();
    api = std::make_unique<ApiServer>(ApiServer::Parts{*auth, *limits, *workers, metrics, clock}, settings);
    addAuthRoutes(*api, *auth);
    addUserRoutes(*api, *userService, *guildService, *memberService, *dmService);
    addApplicationRoutes(*api, *applicationService);
    addGuildRoutes(*api, *guildService, *channelService, *inviteService, *access);
    addRoleRoutes(*api, *roleService);
    addMemberRoutes(*api, *memberService);
    addVoiceRoutes(*api, *voice);
    addBanRoutes(*api, *banService);
    addChannelRoutes(*api, *channelService, *inviteService, *access);
    addMessageRoutes(*api, *messageService, *readStateService);
    addReactionRoutes(*api, *reactionService);
    addPinRoutes(*api, *pinService, *readStateService);
    addEmojiRoutes(*api, *emojiService);
    addAuditLogRoutes(*api, *auditLogService);
    addInviteRoutes(*api, *inviteService);
    addGatewayRoutes(*api, *limits, gatewayAddress);
    addCdnDoors(*api, *media);
    addHealthDoors(*api, metrics, health, config.metricsPublic);
    addAdminDoors(*api, *auth, clock);

    gatewayAddress.publicUrl = config.publicUrl;
    GatewaySettings gatewaySettings;
    gatewaySettings.threads = config.gatewayThreads;
    gatewaySettings.heartbeatInterval = std::chrono::milliseconds(config.heartbeatMs);
    gatewaySettings.resumeWindow = std::chrono::seconds(config.resumeSeconds);
    gatewaySettings.queueLimit = config.gatewayQueueLimit;
    gatewaySettings.sessionFile = inData(u"gateway-sessions"_s);
    gatewaySettings.addressFor = [this](QByteArrayView host, bool isTls) {
        return gatewayAddress.gatewayUrl(host, isTls);
    };
    gateway = std::make_unique<GatewayServer>(
        GatewayParts{*feeds, storage->eventLog(), bus, *workers, *access, *auth, *limits, *presence, *voice,
                     *userService, *applicationService, *guildService, *memberService, *dmService, *readStateService,
                     metrics, clock, random},
        gatewaySettings);
    api->setUpgradeHandler([this](const HttpRequestHead& head) { return gateway->onUpgrade(head); });
}

Result<void> Server::Parts::listen() {
    gateway->start();
    http = std::make_unique<HttpServer>(httpOf(config, blobs->spoolFolder(), tls), *api);
    ASSIGN_OR_RETURN(const quint16 port, http->start());
    media->setBaseUrl(config.publicUrl.isEmpty() ? ownUrl(config, port) : config.publicUrl);
    startedAt = clock.nowMs();
    jobs = std::make_unique<JobRunner>(allJobs());
    return {};
}

std::vector<Job> Server::Parts::allJobs() {
    std::vector<Job> all;
    const auto add = [&](const QString& name, std::chrono::milliseconds period, auto&& run) {
        all.push_back(
            {name, period, [run]() -> Result<void> { return run().and_then([](int) -> Result<void> { return {}; }); }});
    };
    add(u"outbox"_s, 5s, [this] { return maintenance->repairOutbox(); });
    add(u"removed guilds"_s, 10s, [this] { return maintenance->removeRemainsOfGuilds(); });
    add(u"event log"_s, 60s, [this] { return maintenance->trimEventLog(kEventLife); });
    add(u"expired invites"_s, 60s, [this] { return maintenance->removeExpiredInvites(); });
    add(u"removed channels"_s, 60s, [this] { return maintenance->removeMessagesOfChannels(); });
    add(u"orphaned files"_s, 5min, [this] { return maintenance->removeOrphanedFiles(kOrphanLife); });
    add(u"stray files"_s, 10min, [this] { return maintenance->removeStrayFiles(kStrayAge); });
    add(u"expired tokens"_s, 10min, [this] { return maintenance->removeExpiredSessions(); });
    add(u"audit logs"_s, 10min, [this] { return maintenance->trimAuditLogs(kAuditLogLife); });
    if (tls) {
        const QString own = config.tlsCertificate.isEmpty() ? inData(kCertificateFolder) : QString();
        auto job = std::make_shared<CertificateJob>(
            tls, own, [this] { return ownNames(config); }, clock);
        all.push_back({u"certificate"_s, 1h, [job] { return job->run(); }});
    }
    return all;
}

void Server::Parts::stop(std::chrono::milliseconds grace) {
    jobs.reset();
    if (http) http->stopAccepting();
    if (gateway) gateway->stop();
    if (http) http->stop(grace);
    if (workers) workers->stop();
    if (hashWorkers) hashWorkers->stop();
}

Server::Server(ServerConfig config, ServerOptions options)
    : m_parts(std::make_unique<Parts>(std::move(config), options)) {}

Server::~Server() {
    if (isRunning()) stop();
}

Result<void> Server::start() {
    Q_ASSERT(!isRunning());
    const auto run = [this]() -> Result<void> {
        RETURN_IF_ERROR(m_parts->open());
        RETURN_IF_ERROR(m_parts->makeServices());
        m_parts->serve();
        return m_parts->listen();
    };
    auto started = run();
    if (!started.has_value()) {
        // Nothing half made stays: a second start begins anew.
        m_parts->stop(0ms);
        m_parts = std::make_unique<Parts>(m_parts->config, m_parts->options);
    }
    return started;
}

void Server::stop(std::chrono::milliseconds grace) {
    if (!isRunning()) return;
    m_parts->stop(grace);
    m_parts = std::make_unique<Parts>(m_parts->config, m_parts->options);
}

bool Server::isRunning() const {
    return m_parts->http != nullptr;
}

quint16 Server::port() const {
    return m_parts->http ? m_parts->http->port() : 0;
}

QString Server::listenAddress() const {
    if (!m_parts->http) return {};
    const QHostAddress address = m_parts->config.listenAddress();
    const QString host =
        address.protocol() == QAbstractSocket::IPv6Protocol ? u'[' + address.toString() + u']' : address.toString();
    return host + u':' + QString::number(port());
}

QString Server::apiUrl() const {
    const QString& configured = m_parts->config.publicUrl;
    return (configured.isEmpty() ? u"http://"_s + listenAddress() : configured) + u"/api"_s;
}

QByteArray Server::publicKeyHash() const {
    return m_parts->tls
               ? m_parts->tls->publicKeyHash().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
               : QByteArray();
}

QByteArray Server::ownerSecret() const {
    const bool isWanted = m_parts->auth && m_parts->auth->isOwnerWanted();
    return isWanted && m_parts->options.keepsOwnerSecretInMemory ? m_parts->ownerSecret : QByteArray();
}

ServerStatus Server::status() const {
    ServerStatus status;
    if (!m_parts->http) return status;
    const HttpServerStats stats = m_parts->http->stats();
    status.startedAt = m_parts->startedAt;
    status.connections = stats.connections;
    status.requests = stats.requests;
    status.sessions = m_parts->gateway ? m_parts->gateway->sessionCount() : 0;
    status.trouble = m_parts->health.trouble();
    return status;
}

}  // namespace server
