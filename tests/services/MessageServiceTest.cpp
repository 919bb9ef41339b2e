#include <thread>

#include <QtCore/QJsonArray>

#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::GatewayEvent;
using shared::Permission;

class MessageServiceTest : public ServiceWorld {
 protected:
    MessageServiceTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        stranger = user(u"stranger"_s);
        guildId = guild(owner).withRole(mods, Permission::ManageMessages).withChannel(talk).withMember(ann).build();
        probe.clear();
    }

    shared::UserId owner, ann, stranger;
    shared::RoleId mods;
    shared::ChannelId talk;
    shared::GuildId guildId;
};

TEST_F(MessageServiceTest, APostIsAnsweredStoredAndTold) {
    shared::CreateMessage body = text(u"  Grüße 👩‍👩‍👧‍👦 \"x\" "_s);
    body.nonce = shared::Nonce{u"17"_s, true};
    const auto posted = messageService.create(actor(ann), talk, body);
    ASSERT_TRUE(isOk(posted));
    const shared::Message message = posted->toModel().value();
    EXPECT_EQ(message.content, u"Grüße 👩‍👩‍👧‍👦 \"x\""_s);
    EXPECT_EQ(message.author.username, u"ann"_s);
    EXPECT_EQ(message.timestamp.ms(), message.id.createdAtMs());
    EXPECT_EQ(message.nonce->text, u"17"_s);
    EXPECT_TRUE(message.guildId.isMissing());

    const server::EventPtr event = probe.last(GatewayEvent::MessageCreate);
    ASSERT_TRUE(event);
    EXPECT_EQ(event->key, server::StreamKey::guild(guildId));
    EXPECT_EQ(event->channelId, talk);
    EXPECT_EQ(event->subject, ann);
    const QJsonObject payload = EventProbe::payloadOf(event);
    EXPECT_EQ(payload["guild_id"_L1].toString(), guildId.toString());
    EXPECT_TRUE(payload["member"_L1].isObject());
    EXPECT_FALSE(payload["member"_L1].toObject().contains("user"_L1));
    EXPECT_EQ(payload["nonce"_L1].toInt(), 17);
    EXPECT_EQ(payload["content"_L1].toString(), message.content);

    const auto page = messageService.list(actor(ann), talk, {});
    ASSERT_TRUE(isOk(page));
    ASSERT_EQ(page->size(), 1);
    shared::Message stored = page->first().toModel().value();
    stored.nonce = message.nonce;
    EXPECT_EQ(stored, message);
    EXPECT_EQ(graphs.cached(guildId)->snapshot(*graphs.cached(guildId)->channel(talk)).lastMessageId.value(),
              message.id);
}

TEST_F(MessageServiceTest, ThePlainJsonIsThatOfTheModel) {
    const server::MessageView view = say(ann, talk, u"plain"_s);
    const QJsonObject written = QJsonDocument::fromJson(view.json).object();
    const QJsonObject modelled = QJsonDocument::fromJson(shared::toJson(view.toModel().value())).object();
    EXPECT_EQ(written, modelled);
}

TEST_F(MessageServiceTest, WhoMayNotIsRefusedWithTheRightCode) {
    EXPECT_TRUE(isRefused(messageService.create(actor(stranger), talk, text(u"x"_s)), ErrorCode::MissingAccess));
    EXPECT_TRUE(
        isRefused(messageService.create(actor(ann), shared::ChannelId(7), text(u"x"_s)), ErrorCode::UnknownChannel));
    EXPECT_TRUE(isRefused(messageService.create(actor(ann), talk, text(u"  "_s)), ErrorCode::CannotSendEmptyMessage));
    shared::EditOverwrite mute;
    mute.deny = shared::Permissions(Permission::SendMessages);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, guildId.as<shared::OverwriteId>(), mute)));
    EXPECT_TRUE(isRefused(messageService.create(actor(ann), talk, text(u"x"_s)), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isOk(messageService.list(actor(ann), talk, {})));
    mute.deny = shared::Permissions(Permission::ViewChannel);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, guildId.as<shared::OverwriteId>(), mute)));
    EXPECT_TRUE(isRefused(messageService.list(actor(ann), talk, {}), ErrorCode::MissingAccess));
    EXPECT_TRUE(isOk(messageService.create(actor(owner), talk, text(u"x"_s))));
}

