#include "tests/support/TestServer.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

/** Presences are in no log: whoever resumes after a planned restart is told who is here. */
TEST(Restart, ShowsWhoIsHereToWhoeverResumes) {
    TestServer server;
    ASSERT_TRUE(server.isRunning());
    TestClient ann(server.port());
    TestClient bob(server.port());
    ASSERT_FALSE(ann.registerPerson(u"ann"_s).isEmpty());
    const QString bobId = bob.registerPerson(u"bob"_s);
    ASSERT_FALSE(bobId.isEmpty());
    const auto [guild, channel] = ann.makeGuild(u"Night shift"_s);
    const Answer invite = ann.ask("POST", "/channels/" + channel.toLatin1() + "/invites", {{u"max_age"_s, 0}});
    ASSERT_EQ(invite.status, 200) << invite.body.toStdString();
    ASSERT_EQ(bob.ask("POST", "/invites/" + invite.object()["code"_L1].toString().toLatin1()).status, 200);

    QString session;
    quint64 seen = 0;
    {
        TestGateway before(server.port());
        session = before.identify(ann.token());
        ASSERT_FALSE(session.isEmpty());
        server.restart();
        while (!before.next().isEmpty()) {
        }
        EXPECT_EQ(before.closeCode(), 4000);
        seen = before.sequence();
    }
    ASSERT_TRUE(server.isRunning());
    TestGateway other(server.port());
    ASSERT_FALSE(other.identify(bob.token()).isEmpty());
    TestGateway back(server.port());
    back.resume(ann.token(), session, seen);
    const QJsonObject told = back.until(0, u"PRESENCE_UPDATE"_s)["d"_L1].toObject();
    EXPECT_EQ(told["user"_L1]["id"_L1].toString(), bobId);
    EXPECT_EQ(told["guild_id"_L1].toString(), guild);
    EXPECT_EQ(told["status"_L1].toString(), u"online"_s);
}

}  // namespace
}  // namespace tests
