#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include "app/client/rest/RestClient.h"
#include "shared/models/User.h"
#include "tests/client/ScriptedHttpServer.h"
#include "tests/client/Wait.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::ApiError;
using tests::ScriptedHttpServer;
using tests::waitFor;

namespace {

/** A client of a scripted server; calls wait, bounded. */
class RestClientTest : public testing::Test {
 protected:
    void serve(ScriptedHttpServer::Script script) {
        m_server = std::make_unique<ScriptedHttpServer>(std::move(script));
        m_client.setServer(app::ServerAddress(u"127.0.0.1"_s, m_server->port(), false));
        m_client.setToken(u"secret"_s);
    }

    static app::RestRequest request(const QByteArray& method, const QString& path) {
        app::RestRequest request;
        request.method = method;
        request.path = path;
        request.route = QString::fromLatin1(method) + u' ' + path + u'@';
        return request;
    }

    template <class T>
    app::ApiResult<typename app::Reply<T>::Value> wait(const app::Reply<T>& reply) {
        EXPECT_TRUE(waitFor([&] { return reply.isFinished(); }));
        return reply.isFinished() ? reply.state()->result() : ApiError::timeout();
    }
    ApiError errorOf(const app::RestRequest& request) {
        const auto result = wait(m_client.call<QByteArray>(request));
        return std::holds_alternative<ApiError>(result) ? std::get<ApiError>(result) : ApiError();
    }

