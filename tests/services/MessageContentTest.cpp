#include <QtCore/QJsonArray>

#include "server/services/MessageContent.h"
#include "shared/validation/Validate.h"
#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::Permission;

/** Who may send what, and who may read it. */
class MessageContentTest : public ServiceWorld {
 protected:
    MessageContentTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        robot = aUser(*storage, ids).named(u"robot"_s).bot().build();
        guildId = guild(owner)
                      .withRole(mods, Permission::ManageMessages | Permission::PinMessages)
                      .withChannel(talk)
                      .withMember(ann)
                      .withMember(robot, {mods})
                      .build();
        probe.clear();
    }
    static shared::CreateMessage request(const QByteArray& json) {
        auto body = shared::readRequest<shared::CreateMessage>(QByteArrayView(json));
        EXPECT_TRUE(isOk(body));
        return body.has_value() ? *std::move(body) : shared::CreateMessage();
    }
    static QJsonObject jsonOf(const server::MessageView& view) { return QJsonDocument::fromJson(view.json).object(); }
    static QString contentOf(const server::MessageView& view) { return jsonOf(view)["content"_L1].toString(); }
    static server::Upload file(const QString& field) {
        server::Upload upload;
        upload.field = field;
        upload.filename = u"a.txt"_s;
        upload.bytes = "abc"_ba;
        upload.size = 3;
        return upload;
    }
    /** "path code" of what a post is refused for. */
    QStringList refusalOf(const shared::CreateMessage& body, const QList<server::Upload>& files) {
        const auto posted = messageService.create(actor(ann), talk, body, files);
        QStringList words;
        if (posted.has_value()) return words;
        for (const shared::FieldError& error : posted.error().fields())
            words.append(error.path + u' ' + error.code);
        return words;
    }

    shared::UserId owner, ann, robot;
    shared::RoleId mods;
    shared::ChannelId talk;
    shared::GuildId guildId;
};

const QByteArray kRich =
    R"("embeds":[{"title":"t"}],"components":[{"type":1,"components":[{"type":2,"style":1,"label":"b","custom_id":"c"}]}])";

TEST_F(MessageContentTest, OnlyBotsSendEmbedsAndComponents) {
    const shared::CreateMessage body = request(R"({"content":"a",)" + kRich + "}");
    const auto byPerson = messageService.create(actor(ann), talk, body);
    ASSERT_TRUE(isOk(byPerson));
    EXPECT_TRUE(jsonOf(*byPerson)["embeds"_L1].toArray().isEmpty());
    EXPECT_TRUE(jsonOf(*byPerson)["components"_L1].toArray().isEmpty());
    const auto byBot = messageService.create(botActor(robot), talk, body);
    ASSERT_TRUE(isOk(byBot));
    EXPECT_EQ(jsonOf(*byBot)["embeds"_L1].toArray().size(), 1);
    EXPECT_EQ(jsonOf(*byBot)["components"_L1][0]["id"_L1].toInt(), 1);

    EXPECT_TRUE(isRefused(messageService.create(actor(ann), talk, request("{" + kRich + "}")),
                          ErrorCode::CannotSendEmptyMessage));
    shared::EditMessage edit;
    edit.content = u"b"_s;
    edit.embeds = body.embeds;
    edit.components = body.components;
    const auto edited = messageService.edit(actor(ann), talk, byPerson->id, edit);
    ASSERT_TRUE(isOk(edited));
    EXPECT_EQ(contentOf(*edited), u"b"_s);
    EXPECT_TRUE(jsonOf(*edited)["embeds"_L1].toArray().isEmpty());
    EXPECT_TRUE(jsonOf(*edited)["components"_L1].toArray().isEmpty());
}

