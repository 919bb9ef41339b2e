#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <gtest/gtest.h>

#include "tests/support/ServerProcess.h"
#include "tests/support/TestClient.h"
#include "tests/support/TestGateway.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

/** A sentence for the operator: not empty, one line, ended. */
bool isSentence(const QByteArray& text) {
    const QByteArray line = text.trimmed();
    return line.size() > 20 && !line.contains('\n') && (line.endsWith('.') || line.endsWith('?'));
}

class DaemonTest : public testing::Test {
 protected:
    void SetUp() override { ASSERT_TRUE(folder.isValid()); }

    QTemporaryDir folder;
    ServerProcess process;
};

TEST_F(DaemonTest, SaysThatItIsReadyInOneLineAndEndsInOrder) {
    ASSERT_TRUE(process.start(folder.path())) << process.errors().toStdString();
    EXPECT_EQ(TestClient(process.port()).ask("GET", "//healthz").status, 200);
    EXPECT_EQ(TestClient(process.port()).ask("GET", "//readyz").status, 200);
    EXPECT_EQ(process.terminate(), 0);
    EXPECT_EQ(process.output().count('\n'), 1);
    const QFileInfo secret(folder.filePath(u"owner-secret"_s));
    EXPECT_TRUE(secret.exists());
    EXPECT_EQ(secret.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
              QFile::Permissions());
}

TEST_F(DaemonTest, ASecondServerOnTheFolderIsRefused) {
    ASSERT_TRUE(process.start(folder.path())) << process.errors().toStdString();
    ServerProcess second;
    EXPECT_GT(second.run({u"--data"_s, folder.path(), u"--listen"_s, u"127.0.0.1:0"_s}), 0);
    EXPECT_TRUE(isSentence(second.errors())) << second.errors().toStdString();
    EXPECT_TRUE(second.errors().contains(folder.path().toUtf8()));
    EXPECT_TRUE(second.output().isEmpty());
    EXPECT_EQ(TestClient(process.port()).ask("GET", "//healthz").status, 200);
}

TEST_F(DaemonTest, AnUnknownFlagNamesTheNearest) {
    EXPECT_GT(process.run({u"--data"_s, folder.path(), u"--rate-limit"_s, u"off"_s}), 0);
    EXPECT_TRUE(process.errors().contains("--rate-limits")) << process.errors().toStdString();
    EXPECT_TRUE(process.output().isEmpty());
}

TEST_F(DaemonTest, ADamagedDatabaseIsRefusedWithWhatToDo) {
    ASSERT_TRUE(process.start(folder.path()));
    ASSERT_EQ(process.terminate(), 0);
    QFile database(folder.filePath(u"guildhall.db"_s));
    ASSERT_TRUE(database.open(QIODevice::ReadWrite));
    ASSERT_EQ(database.write(QByteArray(4096, 'x')), 4096);
    database.close();
    EXPECT_GT(process.run({u"--data"_s, folder.path(), u"--listen"_s, u"127.0.0.1:0"_s}), 0);
    EXPECT_TRUE(isSentence(process.errors())) << process.errors().toStdString();
    EXPECT_TRUE(process.errors().contains("damaged")) << process.errors().toStdString();
}

TEST_F(DaemonTest, APortThatIsTakenIsRefused) {
    ASSERT_TRUE(process.start(folder.path()));
    QTemporaryDir other;
    ServerProcess second;
    const QString address = u"127.0.0.1:"_s + QString::number(process.port());
    EXPECT_GT(second.run({u"--data"_s, other.path(), u"--listen"_s, address}), 0);
    EXPECT_TRUE(isSentence(second.errors())) << second.errors().toStdString();
}

TEST_F(DaemonTest, AnOrderlyStopAsksToReconnectAndResumeLosesNothing) {
    ASSERT_TRUE(process.start(folder.path(), {u"--rate-limits"_s, u"off"_s})) << process.errors().toStdString();
    TestClient owner(process.port());
    ASSERT_FALSE(owner.registerPerson(u"owner"_s).isEmpty());
    const QByteArray channel = owner.makeGuild(u"resumed"_s).second.toLatin1();
    const auto say = [&](const QString& text) {
        return owner.ask("POST", "/channels/" + channel + "/messages", {{u"content"_s, text}}).status;
    };
    TestGateway gateway(process.port());
    const QString session = gateway.identify(owner.token());
    ASSERT_FALSE(session.isEmpty());
    ASSERT_EQ(say(u"seen"_s), 200);
    ASSERT_FALSE(gateway.until(0, u"MESSAGE_CREATE"_s).isEmpty());
    const quint64 seen = gateway.sequence();
    ASSERT_EQ(say(u"missed"_s), 200);

    process.askToEnd();
    EXPECT_EQ(gateway.until(7)["op"_L1].toInt(), 7) << "the session is not asked to reconnect";
    ASSERT_EQ(process.waitForEnd(), 0);

    ASSERT_TRUE(process.start(folder.path(), {u"--rate-limits"_s, u"off"_s})) << process.errors().toStdString();
    TestClient again(process.port(), owner.token());
    ASSERT_EQ(again.ask("POST", "/channels/" + channel + "/messages", {{u"content"_s, u"after"_s}}).status, 200);
    TestGateway second(process.port());
    second.resume(owner.token(), session, seen);
    QStringList replayed;
    while (true) {
        const QJsonObject message = second.next();
        ASSERT_FALSE(message.isEmpty()) << "closed with " << second.closeCode();
        ASSERT_NE(message["op"_L1].toInt(), 9) << "the session is not known any more";
        if (message["t"_L1].toString() == u"MESSAGE_CREATE"_s) {
            replayed.append(message["d"_L1]["content"_L1].toString());
        }
        if (message["t"_L1].toString() == u"RESUMED"_s) break;
    }
    EXPECT_EQ(replayed, (QStringList{u"missed"_s, u"after"_s}));
}

}  // namespace
}  // namespace tests