    shared::SystemClock m_clock;
    shared::SystemRandom m_random;
    app::NetworkThread m_thread{u"test net"_s};
    app::RestClient m_client{m_thread, m_clock, m_random, {5ms, 20ms, 2s}};
    std::unique_ptr<ScriptedHttpServer> m_server;
};

TEST_F(RestClientTest, SendsTokenAndBodyAndReadsATypedValue) {
    serve([](const tests::SeenRequest&) {
        return ScriptedHttpServer::answer(200, R"({"id":"42","username":"mara","unknown_key":[1],"bot":true})");
    });
    auto patch = request("PATCH", u"/users/@me"_s);
    patch.body = R"({"username":"mara"})";
    patch.auditReason = "because \xc3\xbc";
    const auto result = wait(m_client.call<shared::User>(patch));
    ASSERT_TRUE(std::holds_alternative<shared::User>(result));
    EXPECT_EQ(std::get<shared::User>(result).username, u"mara"_s);
    EXPECT_EQ(std::get<shared::User>(result).id.value(), 42u);
    const tests::SeenRequest& seen = m_server->seen().at(0);
    EXPECT_EQ(seen.method, "PATCH");
    EXPECT_EQ(seen.target, "/api/v10/users/@me");
    EXPECT_EQ(seen.headers.value("authorization"), "secret");
    EXPECT_EQ(seen.headers.value("content-type"), "application/json");
    EXPECT_EQ(seen.headers.value("x-audit-log-reason"), "because %C3%BC");
    EXPECT_EQ(seen.body, R"({"username":"mara"})");
}

TEST_F(RestClientTest, ErrorsAreTyped) {
    int status = 403;
    serve([&status](const tests::SeenRequest&) {
        return ScriptedHttpServer::answer(status, R"({"code":50013,"message":"Missing Permissions"})");
    });
    const ApiError refused = errorOf(request("DELETE", u"/channels/1"_s));
    EXPECT_EQ(refused.kind, ApiError::Kind::Refused);
    EXPECT_EQ(refused.httpStatus, 403);
    EXPECT_EQ(refused.code, 50013);
    bool unauthorized = false;
    QObject::connect(&m_client, &app::RestClient::unauthorized, &m_client, [&] { unauthorized = true; });
    status = 401;
    EXPECT_TRUE(errorOf(request("GET", u"/users/@me"_s)).isUnauthorized());
    EXPECT_TRUE(waitFor([&] { return unauthorized; }));
}

TEST_F(RestClientTest, AnAnswerThatIsNoJsonIsSaidToBeBad) {
    serve([](const tests::SeenRequest&) { return ScriptedHttpServer::answer(200, "<html>"); });
    const auto result = wait(m_client.call<shared::User>(request("GET", u"/users/@me"_s)));
    ASSERT_TRUE(std::holds_alternative<ApiError>(result));
    EXPECT_EQ(std::get<ApiError>(result).kind, ApiError::Kind::BadAnswer);
}

TEST_F(RestClientTest, WaitsOutA429AndThenSucceeds) {
    int count = 0;
    serve([&count](const tests::SeenRequest&) {
        if (++count == 1)
            return ScriptedHttpServer::answer(429, R"({"message":"slow","retry_after":0.05,"global":false})",
                                              "Retry-After: 1\r\nX-RateLimit-Bucket: b\r\n");
        return ScriptedHttpServer::answer(200, "[]");
    });
    const auto result = wait(m_client.call<QByteArray>(request("POST", u"/channels/1/messages"_s)));
    EXPECT_TRUE(std::holds_alternative<QByteArray>(result));
    EXPECT_EQ(m_server->seen().size(), 2);
}

TEST_F(RestClientTest, SlowModeIsTheCallersBusiness) {
    serve([](const tests::SeenRequest&) {
        return ScriptedHttpServer::answer(429, R"({"message":"slowmode","code":20016,"retry_after":0.05})");
    });
    const ApiError error = errorOf(request("POST", u"/channels/1/messages"_s));
    EXPECT_EQ(error.code, 20016);
    ASSERT_TRUE(error.retryAfter);
    EXPECT_EQ(*error.retryAfter, 50ms);
    EXPECT_EQ(m_server->seen().size(), 1);
}

TEST_F(RestClientTest, KeepsToTheBucketSoThatTheServerNeedNotRefuse) {
    // Five a window; a sixth within it would be answered 429 and break the test's count.
    int inWindow = 0;
    serve([&inWindow](const tests::SeenRequest&) {
        ++inWindow;
        const int left = 2 - inWindow;
        if (left < 0) return ScriptedHttpServer::answer(429, R"({"retry_after":9})", "");
        return ScriptedHttpServer::answer(200, "{}",
                                          "X-RateLimit-Bucket: q\r\nX-RateLimit-Limit: 2\r\nX-RateLimit-Remaining: " +
                                              QByteArray::number(left) + "\r\nX-RateLimit-Reset-After: 0.2\r\n");
    });
    QList<app::Reply<QByteArray>> replies;
    for (int i = 0; i < 3; ++i)
        replies.append(m_client.call<QByteArray>(request("POST", u"/channels/1/messages"_s)));
    ASSERT_TRUE(waitFor([&] { return replies[1].isFinished(); }));
    EXPECT_EQ(m_server->seen().size(), 2);
    inWindow = 0;
    EXPECT_TRUE(std::holds_alternative<QByteArray>(wait(replies[2])));
    EXPECT_EQ(m_server->seen().size(), 3);
}

TEST_F(RestClientTest, RepeatsWhatMayBeRepeatedAndNothingElse) {
    int failures = 2;
    serve([&failures](const tests::SeenRequest&) {
        if (failures-- > 0) return QByteArray();
        return ScriptedHttpServer::answer(200, "{}");
    });
    // Qt itself tries a request again on a new connection when a kept one was closed, so the count is not exact.
    EXPECT_TRUE(std::holds_alternative<QByteArray>(wait(m_client.call<QByteArray>(request("GET", u"/a"_s)))));
    failures = 1000;
    const qsizetype before = m_server->seen().size();
    const ApiError error = errorOf(request("POST", u"/b"_s));
    EXPECT_EQ(error.kind, ApiError::Kind::Network);
    EXPECT_LE(m_server->seen().size() - before, 2);
    failures = 1;
    auto post = request("POST", u"/c"_s);
    post.repeatable = true;
    EXPECT_TRUE(std::holds_alternative<QByteArray>(wait(m_client.call<QByteArray>(post))));
}

TEST_F(RestClientTest, A503IsTriedAgainAlsoForAPost) {
    int count = 0;
    serve([&count](const tests::SeenRequest&) {
        return ++count < 3 ? ScriptedHttpServer::answer(503, "{}", "Retry-After: 0\r\n")
                           : ScriptedHttpServer::answer(200, "{}");
    });
    EXPECT_TRUE(std::holds_alternative<QByteArray>(wait(m_client.call<QByteArray>(request("POST", u"/a"_s)))));
    EXPECT_EQ(count, 3);
}

TEST_F(RestClientTest, SilenceIsATimeout) {
    serve([](const tests::SeenRequest&) { return "silence"_ba; });
    auto post = request("POST", u"/a"_s);
    post.silence = 100ms;
    EXPECT_EQ(errorOf(post).kind, ApiError::Kind::Timeout);
}

TEST_F(RestClientTest, AnAnswerThatDripsForHoursIsATimeout) {
    serve([](const tests::SeenRequest&) { return "drip"_ba; });
    auto get = request("GET", u"/a"_s);
    get.patience = 200ms;
    EXPECT_EQ(errorOf(get).kind, ApiError::Kind::Timeout);
}

TEST_F(RestClientTest, CancelEndsACallOnTheWireAndOneThatWaits) {
    serve([](const tests::SeenRequest&) { return "silence"_ba; });
    const auto first = m_client.call<QByteArray>(request("POST", u"/a"_s));
    const auto second = m_client.call<QByteArray>(request("POST", u"/a"_s));  // waits for the first one's answer
    ASSERT_TRUE(waitFor([&] { return m_server->seen().size() == 1; }));
    second.cancel();
    EXPECT_EQ(std::get<ApiError>(wait(second)).kind, ApiError::Kind::Cancelled);
    first.cancel();
    EXPECT_EQ(std::get<ApiError>(wait(first)).kind, ApiError::Kind::Cancelled);
}

TEST_F(RestClientTest, UploadsFilesAsMultipartWithProgress) {
    serve([](const tests::SeenRequest&) { return ScriptedHttpServer::answer(200, "{}"); });
    QTemporaryDir folder;
    QFile file(folder.filePath(u"big.bin"_s));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(1 << 20, 'z'));
    file.close();
    auto post = request("POST", u"/channels/1/messages"_s);
    post.body = R"({"content":"hi"})";
    post.files = {{file.fileName(), {}, u"na\"me.bin"_s, u"application/x-test"_s, {}},
                  {{}, "pasted", u"paste.txt"_s, u"text/plain"_s, {}}};
    const auto reply = m_client.call<QByteArray>(post);
    qint64 most = 0;
    QObject context;
    reply.onProgress(&context, [&](qint64 sent, qint64) { most = std::max(most, sent); });
    EXPECT_TRUE(std::holds_alternative<QByteArray>(wait(reply)));
    const tests::SeenRequest& seen = m_server->seen().at(0);
    EXPECT_TRUE(seen.headers.value("content-type").startsWith("multipart/form-data; boundary="));
    EXPECT_GT(seen.headers.value("content-length").toLongLong(), 1 << 20);
    EXPECT_TRUE(seen.body.contains("name=\"payload_json\""));
    EXPECT_TRUE(seen.body.contains(R"({"content":"hi"})"));
    EXPECT_TRUE(seen.body.contains("name=\"files[0]\"; filename=\"na'me.bin\""));
    EXPECT_TRUE(seen.body.contains("name=\"files[1]\"; filename=\"paste.txt\""));
    EXPECT_TRUE(seen.body.contains(QByteArray(1 << 20, 'z')));
    EXPECT_GT(most, 1 << 20);

