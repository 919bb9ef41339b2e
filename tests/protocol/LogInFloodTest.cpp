#include <memory>
#include <vector>

#include "tests/support/TestServer.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

/** A password costs tens of milliseconds: whoever sends many must not take the workers from everybody else. */
TEST(LogInFlood, LeavesWorkersForTheRestAndSaysWhenToComeBack) {
    TestServer server({u"--workers"_s, u"8"_s, u"--hash-workers"_s, u"1"_s});
    ASSERT_TRUE(server.isRunning());
    TestClient ann(server.port());
    ASSERT_FALSE(ann.registerPerson(u"ann"_s).isEmpty());
    const auto [guild, channel] = ann.makeGuild(u"Night shift"_s);

    const QByteArray body = R"({"login":"ann@example.org","password":"a long enough passphrase"})";
    const QByteArray request =
        "POST /api/v10/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " +
        QByteArray::number(body.size()) + "\r\n\r\n" + body;
    std::vector<std::unique_ptr<RawClient>> others;
    for (int i = 0; i < 24; ++i) {
        others.push_back(std::make_unique<RawClient>(server.port(), 20'000));
        ASSERT_TRUE(others.back()->send(request));
    }
    EXPECT_EQ(ann.ask("POST", "/channels/" + channel.toLatin1() + "/messages", {{u"content"_s, u"hello"_s}}).status,
              200);

    int letIn = 0, refused = 0;
    for (const auto& other : others) {
        const auto answer = other->response();
        ASSERT_TRUE(answer);
        if (answer->status == 200) {
            ++letIn;
            continue;
        }
        ++refused;
        EXPECT_EQ(answer->status, 503);
        EXPECT_GT(answer->header("retry-after").toInt(), 0);
        EXPECT_FALSE(QJsonDocument::fromJson(answer->body).object()["message"_L1].toString().isEmpty());
    }
    EXPECT_GE(letIn, 3) << "as many may wait, also when all come before the first is taken up";
    EXPECT_GT(refused, 0) << "all eight workers have waited for passwords";
}

}  // namespace
}  // namespace tests
