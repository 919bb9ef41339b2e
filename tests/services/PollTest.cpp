#include <QtCore/QJsonArray>

#include "tests/services/ServiceWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

using shared::ErrorCode;
using shared::Permission;

class PollTest : public ServiceWorld {
 protected:
    PollTest() {
        owner = user(u"owner"_s);
        ann = user(u"ann"_s);
        guild(owner)
            .everyone(Permission::ViewChannel | Permission::SendMessages)
            .withChannel(talk)
            .withMember(ann)
            .build();
    }
    shared::Result<server::MessageView> ask(shared::UserId who, const QByteArray& poll) {
        shared::CreateMessage body;
        body.poll = shared::RawJson{poll};
        return messageService.create(actor(who), talk, body);
    }
    /** The paths that a refusal names. */
    QStringList wrong(const QByteArray& poll) {
        const auto refused = ask(owner, poll);
        EXPECT_TRUE(isRefused(refused, ErrorCode::InvalidFormBody)) << poll.constData();
        QStringList paths;
        if (refused.has_value()) return paths;
        for (const shared::FieldError& error : refused.error().fields())
            paths.append(error.path);
        return paths;
    }

    shared::UserId owner, ann;
    shared::ChannelId talk;
};

TEST_F(PollTest, AMessageMayBeAPollAlone) {
    const auto made = ask(owner, R"({"question":{"text":"Which?"},"duration":2,"allow_multiselect":true,
                                     "answers":[{"poll_media":{"text":"A","emoji":{"name":"🍎"}}},
                                                {"poll_media":{"text":"B"}}]})");
    ASSERT_TRUE(isOk(made));
    const auto read = messageService.get(actor(owner), talk, made->id);
    ASSERT_TRUE(isOk(read));
    const QJsonObject poll = QJsonDocument::fromJson(read->json)["poll"_L1].toObject();
    EXPECT_EQ(poll["question"_L1]["text"_L1].toString(), u"Which?"_s);
    EXPECT_TRUE(poll["allow_multiselect"_L1].toBool());
    EXPECT_EQ(poll["layout_type"_L1].toInt(), 1);
    EXPECT_EQ(poll["expiry"_L1].toString(), shared::Timestamp(clock.nowMs() + 2 * 3'600'000).toString());
    EXPECT_FALSE(poll["results"_L1]["is_finalized"_L1].toBool(true));
    const QJsonArray answers = poll["answers"_L1].toArray();
    ASSERT_EQ(answers.size(), 2);
    EXPECT_EQ(answers[0]["answer_id"_L1].toInt(), 1);
    EXPECT_EQ(answers[0]["poll_media"_L1]["emoji"_L1]["name"_L1].toString(), u"🍎"_s);
    EXPECT_EQ(answers[1]["answer_id"_L1].toInt(), 2);
    shared::EditMessage edit;
    edit.content = u"changed"_s;
    EXPECT_TRUE(isRefused(messageService.edit(actor(owner), talk, made->id, edit), ErrorCode::CannotEditPoll));
}

TEST_F(PollTest, NeedsItsPermission) {
    const QByteArray poll = R"({"question":{"text":"Q"},"answers":[{"poll_media":{"text":"A"}}]})";
    EXPECT_TRUE(isOk(ask(owner, poll)));
    EXPECT_TRUE(isRefused(ask(ann, poll), ErrorCode::MissingPermissions));
}

TEST_F(PollTest, WrongOnesNameTheirFields) {
    EXPECT_EQ(wrong(R"({"question":{"text":" "},"answers":[]})"),
              (QStringList{u"poll.question.text"_s, u"poll.answers"_s}));
    EXPECT_EQ(wrong(R"({"question":{"text":"Q"},"answers":[{"poll_media":{}}],"duration":0,"layout_type":2})"),
              (QStringList{u"poll.answers.0.poll_media.text"_s, u"poll.duration"_s, u"poll.layout_type"_s}));
    EXPECT_EQ(wrong(R"({"question":5,"answers":[{"poll_media":{"text":"A"}}]})"), QStringList{u"poll.question"_s});
    const QByteArray tooLong(56, 'x');
    EXPECT_EQ(wrong(R"({"question":{"text":"Q"},"answers":[{"poll_media":{"text":")" + tooLong + R"("}}]})"),
              QStringList{u"poll.answers.0.poll_media.text"_s});
}

}  // namespace
}  // namespace tests