    post.files = {{folder.filePath(u"missing"_s), {}, u"x"_s, {}, {}}};
    EXPECT_EQ(errorOf(post).kind, ApiError::Kind::Local);
}

TEST_F(RestClientTest, PlainHttpDoesNotLeaveThisMachine) {
    m_client.setServer(app::ServerAddress(u"192.0.2.1"_s, 80, false));
    EXPECT_EQ(errorOf(request("GET", u"/users/@me"_s)).kind, ApiError::Kind::Local);
}

TEST_F(RestClientTest, DownloadsOnlyFromItsOwnServer) {
    serve([](const tests::SeenRequest& request) {
        return ScriptedHttpServer::answer(200, "bytes of " + request.target);
    });
    const auto result = wait(m_client.download(QUrl(u"/attachments/1/2/a.png?ex=1"_s)));
    EXPECT_EQ(std::get<QByteArray>(result), "bytes of /attachments/1/2/a.png?ex=1");
    EXPECT_FALSE(m_server->seen().at(0).headers.contains("authorization"));
    const auto foreign = wait(m_client.download(QUrl(u"http://127.0.0.1:1/x"_s)));
    EXPECT_EQ(std::get<ApiError>(foreign).kind, ApiError::Kind::Local);
    // What it calls its own by another name is asked of it all the same.
    const auto own = wait(m_client.download(QUrl(u"https://chat.example/attachments/1/2/b%20c.png?is=2"_s)));
    EXPECT_EQ(std::get<QByteArray>(own), "bytes of /attachments/1/2/b%20c.png?is=2");
    QTemporaryDir folder;
    const QString path = folder.filePath(u"saved"_s);
    EXPECT_TRUE(std::holds_alternative<app::Nothing>(wait(m_client.downloadTo(QUrl(u"/f"_s), path))));
    QFile saved(path);
    ASSERT_TRUE(saved.open(QIODevice::ReadOnly));
    EXPECT_EQ(saved.readAll(), "bytes of /f");
}

