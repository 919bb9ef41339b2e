#include <gtest/gtest.h>

#include "shared/json/JsonType.h"
#include "shared/protocol/requests/ApplicationRequests.h"
#include "shared/protocol/requests/ChannelRequests.h"
#include "shared/protocol/requests/GuildRequests.h"
#include "shared/protocol/requests/MemberRequests.h"
#include "shared/protocol/requests/MessageRequests.h"
#include "shared/protocol/requests/ModifySettings.h"
#include "shared/protocol/requests/UserRequests.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

/** Reads a body, and expects the same bytes (keys aside) when it is written again. */
template <class Request>
Request roundTrip(const QByteArray& body) {
    const auto read = fromJson<Request>(body);
    EXPECT_TRUE(read.has_value()) << body.toStdString();
    if (!read.has_value()) return {};
    const auto again = fromJson<Request>(toJson(*read));
    EXPECT_TRUE(again.has_value());
    if (again.has_value()) {
        EXPECT_EQ(*again, *read);
        EXPECT_EQ(parseJson(toJson(*read)).value(), parseJson(body).value()) << toJson(*read).toStdString();
    }
    return *read;
}

template <class Request>
QStringList wrongFields(const QByteArray& body) {
    const auto read = fromJson<Request>(body);
    if (read.has_value()) return {};
    QStringList paths;
    for (const FieldError& error : read.error().fields())
        paths.append(error.path);
    return paths;
}

TEST(RequestsTest, CreateMessage) {
    const auto message = roundTrip<CreateMessage>(
        R"({"content":"hi","nonce":"7","tts":false,"allowed_mentions":{"parse":["users"],"replied_user":false},
            "message_reference":{"type":0,"message_id":"5"},"sticker_ids":["9"],"flags":4096,
            "attachments":[{"id":"0","filename":"a.txt","description":"d"}],"embeds":[{"type":"rich","title":"t"}],
            "components":[{"type":1}]})");
    EXPECT_EQ(*message.content, u"hi"_s);
    EXPECT_EQ(*message.allowedMentions->repliedUser, false);
    EXPECT_EQ(message.messageReference->messageId.value(), MessageId(5));
    EXPECT_TRUE(message.poll.isMissing());
    EXPECT_TRUE(fromJson<CreateMessage>(QByteArray(R"({"content":null,"unknown":1})"))->content.isNull());
}

TEST(RequestsTest, WrongTypesAreNamedByPath) {
    EXPECT_EQ(wrongFields<CreateMessage>(R"({"embeds":"no","tts":"perhaps","allowed_mentions":7,"message_reference":"x",
                                             "flags":"x","content":{"a":1}})")
                  .size(),
              6);
    EXPECT_EQ(wrongFields<CreateMessage>(R"({"embeds":[{"fields":[{"value":"v"}]}]})"),
              QStringList{u"embeds.0.fields.0.name"_s});
    EXPECT_EQ(wrongFields<CreateChannel>("{}"), QStringList{u"name"_s});
    EXPECT_EQ(wrongFields<CreateChannel>(R"({"name":null})"), QStringList{u"name"_s});
    EXPECT_EQ(wrongFields<ModifyRole>(R"({"permissions":"many"})"), QStringList{u"permissions"_s});
    EXPECT_EQ(wrongFields<BulkDelete>(R"({"messages":["1","x"]})"), QStringList{u"messages.1"_s});
    EXPECT_EQ(wrongFields<CreateDm>(R"({"recipient_id":"nonsense"})"), QStringList{u"recipient_id"_s});
    EXPECT_EQ(wrongFields<QList<ChannelPosition>>(R"([{"id":"1"},{"position":1}])"), QStringList{u"1.id"_s});
}