TEST_F(MessageServiceTest, WithoutHistoryThePageIsEmptyAndAMessageForbidden) {
    const server::MessageView view = say(owner, talk, u"secret"_s);
    shared::EditOverwrite hide;
    hide.deny = shared::Permissions(Permission::ReadMessageHistory);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, guildId.as<shared::OverwriteId>(), hide)));
    EXPECT_EQ(messageService.list(actor(ann), talk, {}).value().size(), 0);
    EXPECT_TRUE(isRefused(messageService.get(actor(ann), talk, view.id), ErrorCode::MissingPermissions));
    shared::CreateMessage reply = text(u"re"_s);
    reply.messageReference = shared::MessageReference{{}, view.id, {}, {}, {}};
    EXPECT_TRUE(isRefused(messageService.create(actor(ann), talk, reply), ErrorCode::ReplyNeedsHistory));
}

TEST_F(MessageServiceTest, PagesBeforeAfterAndAround) {
    QList<shared::MessageId> posted;
    for (int i = 0; i < 10; ++i)
        posted.append(say(ann, talk, QString::number(i)).id);
    const auto idsOf = [&](const server::MessageQuery& query) {
        QList<shared::MessageId> found;
        const auto page = messageService.list(actor(ann), talk, query);
        for (const auto& view : page.value())
            found.append(view.id);
        return found;
    };
    EXPECT_EQ(idsOf({.limit = 3}), (QList{posted[9], posted[8], posted[7]}));
    EXPECT_EQ(idsOf({.before = posted[5], .limit = 2}), (QList{posted[4], posted[3]}));
    EXPECT_EQ(idsOf({.after = posted[5], .limit = 2}), (QList{posted[7], posted[6]}));
    EXPECT_TRUE(idsOf({.around = posted[5], .limit = 3}).contains(posted[5]));
}

TEST_F(MessageServiceTest, AReplyRefersAndPingsUnlessAskedNotTo) {
    const server::MessageView question = say(owner, talk, u"why?"_s);
    shared::CreateMessage body = text(u"because"_s);
    body.messageReference = shared::MessageReference{{}, question.id, {}, {}, {}};
    probe.clear();
    const auto answer = messageService.create(actor(ann), talk, body);
    ASSERT_TRUE(isOk(answer));
    const shared::Message message = answer->toModel().value();
    EXPECT_EQ(message.type, shared::MessageType::Reply);
    EXPECT_EQ((*message.messageReference)->messageId.value(), question.id);
    EXPECT_EQ((*message.referencedMessage)->content, u"why?"_s);
    ASSERT_EQ(message.mentions.size(), 1);
    EXPECT_EQ(message.mentions.first().id, owner);
    const QJsonObject payload = probe.payload(GatewayEvent::MessageCreate);
    EXPECT_TRUE(payload["mentions"_L1].toArray().at(0).toObject()["member"_L1].isObject());
    EXPECT_EQ(probe.last(GatewayEvent::MessageCreate)->mentions, QList{owner});
    EXPECT_EQ(messageService.list(actor(ann), talk, {}).value().first().toModel().value(), message);

    body.allowedMentions = shared::AllowedMentions{{}, {}, {}, false};
    EXPECT_TRUE(messageService.create(actor(ann), talk, body)->toModel()->mentions.isEmpty());

    ASSERT_TRUE(isOk(messageService.remove(actor(owner), talk, question.id)));
    EXPECT_TRUE(isRefused(messageService.create(actor(ann), talk, body), ErrorCode::InvalidFormBody));
    const auto orphan = messageService.get(actor(ann), talk, answer->id);
    EXPECT_TRUE(orphan->toModel()->referencedMessage.isNull());
    body.messageReference.edit().failIfNotExists = false;
    EXPECT_EQ(messageService.create(actor(ann), talk, body)->toModel()->type, shared::MessageType::Default);
}

