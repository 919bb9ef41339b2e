#pragma once

#include <optional>

#include <QtCore/QString>

#include "shared/core/Flags.h"
#include "shared/core/Snowflake.h"
#include "shared/json/Field.h"
#include "shared/json/JsonModel.h"
#include "shared/json/RawJson.h"

namespace shared {

enum class UserFlag : quint64 {
    Staff = 1 << 0,
    Partner = 1 << 1,
    Hypesquad = 1 << 2,
    BugHunterLevel1 = 1 << 3,
    HypesquadOnlineHouse1 = 1 << 6,
    HypesquadOnlineHouse2 = 1 << 7,
    HypesquadOnlineHouse3 = 1 << 8,
    PremiumEarlySupporter = 1 << 9,
    TeamPseudoUser = 1 << 10,
    BugHunterLevel2 = 1 << 14,
    VerifiedBot = 1 << 16,
    VerifiedDeveloper = 1 << 17,
    CertifiedModerator = 1 << 18,
    BotHttpInteractions = 1 << 19,
};
using UserFlags = Flags<UserFlag>;

struct AvatarDecoration {
    QString asset;
    std::optional<SkuId> skuId;

    bool operator==(const AvatarDecoration&) const = default;
};
GUILDHALL_DECLARE_JSON(AvatarDecoration);

/** The guild whose tag a user shows beside the name. */
struct PrimaryGuild {
    std::optional<GuildId> identityGuildId;
    std::optional<bool> identityEnabled;
    std::optional<QString> tag;    ///< up to 4 characters
    std::optional<QString> badge;  ///< hash

    bool operator==(const PrimaryGuild&) const = default;
};
GUILDHALL_DECLARE_JSON(PrimaryGuild);

/** What everybody may know of an account. Source: "User Structure", without what needs the scope of an e-mail. */
struct User {
    UserId id;
    QString username;
    QString discriminator = QStringLiteral("0");  ///< "0" for names without one; webhooks have "0000"
    std::optional<QString> globalName;
    std::optional<QString> avatar;  ///< hash
    bool bot = false;               ///< written only when true, as is `system`
    bool system = false;
    Field<QString> banner;  ///< hash
    Field<int> accentColor;
    UserFlags flags;
    UserFlags publicFlags;
    Box<PrimaryGuild> primaryGuild;
    Field<Box<AvatarDecoration>> avatarDecorationData;
    Field<RawJson> collectibles;

    bool operator==(const User&) const = default;

    /** The name to show where no nickname is known. */
    const QString& displayName() const { return globalName ? *globalName : username; }
};
GUILDHALL_DECLARE_JSON(User);

/** Somebody of whom only the id is given: `{"id": "1"}`. */
struct UserRef {
    UserId id;

    bool operator==(const UserRef&) const = default;
};
GUILDHALL_DECLARE_JSON(UserRef);

/** The account that asks, with its private part. */
struct CurrentUser : User {
    bool mfaEnabled = false;
    QString locale = QStringLiteral("en-US");
    int premiumType = 0;
    Field<QString> email;
    Field<bool> verified;
    Field<QString> phone;
    Field<bool> nsfwAllowed;
    Field<QString> bio;
    Field<QString> pronouns;
    Field<QString> token;  ///< in the answer to a changed password alone: the only one that is good from then on

    bool operator==(const CurrentUser&) const = default;
};
GUILDHALL_DECLARE_JSON(CurrentUser);

}  // namespace shared
