#pragma once

#include <QtCore/QString>

#include "shared/core/Snowflake.h"
#include "shared/protocol/Intents.h"

namespace server {

/**
 * Who asks: the first argument of every service method. A plain value, made once per request by whoever has
 * authenticated it, and never kept beyond it.
 */
struct Actor {
    shared::UserId userId;
    bool isBot = false;
    shared::ApplicationId applicationId;  ///< of a bot; null for a person
    shared::Intents privileged;           ///< of a bot: the privileged intents that its application may use
    quint64 tokenId = 0;                  ///< which token was shown, so that log-out can end it; 0 where none was
    QString auditReason;                  ///< X-Audit-Log-Reason, decoded; empty if there was none
    QString clientAddress;                ///< as limits count it, see countedAddress(); never logged
};

}  // namespace server
