#include "server/services/AuditLogService.h"
#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ChannelType;
using shared::ErrorCode;
using shared::GatewayEvent;
using shared::OverwriteType;
using shared::Permission;

class ChannelServiceTest : public ServiceWorld {
 protected:
    ChannelServiceTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        keeper = user(u"keeper"_s);
        guildId = guild(owner)
                      .withRole(keepers, Permission::ManageRoles | Permission::ManageChannels)
                      .withChannel(talk)
                      .withMember(ann)
                      .withMember(keeper, {keepers})
                      .build();
        everyone = guildId.as<shared::OverwriteId>();
        probe.clear();
    }
    shared::Channel make(const QString& name, ChannelType type = ChannelType::GuildText,
                         const std::function<void(shared::CreateChannel&)>& change = {}) {
        shared::CreateChannel body;
        body.name = name;
        body.type = type;
        if (change) change(body);
        auto created = channelService.create(actor(owner), guildId, body);
        EXPECT_TRUE(isOk(created));
        return created.has_value() ? *created : shared::Channel();
    }

    shared::UserId owner, ann, keeper;
    shared::RoleId keepers;
    shared::ChannelId talk;
    shared::GuildId guildId;
    shared::OverwriteId everyone;
};

TEST_F(ChannelServiceTest, ACreatedChannelIsToldAndSurvivesAReload) {
    const shared::Channel made = make(u"New Place"_s, ChannelType::GuildText, [](shared::CreateChannel& body) {
        body.topic = u"a topic"_s;
        body.nsfw = true;
        body.rateLimitPerUser = 5;
    });
    EXPECT_EQ(made.name.value(), u"new-place"_s);
    EXPECT_EQ(probe.payload(GatewayEvent::ChannelCreate)["id"_L1].toString(), made.id.toString());
    EXPECT_EQ(channelService.get(actor(ann), made.id).value(), made);
    graphs.forget(guildId);
    EXPECT_EQ(channelService.get(actor(ann), made.id).value(), made);

    const shared::Channel voice = make(u"A Voice"_s, ChannelType::GuildVoice, [](shared::CreateChannel& body) {
        body.bitrate = 32000;
        body.userLimit = 7;
    });
    EXPECT_EQ(voice.name.value(), u"A Voice"_s);
    EXPECT_EQ(voice.userLimit.value(), 7);
    EXPECT_TRUE(voice.rtcRegion.isNull());
    shared::CreateChannel bad;
    bad.name = u"x"_s;
    bad.type = ChannelType(99);
    EXPECT_TRUE(isRefused(channelService.create(actor(owner), guildId, bad), ErrorCode::InvalidFormBody));
    bad.type = ChannelType::GuildText;
    EXPECT_TRUE(isRefused(channelService.create(actor(ann), guildId, bad), ErrorCode::MissingPermissions));
}

TEST_F(ChannelServiceTest, ACategoryGivesItsOverwritesAndIsFollowed) {
    const shared::Channel category =
        make(u"Category"_s, ChannelType::GuildCategory, [this](shared::CreateChannel& body) {
            body.permissionOverwrites =
                QList{shared::OverwriteRequest{everyone, {}, {}, shared::Permissions(Permission::SendMessages)}};
        });
    const shared::Channel child =
        make(u"child"_s, ChannelType::GuildText, [&](shared::CreateChannel& body) { body.parentId = category.id; });
    EXPECT_EQ(child.permissionOverwrites, category.permissionOverwrites);
    EXPECT_TRUE(isRefused(messageService.create(actor(ann), child.id, text(u"x"_s)), ErrorCode::MissingPermissions));

    shared::ModifyChannel open;
    open.permissionOverwrites = QList<shared::OverwriteRequest>();
    ASSERT_TRUE(isOk(channelService.modify(actor(owner), category.id, open)));
    EXPECT_TRUE(isOk(messageService.create(actor(ann), child.id, text(u"x"_s))));

    ASSERT_TRUE(isOk(channelService.remove(actor(owner), category.id)));
    EXPECT_TRUE(channelService.get(actor(ann), child.id)->parentId.isNull());
    EXPECT_TRUE(isRefused(channelService.get(actor(ann), category.id), ErrorCode::UnknownChannel));
    EXPECT_TRUE(probe.last(GatewayEvent::ChannelDelete));
}

TEST_F(ChannelServiceTest, MovingIntoACategoryMayTakeItsPermissions) {
    const shared::Channel category = make(u"Sync"_s, ChannelType::GuildCategory, [this](shared::CreateChannel& body) {
        body.permissionOverwrites =
            QList{shared::OverwriteRequest{everyone, {}, {}, shared::Permissions(Permission::SendMessages)}};
    });
    ASSERT_TRUE(isOk(
        channelService.setPositions(actor(owner), guildId, {shared::ChannelPosition{talk, 4, true, category.id}})));
    const auto moved = channelService.get(actor(ann), talk);
    EXPECT_EQ(moved->parentId.value(), category.id);
    EXPECT_EQ(moved->position.value(), 4);
    EXPECT_EQ(moved->permissionOverwrites, category.permissionOverwrites);
    EXPECT_TRUE(isRefused(channelService.setPositions(actor(ann), guildId, {}), ErrorCode::MissingPermissions));
}

