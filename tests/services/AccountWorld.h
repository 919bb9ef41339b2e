#pragma once

#include "server/platform/threads/WorkerPool.h"
#include "server/services/AccountRemoval.h"
#include "server/services/ApplicationService.h"
#include "server/services/AuthService.h"
#include "server/services/DmService.h"
#include "server/services/LimitService.h"
#include "server/services/ReadStateService.h"
#include "server/services/UserService.h"
#include "tests/services/ServiceWorld.h"

namespace tests {

/** Of every account. */
const QString kPassword = QStringLiteral("correct horse battery");
/** The address from which everybody comes. */
const QString kHere = QStringLiteral("10.0.0.1");

/** ServiceWorld with the account side. Passwords are hashed weakly, so that tests are quick. */
class AccountWorld : public ServiceWorld {
 protected:
    AccountWorld() {
        dmService.attachOutbox();
        applicationService.attachOutbox();
        server::attachRemovalOutbox(*storage);
    }

    static shared::Register person(const QString& name) {
        shared::Register body;
        body.username = name;
        body.password = kPassword;
        return body;
    }
    static shared::Login credentials(const QString& name, const QString& password) {
        shared::Login body;
        body.login = name;
        body.password = password;
        return body;
    }
    server::AuthService& auth(server::RegistrationPolicy policy = server::RegistrationPolicy::Open,
                              const QByteArray& secret = {}) {
        if (!m_auth) {
            m_auth = std::make_unique<server::AuthService>(
                server::AuthService::Parts{*storage, bus, limits, hasher, ids, clock, random, inviteService}, policy,
                secret);
        }
        return *m_auth;
    }
    /** Registers, and fails the test if that fails. */
    server::LoginResult joined(const QString& name) {
        auto made = auth().registerAccount(person(name), QStringLiteral("127.0.0.1"));
        EXPECT_TRUE(isOk(made));
        return made.has_value() ? *made : server::LoginResult();
    }
    server::Actor actorOf(const server::LoginResult& login) {
        auto found = auth().authenticate(login.token);
        EXPECT_TRUE(isOk(found));
        return found.has_value() ? *found : server::Actor();
    }
    server::UserService& userService() {
        if (!m_users) {
            m_users = std::make_unique<server::UserService>(
                server::UserService::Parts{*storage, auth(), users, members, media, clock, random, graphs});
        }
        return *m_users;
    }

    server::WorkerPool hashWorkers{QStringLiteral("hash"), 2, 64};
    server::PasswordHasher hasher{hashWorkers, server::PasswordHasher::Cost::Weak};
    server::LimitSettings limitSettings;
    server::LimitService limits{*ephemeral, limitSettings};
    server::DmService dmService{{*storage, access, users, ids}};
    server::ApplicationService applicationService{{*storage, memberService, users, media, ids, clock, random}};
    server::ReadStateService readStateService{*storage, access};

 private:
    std::unique_ptr<server::AuthService> m_auth;
    std::unique_ptr<server::UserService> m_users;
};

}  // namespace tests
