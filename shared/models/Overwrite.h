#pragma once

#include "shared/core/Snowflake.h"
#include "shared/models/Permissions.h"

namespace shared {

enum class OverwriteType : int { Role = 0, Member = 1 };

/** What a channel allows or denies to a role or a member beyond the guild's roles. */
struct Overwrite {
    OverwriteId id;
    OverwriteType type = OverwriteType::Role;
    Permissions allow;
    Permissions deny;

    bool operator==(const Overwrite&) const = default;
};
GUILDHALL_DECLARE_JSON(Overwrite);

}  // namespace shared
