#pragma once

#include <QtCore/QTemporaryDir>

#include "app/desktop/Keychain.h"
#include "app/session/AccountSession.h"
#include "app/session/LogIn.h"
#include "server/Server.h"
#include "tests/client/Wait.h"

namespace tests {

/** A whole server on a free port of this machine, and the people who use it; calls wait, bounded. */
class RealServer {
 public:
    RealServer();

    void start();
    void stop();
    /** Plain HTTP within this machine. */
    app::ServerAddress address() const;
    /** TLS, with the server's key. */
    app::ServerAddress pinned() const;

    /** Somebody new with a session that is ready. @param at where they connect */
    std::unique_ptr<app::AccountSession> newcomer(const QString& name, const app::ServerAddress& at);
    std::unique_ptr<app::AccountSession> newcomer(const QString& name) { return newcomer(name, address()); }
    /** A session of an account that is remembered, not opened yet. */
    std::unique_ptr<app::AccountSession> again(const app::AccountSession& session);

    app::Accounts& accounts() { return m_accounts; }
    shared::SystemClock& clock() { return m_clock; }
    shared::SystemRandom& random() { return m_random; }

 private:
    app::SessionParts parts();

    QTemporaryDir m_folder;
    shared::SystemClock m_clock;
    shared::SystemRandom m_random;
    app::MemoryKeychain m_keychain;
    app::Accounts m_accounts{m_folder.filePath(QStringLiteral("app")), m_keychain};
    QHash<QString, QString> m_tokens;  ///< by account key
    quint16 m_port = 0;
    std::unique_ptr<server::Server> m_server;
};

/** What a call brought; a test fails when it was an error. */
template <class T>
typename app::Reply<T>::Value valueOf(const app::Reply<T>& reply) {
    using Value = typename app::Reply<T>::Value;
    EXPECT_TRUE(waitFor([&] { return reply.isFinished(); }));
    if (!reply.isFinished()) return Value{};
    const auto& result = reply.state()->result();
    if (const auto* error = std::get_if<app::ApiError>(&result)) {
        ADD_FAILURE() << error->httpStatus << ' ' << error->code << ' ' << qPrintable(error->message);
        return Value{};
    }
    return std::get<Value>(result);
}

}  // namespace tests
