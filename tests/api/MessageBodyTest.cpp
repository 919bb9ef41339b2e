#include "tests/api/ApiWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

/** What is wrong with the body of a message, as its sender is told. */
class MessageBodyTest : public ApiWorld {
 protected:
    MessageBodyTest() {
        const server::LoginResult login = joined(u"ann"_s);
        who = login.token;
        guild(login.userId).withChannel(talk).build();
        path = "/channels/" + talk.toString().toLatin1() + "/messages";
    }
    server::HttpResponse uploaded(int files) {
        QByteArray body;
        for (int i = 0; i < files; ++i) {
            body += "--b\r\nContent-Disposition: form-data; name=\"files[" + QByteArray::number(i) +
                    "]\"; filename=\"a.txt\"\r\n\r\nabc\r\n";
        }
        server::HttpRequestBuilder builder("POST", "/api/v10" + path);
        builder.header("Host", "chat.example.org").header("Authorization", who);
        builder.header("Content-Type", "multipart/form-data; boundary=b").body(body + "--b--\r\n");
        return send(builder);
    }
    shared::ChannelId talk;
    QByteArray path;
};

TEST_F(MessageBodyTest, EverythingThatIsWrongIsSaidAtOnce) {
    const auto wrong =
        ask("POST", path,
            R"({"content":")" + QByteArray(2001, 'x') + R"(","tts":"q","nonce":")" + QByteArray(30, 'n') +
                R"(","embeds":[{"title":")" + QByteArray(257, 't') + R"(","fields":[{"value":"v"}]}]})");
    EXPECT_TRUE(isError(wrong, 400, 50035));
    const QJsonObject errors = json(wrong)["errors"_L1].toObject();
    EXPECT_EQ(errors.keys(), (QStringList{u"content"_s, u"embeds"_s, u"nonce"_s, u"tts"_s}));
    const QJsonObject embed = errors["embeds"_L1]["0"_L1].toObject();
    EXPECT_TRUE(embed.contains("title"_L1));
    const QJsonArray name = embed["fields"_L1]["0"_L1]["name"_L1]["_errors"_L1].toArray();
    ASSERT_EQ(name.size(), 1) << "once, not as a missing and as an empty one";
    EXPECT_EQ(name[0]["code"_L1].toString(), u"BASE_TYPE_REQUIRED"_s);
}

TEST_F(MessageBodyTest, ANonceIsAnIntegerOrAText) {
    for (const QByteArray nonce : {"99999999999999999999999999", "1.5", "[]", "true"}) {
        const auto refused = ask("POST", path, R"({"content":"a","nonce":)" + nonce + "}");
        EXPECT_TRUE(isError(refused, 400, 50035)) << nonce.toStdString();
        EXPECT_TRUE(json(refused)["errors"_L1].toObject().contains("nonce"_L1));
    }
    EXPECT_EQ(json(ask("POST", path, R"({"content":"a","nonce":1234567890123456789})"))["nonce"_L1].toInteger(),
              1234567890123456789);
    EXPECT_EQ(json(ask("POST", path, R"({"content":"a","nonce":"x"})"))["nonce"_L1].toString(), u"x"_s);
}

TEST_F(MessageBodyTest, ElevenFilesAreOneTooMany) {
    const auto refused = uploaded(11);
    EXPECT_TRUE(isError(refused, 400, 50035));
    EXPECT_EQ(json(refused)["errors"_L1]["files"_L1]["_errors"_L1][0]["code"_L1].toString(), u"BASE_TYPE_MAX_LENGTH"_s);
    EXPECT_EQ(uploaded(10).status(), 200);
}

}  // namespace
}  // namespace tests
