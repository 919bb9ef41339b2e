#pragma once

#include "shared/models/User.h"

namespace shared {

/** Who was banned, and why. */
struct Ban {
    std::optional<QString> reason;
    User user;

    bool operator==(const Ban&) const = default;
};
GUILDHALL_DECLARE_JSON(Ban);

}  // namespace shared