TEST_F(RestClientTest, AnAnswerWithoutEndIsBrokenOffInMemoryAndNotInAFile) {
    const QByteArray tooMuch(app::RestTransport::kMostAnswerBytes + 1024 * 1024, 'x');
    serve([&](const tests::SeenRequest&) { return ScriptedHttpServer::answer(200, tooMuch); });
    EXPECT_EQ(errorOf(request("GET", u"/a"_s)).kind, ApiError::Kind::BadAnswer);
    EXPECT_EQ(m_server->seen().size(), 1) << "asked again";
    QTemporaryDir folder;
    const QString path = folder.filePath(u"saved"_s);
    EXPECT_TRUE(std::holds_alternative<app::Nothing>(wait(m_client.downloadTo(QUrl(u"/f"_s), path))));
    EXPECT_EQ(QFileInfo(path).size(), tooMuch.size());
}

TEST_F(RestClientTest, ADownloadThatFailsLeavesWhatWasThere) {
    QTemporaryDir folder;
    const QString path = folder.filePath(u"saved"_s);
    QFile before(path);
    ASSERT_TRUE(before.open(QIODevice::WriteOnly));
    before.write("before");
    before.close();
    serve([](const tests::SeenRequest&) { return ScriptedHttpServer::answer(404, "{}"); });
    EXPECT_EQ(std::get<ApiError>(wait(m_client.downloadTo(QUrl(u"/f"_s), path))).httpStatus, 404);
    EXPECT_EQ(QFileInfo(path).size(), 6);
    EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files).size(), 1) << "a part of it was left beside it";
    const auto nowhere = wait(m_client.downloadTo(QUrl(u"/f"_s), folder.filePath(u"no/such/folder"_s)));
    EXPECT_EQ(std::get<ApiError>(nowhere).kind, ApiError::Kind::Local);
}

TEST_F(RestClientTest, AClientThatGoesCancelsWhatItWaitsFor) {
    serve([](const tests::SeenRequest&) { return "silence"_ba; });
    auto client = std::make_unique<app::RestClient>(m_thread, m_clock, m_random);
    client->setServer(app::ServerAddress(u"127.0.0.1"_s, m_server->port(), false));
    const auto reply = client->call<QByteArray>(request("GET", u"/a"_s));
    ASSERT_TRUE(waitFor([&] { return m_server->seen().size() == 1; }));
    client.reset();
    EXPECT_EQ(std::get<ApiError>(wait(reply)).kind, ApiError::Kind::Cancelled);
}

}  // namespace