TEST_F(MessageServiceTest, MentionsFollowRightsAndWishes) {
    const QString everything = u"<@%1> <@&%2> @everyone"_s.arg(owner.toString(), mods.toString());
    shared::Message message = say(ann, talk, everything).toModel().value();
    EXPECT_EQ(message.mentions.size(), 1);
    EXPECT_EQ(message.mentionRoles, QList{mods});  // the builder's @everyone may MENTION_EVERYONE
    EXPECT_TRUE(message.mentionEveryone);

    shared::EditOverwrite quiet;
    quiet.deny = shared::Permissions(Permission::MentionEveryone);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, guildId.as<shared::OverwriteId>(), quiet)));
    message = say(ann, talk, everything).toModel().value();
    EXPECT_EQ(message.mentions.size(), 1);
    EXPECT_TRUE(message.mentionRoles.isEmpty());
    EXPECT_FALSE(message.mentionEveryone);

    shared::CreateMessage body = text(everything);
    body.allowedMentions = shared::AllowedMentions{QList<QString>(), {}, {}, {}};
    message = messageService.create(actor(owner), talk, body)->toModel().value();
    EXPECT_TRUE(message.mentions.isEmpty());
    EXPECT_FALSE(message.mentionEveryone);
    body.allowedMentions = shared::AllowedMentions{QList<QString>{u"everyone"_s}, {}, QList{mods}, {}};
    message = messageService.create(actor(owner), talk, body)->toModel().value();
    EXPECT_TRUE(message.mentions.isEmpty());
    EXPECT_EQ(message.mentionRoles, QList{mods});
    EXPECT_TRUE(message.mentionEveryone);
}

TEST_F(MessageServiceTest, AnEnforcedNoncePostsOnce) {
    shared::CreateMessage body = text(u"once"_s);
    body.nonce = shared::Nonce{u"n1"_s, false};
    body.enforceNonce = true;
    const auto first = messageService.create(actor(ann), talk, body);
    const auto second = messageService.create(actor(ann), talk, body);
    ASSERT_TRUE(isOk(first));
    ASSERT_TRUE(isOk(second));
    EXPECT_EQ(first->id, second->id);
    EXPECT_EQ(probe.all(GatewayEvent::MessageCreate).size(), 1);
    EXPECT_NE(messageService.create(actor(owner), talk, body)->id, first->id);
    clock.advance(6min);
    EXPECT_NE(messageService.create(actor(ann), talk, body)->id, first->id);
}

TEST_F(MessageServiceTest, SlowModeHoldsPeopleBackButNotThoseAboveIt) {
    shared::ModifyChannel slow;
    slow.rateLimitPerUser = 60;
    ASSERT_TRUE(isOk(channelService.modify(actor(owner), talk, slow)));
    say(ann, talk, u"first"_s);
    const auto second = messageService.create(actor(ann), talk, text(u"second"_s));
    ASSERT_TRUE(isRefused(second, ErrorCode::SlowMode));
    EXPECT_EQ(second.error().retryAfter(), 60s);
    say(owner, talk, u"may"_s);
    say(owner, talk, u"always"_s);
    clock.advance(61s);
    say(ann, talk, u"third"_s);
}