TEST_F(ChannelServiceTest, OverwritesGrantOnlyWhatOneHas) {
    shared::EditOverwrite body;
    body.type = OverwriteType::Member;
    body.allow = shared::Permissions(Permission::BanMembers);
    EXPECT_TRUE(isRefused(channelService.setOverwrite(actor(keeper), talk, ann.as<shared::OverwriteId>(), body),
                          ErrorCode::MissingPermissions));
    body.allow = shared::Permissions(Permission::AddReactions);
    body.deny = shared::Permissions(Permission::SendMessages);
    EXPECT_TRUE(isRefused(channelService.setOverwrite(actor(ann), talk, ann.as<shared::OverwriteId>(), body),
                          ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(keeper), talk, ann.as<shared::OverwriteId>(), body)));
    EXPECT_TRUE(isRefused(messageService.create(actor(ann), talk, text(u"x"_s)), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(channelService.removeOverwrite(actor(keeper), talk, ann.as<shared::OverwriteId>())));
    EXPECT_TRUE(isRefused(channelService.removeOverwrite(actor(keeper), talk, ann.as<shared::OverwriteId>()),
                          ErrorCode::UnknownOverwrite));
    EXPECT_TRUE(isOk(messageService.create(actor(ann), talk, text(u"x"_s))));
}

TEST_F(ChannelServiceTest, InvisibleChannelsAreNotListed) {
    const shared::Channel hidden = make(u"hidden"_s, ChannelType::GuildText, [this](shared::CreateChannel& body) {
        body.permissionOverwrites =
            QList{shared::OverwriteRequest{everyone, {}, {}, shared::Permissions(Permission::ViewChannel)}};
    });
    EXPECT_EQ(channelService.list(actor(ann), guildId)->size(), 1);
    EXPECT_EQ(channelService.list(actor(owner), guildId)->size(), 2);
    EXPECT_TRUE(isRefused(channelService.get(actor(ann), hidden.id), ErrorCode::MissingAccess));
    EXPECT_EQ(probe.last(GatewayEvent::ChannelCreate)->channelId, hidden.id);
}

TEST_F(ChannelServiceTest, AnUnchangedChannelIsNotTold) {
    shared::ModifyChannel same;
    same.name = u"channel0"_s;
    ASSERT_TRUE(isOk(channelService.modify(actor(owner), talk, same)));
    EXPECT_TRUE(probe.all(GatewayEvent::ChannelUpdate).isEmpty());
    same.topic = u"new"_s;
    server::Actor who = actor(owner);
    who.auditReason = u"why Ä"_s;
    ASSERT_TRUE(isOk(channelService.modify(who, talk, same)));
    EXPECT_EQ(probe.all(GatewayEvent::ChannelUpdate).size(), 1);
    const QJsonObject entry = probe.payload(GatewayEvent::GuildAuditLogEntryCreate);
    EXPECT_EQ(entry["reason"_L1].toString(), u"why Ä"_s);
    EXPECT_EQ(entry["user_id"_L1].toString(), owner.toString());
}

TEST_F(ChannelServiceTest, TheAuditLogKeepsWhoDidWhat) {
    server::AuditLogService auditLog(parts);
    shared::ModifyChannel body;
    body.topic = u"new"_s;
    server::Actor who = actor(keeper);
    who.auditReason = u"because"_s;
    ASSERT_TRUE(isOk(channelService.modify(who, talk, body)));
    make(u"other"_s);
    EXPECT_TRUE(isRefused(auditLog.list(actor(ann), guildId, {}), ErrorCode::MissingPermissions));
    const auto all = auditLog.list(actor(owner), guildId, {});
    ASSERT_TRUE(isOk(all));
    ASSERT_EQ(all->entries.size(), 2);
    EXPECT_EQ(all->users.size(), 2);
    server::AuditLogFilter filter;
    filter.userId = keeper;
    const auto page = auditLog.list(actor(owner), guildId, filter);
    ASSERT_EQ(page->entries.size(), 1);
    const auto entry = shared::fromJson<shared::AuditLogEntry>(page->entries.first());
    ASSERT_TRUE(isOk(entry));
    EXPECT_EQ(entry->actionType, shared::AuditLogEvent::ChannelUpdate);
    EXPECT_EQ(entry->reason.value(), u"because"_s);
    ASSERT_EQ(entry->changes.size(), 1);
    EXPECT_EQ(entry->changes.first().key, u"topic"_s);
    filter.actionType = 72;
    EXPECT_TRUE(auditLog.list(actor(owner), guildId, filter)->entries.isEmpty());
}

}  // namespace
}  // namespace tests
