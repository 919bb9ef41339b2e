#pragma once

#include <memory>

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
 * but the first over the network as any client would. Told step by step; it can be given up until the owner exists.
 */
class HostSetup final : public QObject {
    Q_OBJECT

 public:
    /** Everything must outlive the setup. */
    HostSetup(HostedServer& server, const shared::Clock& clock, shared::Random& random, QObject* parent = nullptr);
    ~HostSetup() override;

    void start(const HostPlan& plan);
    /** Stops what was begun. Its data folder stays. */
    void cancel();
    /** The owner's account is at work: the rest is done through it. */
    void continueWith(AccountSession* session);
    bool isRunning() const { return m_isRunning; }

    /** The hosted server as this app reaches it, with its key. */
    static ServerAddress addressOf(const HostedServer& server);
    /** The same as friends in the same network reach it; loopback when there is no network. */
    static ServerAddress friendsAddressOf(const HostedServer& server);

 Q_SIGNALS:
    void progressed(const QString& step, double part);
    /** Remember the account, open its session and give it to continueWith(). */
    void ownerReady(const app::AccountRecord& account, const QString& token);
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

    void handleState(HostedServer::State state);
    void claim();
    void createGuild();
    void clearDefaults(const shared::Guild& guild);
    void nextChannel();
    void invite();
    void fail(const ApiError& error);
    void fail(const QString& field, const QString& sentence);

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
    bool m_isRunning = false;
};

}  // namespace app