TEST_F(MessageServiceTest, AFileThatItsMessageHasLostIsAnOrphan) {
    QList<server::Upload> files(2);
    for (server::Upload& file : files) {
        file.filename = u"a.txt"_s;
        file.bytes = "abc"_ba;
        file.size = 3;
    }
    const auto posted = messageService.create(actor(ann), talk, text(u"two"_s), files);
    ASSERT_TRUE(isOk(posted));
    const QList<shared::Attachment> sent = posted->toModel()->attachments;
    ASSERT_EQ(sent.size(), 2);
    const auto isOrphan = [&](const shared::Attachment& file) {
        const auto key = storage->keyOfChannel(talk);
        const auto row =
            storage->read(*key, [&](const server::ReadView& view) { return view.attachments().find(talk, file.id); });
        return row.has_value() && *row && (*row)->orphanedAt != 0;
    };
    EXPECT_FALSE(isOrphan(sent[0]) || isOrphan(sent[1]));
    shared::EditMessage edit;
    shared::AttachmentRequest kept;
    kept.id = sent[0].id;
    edit.attachments = QList{kept};
    ASSERT_TRUE(isOk(messageService.edit(actor(ann), talk, posted->id, edit)));
    EXPECT_FALSE(isOrphan(sent[0]));
    EXPECT_TRUE(isOrphan(sent[1]));
    ASSERT_TRUE(isOk(messageService.remove(actor(ann), talk, posted->id)));
    EXPECT_TRUE(isOrphan(sent[0]));
}

TEST_F(MessageServiceTest, FilesAreStoredShownAndGivenUpWhenThePostFails) {
    server::Upload file;
    file.field = u"files[0]"_s;
    file.filename = u"a.txt"_s;
    file.bytes = "abc"_ba;
    file.size = 3;
    shared::CreateMessage body;
    shared::AttachmentRequest wish;
    wish.id = shared::AttachmentId(0);
    wish.description = u"some bytes"_s;
    body.attachments = QList{wish};
    const auto posted = messageService.create(actor(ann), talk, body, {file});
    ASSERT_TRUE(isOk(posted));
    const shared::Attachment attachment = posted->toModel()->attachments.value(0);
    EXPECT_EQ(attachment.filename, u"a.txt"_s);
    EXPECT_EQ(attachment.description.value(), u"some bytes"_s);
    EXPECT_TRUE(attachment.url.startsWith(u"http://cdn/attachments/"_s));
    EXPECT_EQ(messageService.get(actor(ann), talk, posted->id)->toModel()->attachments.value(0), attachment);
    EXPECT_EQ(media.stored.size(), 1);

    shared::EditOverwrite no;
    no.deny = shared::Permissions(Permission::AttachFiles);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, guildId.as<shared::OverwriteId>(), no)));
    EXPECT_TRUE(isRefused(messageService.create(actor(ann), talk, body, {file}), ErrorCode::MissingPermissions));
    EXPECT_EQ(media.stored.size(), 1);
}

TEST_F(MessageServiceTest, AnEmbedMayShowAnUploadedFile) {
    server::Upload file;
    file.field = u"files[0]"_s;
    file.filename = u"in.png"_s;
    shared::CreateMessage body;
    shared::Embed embed;
    embed.type = u"video"_s;
    embed.title = u"x"_s;
    embed.image =
        shared::Box<shared::EmbedMedia>(shared::EmbedMedia{u"attachment://in.png"_s, {}, {}, {}, {}, {}, {}, {}, {}});
    body.embeds = QList{embed};
    const auto posted = messageService.create(botActor(ann), talk, body, {file});
    ASSERT_TRUE(isOk(posted));
    const shared::Message message = posted->toModel().value();
    ASSERT_EQ(message.embeds.size(), 1);
    EXPECT_EQ(message.embeds.first().type, u"rich"_s);
    EXPECT_TRUE((*message.embeds.first().image)->url->startsWith(u"http://cdn/"_s));
    EXPECT_TRUE(message.attachments.isEmpty());
}

