#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include <QtCore/QHash>
#include <QtCore/QTemporaryDir>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/support/ServerProcess.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

constexpr int kWriters = 4;

/** One post, by its text, which is unique. */
struct Post {
    QString id;           ///< empty: never acknowledged
    QByteArray attached;  ///< empty: none
    int writer = 0;
};

/** The bytes of an attachment: small ones stay in memory on their way in, large ones are spooled. */
QByteArray bytesFor(int writer, int number) {
    std::mt19937 random(static_cast<unsigned>(writer * 100'003 + number));
    QByteArray bytes(number % 2 == 0 ? 60'000 : 900, Qt::Uninitialized);
    for (char& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

/** What `PRAGMA integrity_check` says. */
QByteArray integrityOf(const QString& file) {
    sqlite3* database = nullptr;
    QByteArray verdict = "cannot be opened";
    if (sqlite3_open_v2(file.toUtf8().constData(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &statement, nullptr);
        if (sqlite3_step(statement) == SQLITE_ROW) {
            verdict = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    return verdict;
}

int killsWanted() {
    const int wanted = qEnvironmentVariableIntValue("DURABILITY_KILLS");
    return wanted > 0 ? wanted : 5;
}

class KillTest : public testing::Test {
 protected:
    void SetUp() override {
        ASSERT_TRUE(folder.isValid());
        ASSERT_TRUE(start());
        TestClient owner(process.port());
        ASSERT_FALSE(owner.registerPerson(u"owner"_s).isEmpty());
        token = owner.token();
        channel = owner.makeGuild(u"durable"_s).second.toLatin1();
        ASSERT_FALSE(channel.isEmpty());
    }

    bool start() { return process.start(folder.path(), {u"--rate-limits"_s, u"off"_s}); }

    /** Posts until the server is gone. */
    void write(int writer, int& number) {
        TestClient client(process.port(), token);
        while (true) {
            Post post;
            post.writer = writer;
            if (number % 3 == 0) post.attached = bytesFor(writer, number);
            const QString text = u"writer %1, message %2"_s.arg(writer).arg(number);
            ++number;
            {
                const std::lock_guard lock(mutex);
                posts[text] = post;
            }
            const QByteArray path = "/channels/" + channel + "/messages";
            const QJsonObject body{{u"content"_s, text}};
            const Answer answer = post.attached.isEmpty() ? client.ask("POST", path, body)
                                                          : client.upload(path, body, {"file.bin", post.attached});
            if (answer.status != 200) return;
            const std::lock_guard lock(mutex);
            posts[text].id = answer.object()["id"_L1].toString();
            ++acknowledged;
            progressed.notify_all();
        }
    }

    /** A posting load that is cut at a random moment, after something has been acknowledged. */
    void postAndKill(std::mt19937& random) {
        std::vector<std::thread> writers;
        const int before = acknowledged;
        for (int i = 0; i < kWriters; ++i)
            writers.emplace_back([this, i] { write(i, numbers[static_cast<size_t>(i)]); });
        {
            std::unique_lock lock(mutex);
            const auto extra = static_cast<int>(1 + random() % 60);
            progressed.wait_for(lock, std::chrono::seconds(10), [&] { return acknowledged >= before + extra; });
            // The moment itself is not one of the acknowledgements'.
            progressed.wait_for(lock, std::chrono::microseconds(random() % 8000), [] { return false; });
        }
        process.kill();
        for (std::thread& writer : writers)
            writer.join();
        EXPECT_GT(acknowledged, before) << "nothing was acknowledged in this round";
    }

    QJsonArray history() {
        TestClient client(process.port(), token);
        QJsonArray all;
        QByteArray after = "0";
        while (true) {
            const Answer answer = client.ask("GET", "/channels/" + channel + "/messages?limit=100&after=" + after);
            EXPECT_EQ(answer.status, 200) << answer.body.toStdString();
            const QJsonArray page = answer.array();
            if (page.isEmpty()) return all;
            // A page has its newest message first.
            for (qsizetype i = page.size() - 1; i >= 0; --i)
                all.append(page[i]);
            after = page.first()["id"_L1].toString().toLatin1();
        }
    }

    /** Every acknowledged message is there once, in order, with its file; the others at most once. */
    void verify() {
        TestClient client(process.port(), token);
        QHash<QString, QString> seen;
        QHash<int, int> lastOfWriter;
        quint64 last = 0;
        for (const QJsonValue& message : history()) {
            const QString text = message["content"_L1].toString();
            const QString id = message["id"_L1].toString();
            EXPECT_GT(id.toULongLong(), last) << "not in order";
            last = id.toULongLong();
            ASSERT_TRUE(posts.contains(text)) << text.toStdString() << " was never posted";
            EXPECT_FALSE(seen.contains(text)) << text.toStdString() << " is there twice";
            seen[text] = id;
            const Post& post = posts[text];
            const int number = text.split(u' ').last().toInt();
            EXPECT_GT(number, lastOfWriter.value(post.writer, -1)) << "one writer's messages have changed places";
            lastOfWriter[post.writer] = number;
            if (!post.attached.isEmpty()) verifyFile(client, message.toObject(), post);
        }
        for (auto it = posts.cbegin(); it != posts.cend(); ++it) {
            if (it->id.isEmpty()) continue;
            EXPECT_EQ(seen.value(it.key()), it->id) << it.key().toStdString() << " was acknowledged and is gone";
        }
    }

    static void verifyFile(TestClient& client, const QJsonObject& message, const Post& post) {
        const QJsonArray files = message["attachments"_L1].toArray();
        ASSERT_EQ(files.size(), 1);
        const QString url = files[0]["url"_L1].toString();
        const QByteArray path = url.mid(url.indexOf(u"/attachments/"_s)).toUtf8();
        const Answer file = client.ask("GET", '/' + path);
        ASSERT_EQ(file.status, 200) << path.toStdString();
        EXPECT_TRUE(file.body == post.attached) << "the attachment has other bytes";
    }

    QTemporaryDir folder;
    ServerProcess process;
    QByteArray token;
    QByteArray channel;
    std::mutex mutex;
    std::condition_variable progressed;
    int acknowledged = 0;
    QHash<QString, Post> posts;  ///< by text
    std::array<int, kWriters> numbers{};
};

TEST_F(KillTest, WhatWasAcknowledgedOutlivesEveryKill) {
    const unsigned seed = std::random_device()();
    RecordProperty("seed", static_cast<int>(seed & 0x7fffffff));
    std::mt19937 random(seed);
    const int kills = killsWanted();
    for (int round = 0; round < kills; ++round) {
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", round " << round);
        postAndKill(random);
        ASSERT_TRUE(start()) << process.errors().toStdString();
        // The whole history is looked at now and then, and at the end.
        if (kills <= 5 || round % 10 == 9 || round + 1 == kills) verify();
        if (HasFatalFailure() || HasNonfatalFailure()) return;
    }
    EXPECT_EQ(process.terminate(), 0);
    EXPECT_EQ(integrityOf(folder.filePath(u"guildhall.db"_s)), "ok");
    std::printf("%d kills, %d acknowledged of %d posted\n", kills, acknowledged, static_cast<int>(posts.size()));
}

}  // namespace
}  // namespace tests