TEST_F(MessageContentTest, ComponentsAreCheckedByTheServiceToo) {
    shared::CreateMessage body = text(u"a"_s);
    body.components = shared::RawJson{R"([{"type":99,"evil":"z"}])"};
    EXPECT_TRUE(isRefused(messageService.create(botActor(robot), talk, body), ErrorCode::InvalidFormBody));
    const auto plain = messageService.create(botActor(robot), talk, text(u"a"_s));
    ASSERT_TRUE(isOk(plain));
    shared::EditMessage edit;
    edit.components = shared::RawJson{R"([{"type":10,"content":"x"}])"};
    EXPECT_TRUE(isRefused(messageService.edit(botActor(robot), talk, plain->id, edit), ErrorCode::InvalidFormBody))
        << "only in a message of the second generation";
    edit.flags = shared::MessageFlags(shared::MessageFlag::IsComponentsV2);
    EXPECT_TRUE(isRefused(messageService.edit(botActor(robot), talk, plain->id, edit), ErrorCode::InvalidFormBody))
        << "it still has content";
    edit.content = nullptr;
    ASSERT_TRUE(isOk(messageService.edit(botActor(robot), talk, plain->id, edit)));
    edit = {};
    edit.flags = shared::MessageFlags();
    const auto kept = messageService.edit(botActor(robot), talk, plain->id, edit);
    ASSERT_TRUE(isOk(kept));
    EXPECT_TRUE(kept->toModel()->flags.has(shared::MessageFlag::IsComponentsV2)) << "the flag stays";
}

TEST_F(MessageContentTest, EmbedsThatShowNothingAreNoContent) {
    EXPECT_TRUE(isRefused(messageService.create(botActor(robot), talk, request(R"({"embeds":[{}]})")),
                          ErrorCode::CannotSendEmptyMessage));
    EXPECT_TRUE(isRefused(messageService.create(botActor(robot), talk, request(R"({"embeds":[{"color":1}]})")),
                          ErrorCode::CannotSendEmptyMessage));
    const auto posted = messageService.create(
        botActor(robot), talk, request(R"({"embeds":[{"footer":{"text":"f","proxy_icon_url":"https://x.example"}}]})"));
    ASSERT_TRUE(isOk(posted));
    EXPECT_FALSE(jsonOf(*posted)["embeds"_L1][0]["footer"_L1].toObject().contains("proxy_icon_url"_L1));
}

TEST_F(MessageContentTest, APollComesBackAlsoBesideContent) {
    const auto posted = messageService.create(
        botActor(robot), talk,
        request(R"({"content":"a","poll":{"question":{"text":"q"},"answers":[{"poll_media":{"text":"x"}}]}})"));
    ASSERT_TRUE(isOk(posted));
    EXPECT_EQ(jsonOf(*posted)["poll"_L1]["question"_L1]["text"_L1].toString(), u"q"_s);
    EXPECT_TRUE(isRefused(messageService.create(botActor(robot), talk, request(R"({"content":"a","poll":{}})")),
                          ErrorCode::InvalidFormBody));
}

TEST_F(MessageContentTest, ABotWithoutTheIntentReadsItsOwnAndWhatMentionsIt) {
    const server::Actor plain = plainBotActor(robot);
    const server::MessageView secret = say(ann, talk, u"secret"_s);
    const server::MessageView called = say(ann, talk, u"<@%1> hello"_s.arg(robot.toString()));
    const auto own = messageService.create(plain, talk, text(u"mine"_s));
    ASSERT_TRUE(isOk(own));
    EXPECT_EQ(contentOf(*own), u"mine"_s);

    EXPECT_EQ(contentOf(*messageService.get(plain, talk, secret.id)), QString());
    const auto page = messageService.list(plain, talk, {});
    ASSERT_TRUE(isOk(page));
    ASSERT_EQ(page->size(), 3);
    EXPECT_EQ(contentOf(page->at(0)), u"mine"_s);
    EXPECT_TRUE(contentOf(page->at(1)).endsWith(u"hello"_s));
    EXPECT_EQ(contentOf(page->at(2)), QString());
    EXPECT_EQ(contentOf(messageService.list(botActor(robot), talk, {})->at(2)), u"secret"_s);
    EXPECT_EQ(contentOf(messageService.list(actor(owner), talk, {})->at(2)), u"secret"_s);

    ASSERT_TRUE(isOk(pinService.pin(plain, talk, secret.id)));
    EXPECT_EQ(contentOf(pinService.list(plain, talk, 0, 50)->items.first().message), QString());
    EXPECT_EQ(contentOf(pinService.listMessages(plain, talk)->first()), QString());
    EXPECT_EQ(contentOf(pinService.listMessages(botActor(robot), talk)->first()), u"secret"_s);

    shared::EditMessage suppress;
    suppress.flags = shared::MessageFlags(shared::MessageFlag::SuppressEmbeds);
    EXPECT_EQ(contentOf(*messageService.edit(plain, talk, secret.id, suppress)), QString());
}

TEST_F(MessageContentTest, AnswersAndForwardsTellNoMore) {
    const server::Actor plain = plainBotActor(robot);
    const server::MessageView secret = say(ann, talk, u"secret"_s);
    const QByteArray id = secret.id.toString().toLatin1();
    const auto answer = messageService.create(
        plain, talk, request(R"({"content":"yes","message_reference":{"message_id":")" + id + R"("}})"));
    ASSERT_TRUE(isOk(answer));
    EXPECT_EQ(contentOf(*answer), u"yes"_s);
    EXPECT_EQ(jsonOf(*answer)["referenced_message"_L1]["content"_L1].toString(), QString());
    EXPECT_TRUE(jsonOf(*answer)["referenced_message"_L1]["id"_L1].isString());

    const QByteArray forward = R"({"message_reference":{"type":1,"message_id":")" + id + R"(","channel_id":")" +
                               talk.toString().toLatin1() + R"("}})";
    const auto snapshotOf = [](const server::MessageView& view) {
        return jsonOf(view)["message_snapshots"_L1][0]["message"_L1]["content"_L1].toString();
    };
    const auto own = messageService.create(plain, talk, request(forward));
    ASSERT_TRUE(isOk(own));
    EXPECT_EQ(snapshotOf(*own), QString());
    const auto other = messageService.create(actor(ann), talk, request(forward));
    ASSERT_TRUE(isOk(other));
    EXPECT_EQ(snapshotOf(*other), u"secret"_s);
    EXPECT_EQ(snapshotOf(*messageService.get(plain, talk, other->id)), QString());
    EXPECT_EQ(snapshotOf(*messageService.get(botActor(robot), talk, other->id)), u"secret"_s);
}

