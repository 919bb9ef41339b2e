#include "shared/json/JsonType.h"
#include "shared/models/Permissions.h"

namespace shared {
namespace {

TEST(Permissions, NamesEveryBitOnce) {
    Permissions all;
    Permission last{};
    for (const PermissionName& row : permissionNames()) {
        EXPECT_GT(row.permission, last);
        last = row.permission;
        all |= row.permission;
        EXPECT_EQ(nameOf(row.permission), row.name);
        EXPECT_EQ(permissionByName(row.name), row.permission);
    }
    EXPECT_EQ(all, kAllPermissions);
    EXPECT_EQ(permissionNames().size(), 52u);
}

TEST(Permissions, UsesDiscordsWords) {
    EXPECT_EQ(nameOf(Permission::UseVad), QLatin1StringView("USE_VAD"));
    EXPECT_EQ(nameOf(Permission::SendTtsMessages), QLatin1StringView("SEND_TTS_MESSAGES"));
    EXPECT_EQ(nameOf(Permission::BypassSlowmode), QLatin1StringView("BYPASS_SLOWMODE"));
    EXPECT_EQ(nameOf(static_cast<Permission>(1ull << 47)), QLatin1StringView());
    EXPECT_EQ(permissionByName(QLatin1StringView("NO_SUCH")), std::nullopt);
}

TEST(Permissions, DefaultsOfEveryoneAreHarmless) {
    EXPECT_TRUE(kAllPermissions.has(kDefaultEveryonePermissions));
    EXPECT_FALSE(kDefaultEveryonePermissions.hasAny(
        Permission::Administrator | Permission::ManageGuild | Permission::ManageRoles | Permission::ManageChannels |
        Permission::ManageMessages | Permission::KickMembers | Permission::BanMembers | Permission::ModerateMembers |
        Permission::ManageWebhooks | Permission::ViewAuditLog | Permission::CreateGuildExpressions));
    EXPECT_TRUE(kDefaultEveryonePermissions.has(Permission::ViewChannel | Permission::SendMessages));
}

TEST(Permissions, AreDecimalStrings) {
    EXPECT_EQ(toJson(kAllPermissions), "\"8866461766385663\"");
    EXPECT_EQ(fromJson<Permissions>(QByteArrayView("\"8866461766385663\"")).value(), kAllPermissions);
    EXPECT_EQ(fromJson<Permissions>(QByteArrayView("1024")).value(), Permissions(Permission::ViewChannel));
    EXPECT_FALSE(fromJson<Permissions>(QByteArrayView("\"-1\"")));
}

}  // namespace
}  // namespace shared
