#include "tests/client/RealServer.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tests {

RealServer::RealServer() {
    start();
}

void RealServer::start() {
    const QStringList arguments{u"--data"_s,
                                m_folder.filePath(u"server"_s),
                                u"--listen"_s,
                                u"127.0.0.1:%1"_s.arg(m_port),
                                u"--registration"_s,
                                u"open"_s,
                                u"--registration-limit"_s,
                                u"0"_s,
                                u"--log-level"_s,
                                u"error"_s};
    auto line = server::loadServerConfig(arguments, {});
    ASSERT_TRUE(line.has_value()) << qPrintable(line.error().message());
    m_server = std::make_unique<server::Server>(line.value().config);
    const auto started = m_server->start();
    ASSERT_TRUE(started.has_value()) << qPrintable(started.error().message());
    m_port = m_server->port();
}

void RealServer::stop() {
    m_server->stop(1s);
    m_server.reset();
}

app::ServerAddress RealServer::address() const {
    return {u"127.0.0.1"_s, m_port, false};
}

app::ServerAddress RealServer::pinned() const {
    const QString key = QString::fromLatin1(m_server->publicKeyHash());
    return app::ServerAddress::parse(u"guildhall://127.0.0.1:%1/?k=%2"_s.arg(m_port).arg(key)).value();
}

app::SessionParts RealServer::parts() {
    app::SessionParts parts{m_clock, m_random, m_accounts, u"test"_s};
    parts.gatewayTiming.backoffBase = 50ms;
    parts.gatewayTiming.backoffCap = 200ms;
    parts.gatewayTiming.watchInterval = 0ms;
    parts.restTiming.backoffBase = 50ms;
    return parts;
}

std::unique_ptr<app::AccountSession> RealServer::newcomer(const QString& name, const app::ServerAddress& at) {
    app::LogIn logIn(m_clock, m_random, false);
    QSignalSpy reached(&logIn, &app::LogIn::reached);
    QString why;
    QObject::connect(&logIn, &app::LogIn::refused, &logIn, [&](const app::ApiError& error) { why = error.message; });
    QObject::connect(&logIn, &app::LogIn::unreachable, &logIn,
                     [&](const app::ApiError& error) { why = error.message; });
    std::optional<app::AccountRecord> account;
    QString token;
    QObject::connect(&logIn, &app::LogIn::done, &logIn, [&](const app::AccountRecord& record, const QString& secret) {
        account = record;
        token = secret;
    });
    logIn.connectTo(at);
    EXPECT_TRUE(waitFor([&] { return reached.count() > 0 || !why.isEmpty(); }));
    logIn.registerAccount(name, u"correct horse battery"_s);
    EXPECT_TRUE(waitFor([&] { return account.has_value() || !why.isEmpty(); }));
    EXPECT_EQ(why, QString());
    if (!account) return nullptr;
    m_accounts.remember(*account, token, &m_accounts, [](const app::KeychainResult&) {});
    m_tokens.insert(account->key(), token);
    auto session = std::make_unique<app::AccountSession>(*account, token, parts());
    session->open();
    EXPECT_TRUE(waitFor([&] { return session->status().isLive() && session->store().isReady(); }))
        << qPrintable(session->status().reason);
    return session;
}

std::unique_ptr<app::AccountSession> RealServer::again(const app::AccountSession& session) {
    const app::AccountRecord& account = session.account();
    return std::make_unique<app::AccountSession>(account, m_tokens.value(account.key()), parts());
}

}  // namespace tests
