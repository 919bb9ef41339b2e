#include "app/admin/HostSetup.h"

#include "app/actions/FailureText.h"
#include "app/actions/FieldText.h"

using namespace Qt::StringLiterals;

namespace app {

HostSetup::HostSetup(HostedServer& server, const shared::Clock& clock, shared::Random& random, QObject* parent)
    : QObject(parent), m_server(server), m_clock(clock), m_random(random) {
    connect(&server, &HostedServer::stateChanged, this, &HostSetup::handleState);
}

HostSetup::~HostSetup() = default;

ServerAddress HostSetup::addressOf(const HostedServer& server) {
    const QString link = u"guildhall://127.0.0.1:%1/?k=%2"_s.arg(server.port()).arg(server.keyHash());
    return ServerAddress::parse(link).value_or(ServerAddress(u"127.0.0.1"_s, server.port(), true));
}

ServerAddress HostSetup::friendsAddressOf(const HostedServer& server) {
    const ServerAddress own = addressOf(server);
    const auto home = ServerAddress::parse(server.localAddresses().value(0));
    return home ? ServerAddress(home->host(), home->port(), true).withKeyHash(own.keyHash()) : own;
}

void HostSetup::start(const HostPlan& plan) {
    m_plan = plan;
    m_result = {};
    m_steps.clear();
    m_categories.clear();
    m_first = {};
    m_done = 0;
    m_isRunning = true;
    for (const TemplateCategory& category : plan.start.categories) {
        if (!category.name.isEmpty()) m_steps.append({category.name, shared::ChannelType::GuildCategory, {}, {}});
        for (const TemplateChannel& channel : category.channels)
            m_steps.append({channel.name, channel.type, category.name, channel.topic});
    }
    m_all = m_steps.size() + 3;
    Q_EMIT progressed(tr("Starting the server..."), 0.05);
    if (m_server.state() == HostedServer::State::Running) return claim();
    m_server.start(plan.hosting);
}

void HostSetup::cancel() {
    if (!m_isRunning) return;
    m_isRunning = false;
    m_logIn.reset();
    if (m_session.isNull()) m_server.stop();
}

void HostSetup::handleState(HostedServer::State state) {
    if (!m_isRunning || m_session) return;
    if (state == HostedServer::State::Running) claim();
    if (state == HostedServer::State::Failed) fail(QString(), m_server.failure());
}

void HostSetup::claim() {
    const QByteArray secret = m_server.ownerSecret();
    m_logIn = std::make_unique<LogIn>(m_clock, m_random, false);
    LogIn* logIn = m_logIn.get();
    Q_EMIT progressed(tr("Making your account..."), 1.0 / static_cast<double>(m_all));
    connect(logIn, &LogIn::reached, this, [this, logIn, secret] {
        // The folder of an earlier attempt has its owner already: then it is the log-in of that owner.
        if (secret.isEmpty()) {
            logIn->logIn(m_plan.userName, m_plan.password);
        } else {
            logIn->claimOwner(secret, m_plan.userName, m_plan.password);
        }
    });
    connect(logIn, &LogIn::unreachable, this, qOverload<const ApiError&>(&HostSetup::fail));
    connect(logIn, &LogIn::refused, this, qOverload<const ApiError&>(&HostSetup::fail));
    connect(logIn, &LogIn::untrusted, this, [this] {
        fail(QString(), tr("Another program answers on the server's port. Close it, or restart the computer."));
    });
    connect(logIn, &LogIn::done, this, [this](const AccountRecord& account, const QString& token) {
        AccountRecord own = account;
        own.hostedHere = true;
        Q_EMIT ownerReady(own, token);
    });
    logIn->connectTo(addressOf(m_server));
}

void HostSetup::continueWith(AccountSession* session) {
    m_session = session;
    createGuild();
}

void HostSetup::createGuild() {
    Q_EMIT progressed(tr("Opening %1...").arg(m_plan.name), 2.0 / static_cast<double>(m_all));
    const auto reply = m_session->guilds().create(m_plan.name, m_plan.icon);
    reply.then(this, [this](const shared::Guild& guild) {
        m_result.guild = guild.id;
        m_result.guildName = guild.name;
        clearDefaults(guild);
    });
    reply.onError(this, [this](const ApiError& error) { fail(error); });
}

void HostSetup::clearDefaults(const shared::Guild& guild) {
    // The server puts a few channels into a new guild: the template's take their place. The one for system messages
    // stays, as the template's first.
    const auto reply = m_session->channels().list(guild.id);
    reply.then(this, [this, system = guild.systemChannelId](const QList<shared::Channel>& channels) {
        for (const shared::Channel& channel : channels) {
            if (channel.id == system) {
                m_first = channel.id;
            } else {
                static_cast<void>(m_session->channels().remove(channel.id));
            }
        }
        nextChannel();
    });
    reply.onError(this, [this](const ApiError&) { nextChannel(); });
}

void HostSetup::nextChannel() {
    if (m_session.isNull()) return fail(QString(), tr("The account was logged out. Start again."));
    if (m_done == m_steps.size()) return invite();
    const Step step = m_steps[m_done];
    Q_EMIT progressed(tr("Making %1...").arg(step.name), static_cast<double>(m_done + 2) / static_cast<double>(m_all));
    const bool isFirst = step.type == shared::ChannelType::GuildText && m_first && !m_categories.contains(u"\1used"_s);
    const shared::ChannelId parent = m_categories.value(step.category);
    Reply<shared::Channel> reply;
    if (isFirst) {
        shared::ModifyChannel changes;
        changes.name = step.name;
        if (parent) changes.parentId = parent;
        m_categories.insert(u"\1used"_s, m_first);
        reply = m_session->channels().modify(m_first, changes);
    } else {
        reply = m_session->channels().create(m_result.guild, step.name, step.type, parent);
    }
    reply.then(this, [this, step](const shared::Channel& channel) {
        if (step.type == shared::ChannelType::GuildCategory) m_categories.insert(step.name, channel.id);
        if (step.type == shared::ChannelType::GuildText && m_first.isNull()) m_first = channel.id;
        ++m_done;
        nextChannel();
    });
    reply.onError(this, [this](const ApiError& error) { fail(error); });
}

void HostSetup::invite() {
    Q_EMIT progressed(tr("Making the invite..."), static_cast<double>(m_all - 1) / static_cast<double>(m_all));
    const auto finish = [this] {
        m_isRunning = false;
        Q_EMIT progressed(tr("Done"), 1.0);
        Q_EMIT finished(m_result);
    };
    const auto reply = m_session->invites().create(m_first);
    reply.then(this, [this, finish](const shared::Invite& invite) {
        m_result.inviteCode = invite.code;
        finish();
    });
    reply.onError(this, [finish](const ApiError&) { finish(); });
}

void HostSetup::fail(const ApiError& error) {
    for (const QString& field : {u"username"_s, u"password"_s, u"name"_s})
        if (const QString message = fieldText(error, field); !message.isEmpty()) return fail(field, message);
    const QString clause = failureText(error);
    fail(QString(), clause.left(1).toUpper() + clause.mid(1) + (clause.endsWith(u'.') ? u""_s : u"."_s));
}

void HostSetup::fail(const QString& field, const QString& sentence) {
    m_isRunning = false;
    m_logIn.reset();
    Q_EMIT failed(field, sentence);
}

}  // namespace app