TEST(RequestsTest, GuildsAndChannels) {
    roundTrip<CreateGuild>(R"({"name":"Guild"})");
    const auto guild = roundTrip<ModifyGuild>(
        R"({"features":["COMMUNITY"],"default_message_notifications":1,"explicit_content_filter":2,
            "rules_channel_id":"5","public_updates_channel_id":"6","description":null,"afk_channel_id":null})");
    EXPECT_TRUE(guild.afkChannelId.isNull());
    EXPECT_TRUE(guild.name.isMissing());
    const auto channel = roundTrip<CreateChannel>(
        R"({"name":"x","type":0,"topic":"t","nsfw":true,"rate_limit_per_user":5,
            "permission_overwrites":[{"id":"1","type":0,"allow":"0","deny":"1024"}],"parent_id":null})");
    EXPECT_EQ(*channel.permissionOverwrites->at(0).deny, Permissions(Permission::ViewChannel));
    roundTrip<ModifyChannel>(R"({"archived":true,"auto_archive_duration":60,"applied_tags":["1"]})");
    roundTrip<QList<ChannelPosition>>(R"([{"id":"1","position":2,"lock_permissions":true,"parent_id":null}])");
    roundTrip<CreateInvite>(R"({"max_age":0,"max_uses":0,"unique":true})");
    roundTrip<EditOverwrite>(R"({"type":1,"allow":"2048","deny":"0"})");
    roundTrip<BulkBan>(R"({"user_ids":["1","2"],"delete_message_seconds":0})");
    roundTrip<Prune>(R"({"days":7,"compute_prune_count":false,"include_roles":["1","2"]})");
    EXPECT_EQ(fromJson<Prune>(QByteArray(R"({"include_roles":"1, 2"})"))->includeRoles->ids,
              (QList<RoleId>{RoleId(1), RoleId(2)}));
}

TEST(RequestsTest, MembersAndRoles) {
    const auto member =
        roundTrip<ModifyMember>(R"({"nick":null,"roles":["1"],"communication_disabled_until":null,"channel_id":null})");
    EXPECT_TRUE(member.communicationDisabledUntil.isNull());
    const auto until =
        fromJson<ModifyMember>(QByteArray(R"({"communication_disabled_until":"2026-01-01T00:00:00.000Z"})"));
    EXPECT_EQ(until->communicationDisabledUntil->ms(), 1767225600000);
    EXPECT_EQ(wrongFields<ModifyMember>(R"({"communication_disabled_until":"soon"})"),
              QStringList{u"communication_disabled_until"_s});
    roundTrip<CreateRole>(R"({"name":"r","permissions":"8","color":1,"hoist":true,"mentionable":false})");
    roundTrip<QList<RolePosition>>(R"([{"id":"1","position":2}])");
}

TEST(RequestsTest, Accounts) {
    const auto account = roundTrip<Register>(
        R"({"username":"ann","email":"a@b.example","password":"secret-12","date_of_birth":"1990-01-01","consent":true})");
    EXPECT_EQ(account.username, u"ann"_s);
    EXPECT_EQ(wrongFields<Register>("{}"), (QStringList{u"username"_s, u"password"_s}));
    roundTrip<Login>(R"({"login":"ann","password":"x"})");
    roundTrip<CreateDm>(R"({"recipients":["1","2"]})");
    const auto settings = roundTrip<ModifyUserGuildSettings>(
        R"({"muted":true,"channel_overrides":{"5":{"muted":true,"mute_config":null}}})");
    EXPECT_TRUE(settings.channelOverrides->value(u"5"_s).muteConfig.isNull());
    roundTrip<ModifyApplication>(R"({"flags":565248})");
    roundTrip<Authorize>(R"({"authorize":true,"guild_id":"5","permissions":"8"})");
}

TEST(RequestsTest, SettingsKeepWhatTheServerDoesNotKnow) {
    const auto request = roundTrip<ModifySettings>(R"({"status":"dnd","custom_status":{"text":"busy","emoji_id":null,
        "emoji_name":null,"expires_at":null},"animate_emoji":true})");
    UserSettings settings;
    settings.rest.insert(u"gif_auto_play"_s, false);
    EXPECT_TRUE(request.applyTo(settings));
    EXPECT_EQ(settings.status, Status::Dnd);
    EXPECT_EQ(settings.customStatus->text, u"busy"_s);
    EXPECT_EQ(settings.rest, (QJsonObject{{u"gif_auto_play"_s, false}, {u"animate_emoji"_s, true}}));
    EXPECT_FALSE(request.applyTo(settings)) << "nothing new the second time";
    EXPECT_TRUE(fromJson<ModifySettings>(QByteArray(R"({"custom_status":null})"))->applyTo(settings));
    EXPECT_FALSE(settings.customStatus);
}

}  // namespace
}  // namespace shared
