#pragma once

#include <optional>

#include <QtCore/QString>

#include "shared/core/Timestamp.h"
#include "shared/models/User.h"

namespace shared {

enum class RelationshipType : int {
    None = 0,
    Friend = 1,
    Blocked = 2,
    IncomingRequest = 3,
    OutgoingRequest = 4,
    Implicit = 5,
};

/** What the asking user is to another one. */
struct Relationship {
    UserId id;  ///< the other one's
    RelationshipType type = RelationshipType::None;
    User user;
    std::optional<QString> nickname;
    bool isSpamRequest = false;
    bool strangerRequest = false;
    bool userIgnored = false;
    Field<ApplicationId> originApplicationId;
    Field<Timestamp> since;
    Field<QString> note;

    bool operator==(const Relationship&) const = default;
};
GUILDHALL_DECLARE_JSON(Relationship);

}  // namespace shared
