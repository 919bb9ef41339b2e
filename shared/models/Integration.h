#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Timestamp.h"
#include "shared/models/Application.h"
#include "shared/models/User.h"

namespace shared {

struct IntegrationAccount {
    QString id;
    QString name;

    bool operator==(const IntegrationAccount&) const = default;
};
GUILDHALL_DECLARE_JSON(IntegrationAccount);

/** What was added to a guild; with us a bot, of type "discord". */
struct Integration {
    IntegrationId id;
    QString name;
    QString type = QStringLiteral("discord");
    bool enabled = true;
    Field<Box<User>> user;
    IntegrationAccount account;
    Field<Box<PartialApplication>> application;
    Field<QList<QString>> scopes;

    bool operator==(const Integration&) const = default;
};
GUILDHALL_DECLARE_JSON(Integration);

}  // namespace shared
