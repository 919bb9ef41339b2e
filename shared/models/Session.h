#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Timestamp.h"
#include "shared/models/Presence.h"

namespace shared {

/** The program behind a gateway session. */
struct ClientInfo {
    QString client = QStringLiteral("unknown");  ///< desktop, web, mobile, vr, unknown
    QString os = QStringLiteral("unknown");      ///< windows, osx, linux, android, ios, unknown
    int version = 0;

    bool operator==(const ClientInfo&) const = default;
};
GUILDHALL_DECLARE_JSON(ClientInfo);

/** One of a user's gateway sessions, as shown to that user. */
struct Session {
    QString sessionId;
    ClientInfo clientInfo;
    Status status = Status::Online;
    QList<Activity> activities;
    Field<bool> active;

    bool operator==(const Session&) const = default;
};
GUILDHALL_DECLARE_JSON(Session);

struct AuthSessionClient {
    std::optional<QString> os;
    std::optional<QString> platform;
    std::optional<QString> location;

    bool operator==(const AuthSessionClient&) const = default;
};
GUILDHALL_DECLARE_JSON(AuthSessionClient);

/** One place where a user is logged in. */
struct AuthSession {
    QString idHash;
    Timestamp approxLastUsedTime;
    AuthSessionClient clientInfo;

    bool operator==(const AuthSession&) const = default;
};
GUILDHALL_DECLARE_JSON(AuthSession);

}  // namespace shared