TEST_F(MessageServiceTest, OnlyTheAuthorEditsAndOthersMaySuppressEmbeds) {
    shared::CreateMessage body = text(u"before"_s);
    shared::Embed embed;
    embed.title = u"t"_s;
    body.embeds = QList{embed};
    const auto posted = messageService.create(botActor(ann), talk, body);
    shared::EditMessage edit;
    edit.content = u"after"_s;
    EXPECT_TRUE(
        isRefused(messageService.edit(actor(owner), talk, posted->id, edit), ErrorCode::CannotEditOthersMessage));
    clock.advance(1s);
    const auto edited = messageService.edit(actor(ann), talk, posted->id, edit);
    ASSERT_TRUE(isOk(edited));
    EXPECT_EQ(edited->toModel()->content, u"after"_s);
    EXPECT_TRUE(edited->toModel()->editedTimestamp.has_value());
    EXPECT_EQ(edited->toModel()->embeds.size(), 1);
    EXPECT_EQ(probe.payload(GatewayEvent::MessageUpdate)["content"_L1].toString(), u"after"_s);
    EXPECT_EQ(probe.payload(GatewayEvent::MessageUpdate)["guild_id"_L1].toString(), guildId.toString());

    shared::EditMessage suppress;
    suppress.flags = shared::MessageFlags(shared::MessageFlag::SuppressEmbeds);
    EXPECT_TRUE(isRefused(messageService.edit(actor(stranger), talk, posted->id, suppress), ErrorCode::MissingAccess));
    ASSERT_TRUE(isOk(messageService.edit(actor(owner), talk, posted->id, suppress)));
    const shared::Message now = messageService.get(actor(ann), talk, posted->id)->toModel().value();
    EXPECT_TRUE(now.embeds.isEmpty());
    EXPECT_TRUE(now.flags.has(shared::MessageFlag::SuppressEmbeds));

    shared::EditMessage empty;
    empty.content = u""_s;
    empty.embeds = QList<shared::Embed>();
    EXPECT_TRUE(
        isRefused(messageService.edit(botActor(ann), talk, posted->id, empty), ErrorCode::CannotSendEmptyMessage));
}

TEST_F(MessageServiceTest, DeletingIsForTheAuthorAndModerators) {
    const server::MessageView mine = say(owner, talk, u"mine"_s);
    EXPECT_TRUE(isRefused(messageService.remove(actor(ann), talk, mine.id), ErrorCode::MissingPermissions));
    ASSERT_TRUE(isOk(memberService.addRole(actor(owner), guildId, ann, mods)));
    probe.clear();
    ASSERT_TRUE(isOk(messageService.remove(actor(ann), talk, mine.id)));
    EXPECT_EQ(probe.payload(GatewayEvent::MessageDelete)["id"_L1].toString(), mine.id.toString());
    EXPECT_EQ(probe.payload(GatewayEvent::GuildAuditLogEntryCreate)["action_type"_L1].toInt(), 72);
    EXPECT_TRUE(isRefused(messageService.get(actor(ann), talk, mine.id), ErrorCode::UnknownMessage));
    EXPECT_TRUE(isRefused(messageService.remove(actor(ann), talk, mine.id), ErrorCode::UnknownMessage));
}

TEST_F(MessageServiceTest, BulkDeleteHasItsLimits) {
    QList<shared::MessageId> posted;
    for (int i = 0; i < 5; ++i)
        posted.append(say(ann, talk, QString::number(i)).id);
    EXPECT_TRUE(isRefused(messageService.removeMany(actor(ann), talk, posted), ErrorCode::MissingPermissions));
    EXPECT_TRUE(isRefused(messageService.removeMany(actor(owner), talk, {posted[0]}), ErrorCode::BulkDeleteCount));
    ASSERT_TRUE(isOk(messageService.removeMany(actor(owner), talk, posted.first(4))));
    EXPECT_EQ(probe.payload(GatewayEvent::MessageDeleteBulk)["ids"_L1].toArray().size(), 4);
    clock.advance(15 * 24h);
    const server::MessageView fresh = say(ann, talk, u"new"_s);
    EXPECT_TRUE(
        isRefused(messageService.removeMany(actor(owner), talk, {posted[4], fresh.id}), ErrorCode::BulkDeleteTooOld));
}

