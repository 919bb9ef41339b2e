#pragma once

#include <optional>

#include <QtCore/QList>
#include <QtCore/QString>

#include "shared/core/Timestamp.h"
#include "shared/models/Permissions.h"
#include "shared/models/User.h"

namespace shared {

enum class MemberFlag : quint64 {
    DidRejoin = 1 << 0,
    CompletedOnboarding = 1 << 1,
    BypassesVerification = 1 << 2,
    StartedOnboarding = 1 << 3,
    IsGuest = 1 << 4,
    StartedHomeActions = 1 << 5,
    CompletedHomeActions = 1 << 6,
    AutomodQuarantinedUsername = 1 << 7,
    DmSettingsUpsellAcknowledged = 1 << 9,
    AutomodQuarantinedGuildTag = 1 << 10,
};
using MemberFlags = Flags<MemberFlag>;

/** A user in a guild. Source: "Guild Member Structure". */
struct Member {
    Field<User> user;  ///< missing in the members that messages carry
    std::optional<QString> nick;
    std::optional<QString> avatar;  ///< hash, of this guild only; as is `banner`
    std::optional<QString> banner;
    QList<RoleId> roles;  ///< without @everyone
    std::optional<Timestamp> joinedAt;
    std::optional<Timestamp> premiumSince;
    bool deaf = false;
    bool mute = false;
    bool pending = false;
    MemberFlags flags;
    Field<Permissions> permissions;  ///< in interactions only
    std::optional<Timestamp> communicationDisabledUntil;
    Field<Box<AvatarDecoration>> avatarDecorationData;
    Field<RawJson> collectibles;

    bool operator==(const Member&) const = default;
};
GUILDHALL_DECLARE_JSON(Member);

}  // namespace shared