TEST_F(MessageContentTest, MembersAreListedForBotsWithTheIntent) {
    EXPECT_TRUE(isRefused(memberService.list(plainBotActor(robot), guildId, {}, 10), ErrorCode::MissingAccess));
    EXPECT_EQ(memberService.list(botActor(robot), guildId, {}, 10)->size(), 3);
    EXPECT_EQ(memberService.list(actor(ann), guildId, {}, 10)->size(), 3);
}

TEST_F(MessageContentTest, FilesAndWhatIsSaidOfThem) {
    const shared::CreateMessage body = text(u"a"_s);
    EXPECT_EQ(refusalOf(body, {file(u"files[0]"_s), file(u"files[1]"_s)}), QStringList());
    EXPECT_EQ(refusalOf(body, {file(u"files[]"_s), file(u"file"_s)}), QStringList());
    EXPECT_EQ(refusalOf(body, {file(u"files[99999999999999999999]"_s)}),
              QStringList{u"files[99999999999999999999] NUMBER_TYPE_COERCE"_s});
    EXPECT_EQ(refusalOf(body, {file(u"files[0]"_s), file(u"files[0]"_s)}),
              QStringList{u"files[0] SET_TYPE_ALREADY_CONTAINS_VALUE"_s});
    const shared::CreateMessage wish = request(R"({"content":"a","attachments":[{"id":5}]})");
    EXPECT_EQ(refusalOf(wish, {}), QStringList{u"attachments.0.id ATTACHMENT_NOT_FOUND"_s});
    EXPECT_EQ(refusalOf(wish, {file(u"files[0]"_s)}), QStringList{u"attachments.0.id ATTACHMENT_NOT_FOUND"_s});
    EXPECT_EQ(refusalOf(wish, {file(u"files[5]"_s)}), QStringList());
}

}  // namespace
}  // namespace tests