TEST_F(MessageServiceTest, TypingIsToldOnceAndNotStored) {
    ASSERT_TRUE(isOk(messageService.startTyping(actor(ann), talk)));
    ASSERT_TRUE(isOk(messageService.startTyping(actor(ann), talk)));
    ASSERT_EQ(probe.all(GatewayEvent::TypingStart).size(), 1);
    const server::EventPtr event = probe.last(GatewayEvent::TypingStart);
    EXPECT_FALSE(event->isDurable());
    EXPECT_EQ(event->channelId, talk);
    EXPECT_EQ(EventProbe::payloadOf(event)["user_id"_L1].toString(), ann.toString());
    EXPECT_TRUE(isRefused(messageService.startTyping(actor(stranger), talk), ErrorCode::MissingAccess));
}

TEST_F(MessageServiceTest, APermissionTakenBetweenCheckAndWriteCounts) {
    // The channel is warm in the caches; then, in one batch, the permission goes and the message comes.
    say(ann, talk, u"warm"_s);
    server::Actor who = actor(ann);
    auto checked = access.require(who, talk, Permission::SendMessages);
    ASSERT_TRUE(isOk(checked));
    shared::EditOverwrite mute;
    mute.deny = shared::Permissions(Permission::SendMessages);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, guildId.as<shared::OverwriteId>(), mute)));
    const auto late = storage->write(checked->key, [&](server::Transaction& tx) {
        server::ChannelAccess now = *checked;
        return access.recheck(tx, now);
    });
    EXPECT_TRUE(isRefused(late, ErrorCode::MissingPermissions));
}

TEST_F(MessageServiceTest, ARecheckInsideAUnitSeesWhatTheUnitItselfHasChanged) {
    auto checked = access.require(actor(ann), talk, Permission::SendMessages);
    ASSERT_TRUE(isOk(checked));
    const auto done = storage->write(checked->key, [&](server::Transaction& tx) -> shared::Result<void> {
        RETURN_IF_ERROR(tx.members().remove(ann));
        tx.bumpGraphVersion();
        server::ChannelAccess now = *checked;
        return access.recheck(tx, now);
    });
    EXPECT_TRUE(isRefused(done, ErrorCode::MissingAccess));
}

TEST_F(MessageServiceTest, WritersAndARevokerRaceAndNothingComesAfterTheRevocation) {
    std::vector<std::thread> writers;
    for (int lane = 0; lane < 4; ++lane) {
        writers.emplace_back([&] {
            for (int i = 0; i < 50; ++i)
                (void)messageService.create(actor(ann), talk, text(u"race"_s));
        });
    }
    EXPECT_TRUE(probe.waitFor(GatewayEvent::MessageCreate, 20));
    shared::EditOverwrite mute;
    mute.deny = shared::Permissions(Permission::SendMessages);
    ASSERT_TRUE(isOk(channelService.setOverwrite(actor(owner), talk, guildId.as<shared::OverwriteId>(), mute)));
    for (std::thread& writer : writers)
        writer.join();

    quint64 revokedAt = 0;
    quint64 lastSeq = 0;
    shared::MessageId lastId;
    for (const server::EventPtr& event : probe.all()) {
        EXPECT_GT(event->seq, lastSeq);
        lastSeq = event->seq;
        if (event->type == GatewayEvent::ChannelUpdate) revokedAt = event->seq;
        if (event->type != GatewayEvent::MessageCreate) continue;
        EXPECT_EQ(revokedAt, 0U) << "a message after the permission was taken";
        const auto id = std::any_cast<shared::MessageId>(event->model);
        EXPECT_GT(id, lastId);
        lastId = id;
    }
    EXPECT_NE(revokedAt, 0U);
}

}  // namespace
}  // namespace tests
