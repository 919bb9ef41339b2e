#pragma once

#include <memory>
#include <optional>

#include "app/admin/HostTemplates.h"
#include "app/hosting/HostedServer.h"
#include "app/session/AccountSession.h"
#include "app/session/LogIn.h"

namespace app {

/** What a person has chosen in the wizard. */
struct HostPlan {
    QString name;     ///< of the community
    QByteArray icon;  ///< PNG; empty = none
    HostTemplate start;
    QString userName;
    QString password;
    HostingOptions hosting;
};

/** What came of it. */
struct HostResult {
    shared::GuildId guild;
    QString guildName;
    QString inviteCode;
};

/**
 * Makes a community out of a plan: starts the server, makes its owner, then the guild, its channels and an invite, all
 * but the first over the network as any client would. Told step by step.
 *
 * All of it or nothing: when a step fails or the person gives up, what was made is taken back (the guild, the owner's
 * account, the server, its data folder) before failed() is told. A folder that had something in it before the setup is
 * never removed, but for what an earlier setup left there that ended before it had an owner.
 */
class HostSetup final : public QObject {
    Q_OBJECT

 public:
    /** Everything must outlive the setup. */
    HostSetup(HostedServer& server, const shared::Clock& clock, shared::Random& random, QObject* parent = nullptr);
    ~HostSetup() override;

    /** While an earlier one is still being taken back, it waits for that. */
    void start(const HostPlan& plan);
    /** Takes back what was begun; nothing more is told of it. */
    void cancel();
    /** The owner's account is at work: the rest is done through it. */
    void continueWith(AccountSession* session);
    /** From start() until finished() or failed() has been told, and until what was cancelled is taken back. */
    bool isRunning() const { return m_phase != Phase::Idle; }

    /** The hosted server as this app reaches it, with its key. */
    static ServerAddress addressOf(const HostedServer& server);
    /** The same as friends in the same network reach it; loopback when there is no network. */
    static ServerAddress friendsAddressOf(const HostedServer& server);

 Q_SIGNALS:
    void progressed(const QString& step, double part);
    /** Remember the account, open its session and give it to continueWith(). */
    void ownerReady(const app::AccountRecord& account, const QString& token);
    /** The community will not be: end the session of that account and forget it, and what is hosted. */
    void ownerGone(const app::AccountRecord& account);
    void finished(const app::HostResult& result);
    /** @param field "username", "password", "name" or empty; @param sentence for people */
    void failed(const QString& field, const QString& sentence);

 private:
    struct Step {
        QString name;
        shared::ChannelType type;
        QString category;
        QString topic;
    };

    enum class Phase { Idle, Working, Undoing };

    void handleState(HostedServer::State state);
    void begin();
    void takeFolder();
    void startServer();
    void claim();
    void createGuild();
    void clearDefaults(const shared::Guild& guild);
    void removeNext(QList<shared::ChannelId> others);
    void nextChannel();
    void invite();
    void fail(const ApiError& error);
    void fail(const QString& field, const QString& sentence);
    void undo();
    void stopServer();
    void removeFolder();
    void finishUndo();
    void dropLogIn();
    QString marker() const;

    HostedServer& m_server;
    const shared::Clock& m_clock;
    shared::Random& m_random;
    HostPlan m_plan;
    std::unique_ptr<LogIn> m_logIn;
    QPointer<AccountSession> m_session;
    HostResult m_result;
    QList<Step> m_steps;
    qsizetype m_done = 0;
    qsizetype m_all = 0;
    QHash<QString, shared::ChannelId> m_categories;
    shared::ChannelId m_first;  ///< the first text channel: where the invite leads
    Phase m_phase = Phase::Idle;
    bool m_isFolderOurs = false;  ///< made by this setup: nobody's data is in it
    bool m_isServerOurs = false;  ///< started by this setup
    bool m_isCancelled = false;
    std::optional<AccountRecord> m_owner;  ///< since ownerReady()
    std::optional<HostPlan> m_next;        ///< starts when the one before is taken back
    QString m_wrongField;
    QString m_wrong;
};

}  // namespace app
