#include "app/admin/HostSetup.h"

#include <utility>

#include <QtCore/QDir>
#include <QtCore/QFile>

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
    if (m_phase == Phase::Undoing) {
        m_next = plan;
        return;
    }
    if (m_phase != Phase::Idle) return;
    m_plan = plan;
    begin();
}

void HostSetup::begin() {
    m_result = {};
    m_steps.clear();
    m_categories.clear();
    m_first = {};
    m_done = 0;
    m_session.clear();
    m_owner.reset();
    m_wrong.clear();
    m_wrongField.clear();
    m_isCancelled = false;
    m_isFolderOurs = false;
    m_isServerOurs = false;
    m_phase = Phase::Working;
    for (const TemplateCategory& category : m_plan.start.categories) {
        if (!category.name.isEmpty()) m_steps.append({category.name, shared::ChannelType::GuildCategory, {}, {}});
        for (const TemplateChannel& channel : category.channels)
            m_steps.append({channel.name, channel.type, category.name, channel.topic});
    }
    m_all = m_steps.size() + 3;
    Q_EMIT progressed(tr("Starting the server..."), 0.05);
    if (m_server.state() == HostedServer::State::Running) return claim();
    startServer();
}

void HostSetup::startServer() {
    // One that stops or starts for somebody else comes to rest first: then handleState() comes back here.
    if (m_server.state() == HostedServer::State::Stopping || m_server.state() == HostedServer::State::Starting) return;
    takeFolder();
    m_isServerOurs = true;
    m_server.start(m_plan.hosting);
}

QString HostSetup::marker() const {
    return QDir(m_plan.hosting.dataFolder).filePath(u"unfinished-setup"_s);
}

void HostSetup::takeFolder() {
    QDir folder(m_plan.hosting.dataFolder);
    // Of a setup that was cut off before anybody owned anything there.
    if (QFile::exists(marker())) folder.removeRecursively();
    m_isFolderOurs =
        !folder.exists() ||
        (folder.isReadable() && folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot));
    if (!m_isFolderOurs || !QDir().mkpath(folder.path())) return;
    QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QFile file(marker());
    static_cast<void>(file.open(QIODevice::WriteOnly));
}

void HostSetup::cancel() {
    m_next.reset();
    m_isCancelled = true;
    if (m_phase == Phase::Working) undo();
}

void HostSetup::handleState(HostedServer::State state) {
    if (m_phase == Phase::Undoing) {
        if (state != HostedServer::State::Starting && state != HostedServer::State::Stopping) stopServer();
        return;
    }
    if (m_phase != Phase::Working || m_session) return;
    if (state == HostedServer::State::Running) claim();
    if (state == HostedServer::State::Failed && m_isServerOurs) fail(QString(), m_server.failure());
    if (state == HostedServer::State::Stopped && !m_isServerOurs) startServer();
}

void HostSetup::claim() {
    const QByteArray secret = m_server.ownerSecret();
    dropLogIn();
    m_logIn = std::make_unique<LogIn>(m_clock, m_random, false);
    LogIn* logIn = m_logIn.get();
    Q_EMIT progressed(tr("Making your account..."), 1.0 / static_cast<double>(m_all));
    connect(logIn, &LogIn::reached, this, [this, logIn, secret] {
        // The folder was somebody's before, and has its owner already: then it is the log-in of that owner.
        if (secret.isEmpty()) {
            logIn->logIn(m_plan.userName, m_plan.password);
        } else {
            logIn->claimOwner(secret, m_plan.userName, m_plan.password);
        }
    });
    connect(logIn, &LogIn::unreachable, this, qOverload<const ApiError&>(&HostSetup::fail));
    connect(logIn, &LogIn::refused, this, [this, secret](const ApiError& error) {
        if (!secret.isEmpty() || error.kind != ApiError::Kind::Refused) return fail(error);
        fail(u"password"_s, tr("The folder has a server already. Write the name and the password of its owner."));
    });
    connect(logIn, &LogIn::untrusted, this, [this] {
        fail(QString(), tr("Another program answers on the server's port. Close it, or restart the computer."));
    });
    connect(logIn, &LogIn::done, this, [this](const AccountRecord& account, const QString& token) {
        m_owner = account;
        m_owner->hostedHere = true;
        Q_EMIT ownerReady(*m_owner, token);
    });
    logIn->connectTo(addressOf(m_server));
}

void HostSetup::continueWith(AccountSession* session) {
    // From here on the folder is somebody's: if this is cut off, it goes on as what it is.
    QFile::remove(marker());
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
        QList<shared::ChannelId> others;
        for (const shared::Channel& channel : channels) {
            if (channel.id == system) {
                m_first = channel.id;
            } else {
                others.append(channel.id);
            }
        }
        removeNext(others);
    });
    reply.onError(this, [this](const ApiError&) { nextChannel(); });
}

void HostSetup::removeNext(QList<shared::ChannelId> others) {
    if (m_session.isNull() || others.isEmpty()) return nextChannel();
    // One that stays is in nobody's way: it can be removed by hand.
    m_session->channels().remove(others.takeFirst()).always(this, [this, others] { removeNext(others); });
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
        m_phase = Phase::Idle;
        dropLogIn();
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
    if (m_phase != Phase::Working) return;
    m_wrongField = field;
    m_wrong = sentence;
    undo();
}

// ---- back to where it began ------------------------------------------------------------------------------------

void HostSetup::dropLogIn() {
    if (!m_logIn) return;
    // Not at once: it may be what is telling something just now.
    m_logIn->disconnect(this);
    m_logIn->setParent(this);
    m_logIn.release()->deleteLater();
}

void HostSetup::undo() {
    m_phase = Phase::Undoing;
    dropLogIn();
    // Whoever called may be in the middle of a signal of what is ended now.
    QMetaObject::invokeMethod(
        this,
        [this] {
            Q_EMIT progressed(tr("Taking back what was begun..."), 0);
            if (m_isFolderOurs && m_owner) {
                Q_EMIT ownerGone(*m_owner);
            } else if (m_session && m_result.guild) {
                static_cast<void>(m_session->guilds().remove(m_result.guild));
            }
            m_session.clear();
            stopServer();
        },
        Qt::QueuedConnection);
}

void HostSetup::stopServer() {
    const HostedServer::State state = m_server.state();
    if (state == HostedServer::State::Starting || state == HostedServer::State::Stopping) return;
    // With an owner of before, the account is at work by now, and its server stays with it.
    const bool stays = !m_isServerOurs || (m_owner && !m_isFolderOurs);
    if (state == HostedServer::State::Running && !stays) return m_server.stop();
    if (!stays) removeFolder();
    // Not within the server's own signal: others hear of its state, too, and ask whether this is still at work.
    QMetaObject::invokeMethod(this, &HostSetup::finishUndo, Qt::QueuedConnection);
}

void HostSetup::removeFolder() {
    if (!std::exchange(m_isFolderOurs, false)) return;
    QDir(m_plan.hosting.dataFolder).removeRecursively();
}

void HostSetup::finishUndo() {
    if (m_phase != Phase::Undoing) return;
    m_phase = Phase::Idle;
    if (m_next) {
        m_plan = *std::exchange(m_next, std::nullopt);
        return begin();
    }
    if (!m_isCancelled) Q_EMIT failed(m_wrongField, m_wrong);
}

}  // namespace app
