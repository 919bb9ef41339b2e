#include <atomic>
#include <thread>

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QScopeGuard>
#include <QtCore/QTemporaryDir>
#include <QtCore/QUrl>
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

TEST_F(DaemonTest, TheSecretIsGoneOnceItHasMadeAnOwner) {
    ASSERT_TRUE(process.start(folder.path())) << process.errors().toStdString();
    QFile file(folder.filePath(u"owner-secret"_s));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QString secret = QString::fromLatin1(file.readAll().trimmed());
    const auto claim = [&](const QString& shown, const QString& name) {
        const QJsonObject body{
            {u"secret"_s, shown}, {u"username"_s, name}, {u"password"_s, u"correct horse"_s}, {u"consent"_s, true}};
        return TestClient(process.port()).ask("POST", "//admin/claim-owner", body).status;
    };
    EXPECT_EQ(claim(u"guessed"_s, u"eve"_s), 403);
    EXPECT_TRUE(file.exists());
    EXPECT_EQ(claim(secret, u"owner"_s), 201);
    EXPECT_FALSE(file.exists());
    EXPECT_EQ(claim(secret, u"second"_s), 403);
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

TEST_F(DaemonTest, ABackupIsMadeBesideTheWorkAndServes) {
    const QStringList flags{u"--rate-limits"_s, u"off"_s};
    ASSERT_TRUE(process.start(folder.path(), flags)) << process.errors().toStdString();
    TestClient ann(process.port());
    ASSERT_FALSE(ann.registerPerson(u"ann"_s).isEmpty());
    const QByteArray channel = ann.makeGuild(u"kept"_s).second.toLatin1();
    const QByteArray messages = "/channels/" + channel + "/messages";
    const QByteArray bytes(300'000, 'b');
    ASSERT_EQ(ann.upload(messages, {{u"content"_s, u"before"_s}}, {"b.bin", bytes}).status, 200);

    const QString target = folder.filePath(u"../backup-of-"_s + QFileInfo(folder.path()).fileName());
    const auto removed = qScopeGuard([&] { QDir(target).removeRecursively(); });
    std::atomic<bool> isDone{false};
    std::thread writer([&, token = ann.token(), port = process.port()] {
        TestClient client(port, token);
        do {
            EXPECT_EQ(client.ask("POST", messages, {{u"content"_s, u"meanwhile"_s}}).status, 200);
        } while (!isDone);
    });
    ServerProcess copier;
    const int status = copier.run({u"--data"_s, folder.path(), u"--backup"_s, target});
    isDone = true;
    writer.join();
    EXPECT_EQ(status, 0) << copier.errors().toStdString();
    EXPECT_GT(copier.run({u"--data"_s, folder.path(), u"--backup"_s, target}), 0) << "it is not overwritten";
    EXPECT_TRUE(isSentence(copier.errors())) << copier.errors().toStdString();
    EXPECT_GT(copier.run({u"--data"_s, target + u"/blobs"_s, u"--backup"_s, target + u"/x"_s}), 0);
    EXPECT_TRUE(isSentence(copier.errors())) << copier.errors().toStdString();

    // Later work on the original does not reach the copy.
    ASSERT_EQ(ann.ask("DELETE", "/channels/" + channel).status, 200);
    ASSERT_EQ(process.terminate(), 0);
    ServerProcess restored;
    ASSERT_TRUE(restored.start(target, flags)) << restored.errors().toStdString();
    TestClient again(restored.port(), ann.token());
    const QJsonArray page = again.ask("GET", messages + "?limit=100&after=0").array();
    ASSERT_FALSE(page.isEmpty());
    const QJsonObject first = page.last().toObject();
    EXPECT_EQ(first["content"_L1], u"before"_s);
    const QUrl file(first["attachments"_L1][0]["url"_L1].toString());
    const Answer served = again.ask("GET", '/' + file.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority));
    EXPECT_EQ(served.status, 200);
    EXPECT_EQ(served.body, bytes);
    EXPECT_EQ(QFileInfo(target + u"/media-key"_s).permissions() & (QFile::ReadGroup | QFile::ReadOther),
              QFile::Permissions());
    EXPECT_EQ(restored.terminate(), 0);
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
