#include "tests/platform/HttpFixture.h"

namespace {

class HttpAttackTest : public HttpTest {};

struct BadRequest {
    const char* name;
    QByteArray bytes;
    int status;
};

void PrintTo(const BadRequest& request, std::ostream* out) {
    *out << request.name;
}

class RefusedRequest : public HttpTest, public testing::WithParamInterface<BadRequest> {};

TEST_P(RefusedRequest, IsAnsweredAndClosed) {
    start();
    RawClient client(port);
    // A second request behind the first must never be served: it would be the smuggled one.
    ASSERT_TRUE(client.send(GetParam().bytes + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"));
    const auto response = client.response();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, GetParam().status);
    EXPECT_EQ(response->header("connection"), "close");
    client.shutdownWrite();
    EXPECT_TRUE(client.waitForClose());
    EXPECT_EQ(httpServer->stats().requests, 0U);
    EXPECT_EQ(httpServer->stats().badRequests, 1U);
}

const QByteArray kPost = "POST / HTTP/1.1\r\nHost: a\r\n";
const QByteArray kGet = "GET / HTTP/1.1\r\n";

INSTANTIATE_TEST_SUITE_P(
    Http, RefusedRequest,
    testing::Values(
        BadRequest{"LengthAndChunked", kPost + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        BadRequest{"ChunkedAndLength", kPost + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
        BadRequest{"TwoLengths", kPost + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
        BadRequest{"TwoEqualLengths", kPost + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400},
        BadRequest{"ListOfLengths", kPost + "Content-Length: 5, 5\r\n\r\nhello", 400},
        BadRequest{"NegativeLength", kPost + "Content-Length: -5\r\n\r\n", 400},
        BadRequest{"SignedLength", kPost + "Content-Length: +5\r\n\r\nhello", 400},
        BadRequest{"HexLength", kPost + "Content-Length: 0x5\r\n\r\nhello", 400},
        BadRequest{"Length2To64", kPost + "Content-Length: 18446744073709551616\r\n\r\n", 400},
        BadRequest{"Length2To64Less1", kPost + "Content-Length: 18446744073709551615\r\n\r\n", 400},
        BadRequest{"Length2To63Less1", kPost + "Content-Length: 9223372036854775807\r\n\r\n", 413},
        BadRequest{"ChunkSizeBad", kPost + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
        BadRequest{"ChunkSizeNegative", kPost + "Transfer-Encoding: chunked\r\n\r\n-5\r\n", 400},
        BadRequest{"ChunkSizeHuge", kPost + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n", 400},
        BadRequest{"ChunkWithoutLineBreak", kPost + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n", 400},
        BadRequest{"ChunkLongerThanItSays", kPost + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n", 400},
        BadRequest{"ChunkSizeLineOfBareLf", kPost + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n", 400},
        BadRequest{"ChunkSizeBlank", kPost + "Transfer-Encoding: chunked\r\n\r\n\r\nhello\r\n", 400},
        BadRequest{"ChunkExtensionBreaksLine", kPost + "Transfer-Encoding: chunked\r\n\r\n5;a\nb\r\nhello\r\n0\r\n\r\n",
                   400},
        BadRequest{"EndlessChunkExtension", kPost + "Transfer-Encoding: chunked\r\n\r\n5;" + QByteArray(20'000, 'x'),
                   400},
        BadRequest{"EndlessTrailer", kPost + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + QByteArray(20'000, 'x'),
                   431},
        BadRequest{"HeadEndOfBareCr", kGet + "Host: a\r\n\rX", 400},
        BadRequest{"ControlInHeader", kGet + "Host: a\r\nX: a\x01b\r\n\r\n", 400},
        BadRequest{"BracketInHeaderName", kGet + "Host: a\r\n[X]: a\r\n\r\n", 400},
        BadRequest{"UnknownCoding", kPost + "Transfer-Encoding: gzip\r\n\r\n", 400},
        BadRequest{"CodingsBeforeChunked", kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
        BadRequest{"ChunkedTwice", kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                   400},
        BadRequest{"ChunkedInHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        BadRequest{"NulInHeader", kGet + "Host: a\r\nX: a" + QByteArray(1, '\0') + "b\r\n\r\n", 400},
        BadRequest{"NulInTarget", "GET /" + QByteArray(1, '\0') + " HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        BadRequest{"BlankBeforeColon", kGet + "Host : a\r\n\r\n", 400},
        BadRequest{"BlankBeforeColonOfLength", kPost + "Content-Length : 5\r\n\r\nhello", 400},
        BadRequest{"FoldedHeader", kGet + "Host: a\r\nX: a\r\n b\r\n\r\n", 400},
        BadRequest{"FoldedAfterNothing", kGet + "Host: a\r\nX:\r\n b\r\n\r\n", 400},
        BadRequest{"FoldedNothing", kGet + "Host: a\r\nX:\r\n\t\r\nY: b\r\n\r\n", 400},
        BadRequest{"FoldedLength", kPost + "Content-Length:\r\n 5\r\n\r\nhello", 400},
        BadRequest{"EmptyHeaderName", kGet + "Host: a\r\n: b\r\n\r\n", 400}, BadRequest{"NoHost", kGet + "\r\n", 400},
        BadRequest{"TwoHosts", kGet + "Host: a\r\nHost: b\r\n\r\n", 400},
        BadRequest{"Http99", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 400},
        BadRequest{"Http20", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400},
        BadRequest{"Garbage", "\x01\x02\x03\x04 garbage\r\n\r\n", 400},
        BadRequest{"UnknownMethod", "FROBNICATE / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        BadRequest{"LongTarget", "GET /" + QByteArray(9000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
        BadRequest{"LongHeader", kGet + "Host: a\r\nX: " + QByteArray(40'000, 'x') + "\r\n\r\n", 431},
        BadRequest{"ManyHeaders", kGet + "Host: a\r\n" + QByteArray("X: y\r\n").repeated(200) + "\r\n", 431},
        BadRequest{"LargeBody", kPost + "Content-Length: 104857600\r\n\r\n", 413}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(HttpAttackTest, AFoldedHeaderIsFoundWhereverReadsEnd) {
    start();
    const QByteArray head = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (const auto& [header, status] : {std::pair<QByteArray, int>("X: abc\r\n def\r\n", 400),
                                         {"X:\r\n def\r\n", 400},
                                         {"X: \r\n \r\n", 400},
                                         {"X: abc def\r\n", 200},
                                         {"X:\r\nY: \r\n", 200}}) {
        const QByteArray bytes = head + header + "\r\n";
        RawClient client(port);
        for (const char byte : bytes)
            client.send(QByteArray(1, byte));
        const auto response = client.response();
        ASSERT_TRUE(response) << header.toStdString();
        EXPECT_EQ(response->status, status) << header.toStdString();
    }
}

TEST_F(HttpAttackTest, AnEndlessRequestLineIsNotCollected) {
    start();
    RawClient client(port);
    client.send("GET /");
    int sent = 0;
    while (sent < 64 && client.send(QByteArray(1024 * 1024, 'x')))
        ++sent;
    EXPECT_LE(httpServer->stats().badRequests, 1U);
    EXPECT_TRUE(client.waitForClose());
}

TEST_F(HttpAttackTest, AnUploadOverTheLimitIsAnswered) {
    start();
    RawClient client(port);
    // The answer must survive although the client sends all of it, far more than the limit, before it reads.
    const QByteArray head = "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    ASSERT_TRUE(client.send(head + "100000\r\n" + QByteArray(0x100000, 'x') + "\r\n0\r\n\r\n"));
    const auto response = client.response();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 413);
}

TEST_F(HttpAttackTest, ALimitIsThatOfTheRequest) {
    start();
    const QByteArray ten = "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789";
    EXPECT_EQ(statusOf(ten), 200);
    EXPECT_EQ(statusOf("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n0123456789a"), 413);
    EXPECT_EQ(statusOf("POST /other HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n0123456789a"), 200);
}

TEST_F(HttpAttackTest, HalfRequestsAreClosed) {
    settings.limits.headTimeoutMs = 100;
    start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 50; ++i) {
        clients.push_back(std::make_unique<RawClient>(port));
        if (i % 2) clients.back()->send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
    }
    for (int i = 0; i < 50; ++i) {
        RawClient& client = *clients[static_cast<std::size_t>(i)];
        if (i % 2) {
            const auto response = client.response();
            ASSERT_TRUE(response);
            EXPECT_EQ(response->status, 408);
            client.shutdownWrite();
        }
        EXPECT_TRUE(client.waitForClose());
        client.close();
    }
    EXPECT_TRUE(eventually([&] { return httpServer->stats().connections == 0; }));
}

TEST_F(HttpAttackTest, SlowBodiesAreRefused) {
    settings.limits.bodyIdleTimeoutMs = 100;
    start();
    EXPECT_EQ(statusOf("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab"), 408);
}

TEST_F(HttpAttackTest, BodiesThatTrickleAreRefused) {
    settings.limits.bodyGraceMs = 100;
    settings.limits.bodyBytesPerSecond = 1000;
    start();
    RawClient client(port, 20);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n");
    // A byte with each look at the answer, which is awaited for 20 ms.
    std::optional<RawResponse> response;
    for (int i = 0; i < 100 && !response; ++i) {
        client.send("x");
        response = client.response();
    }
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 408);
}

TEST_F(HttpAttackTest, IdleConnectionsAreClosed) {
    settings.limits.keepAliveTimeoutMs = 100;
    start();
    RawClient client(port);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(client.response());
    EXPECT_TRUE(client.waitForClose());
}

TEST_F(HttpAttackTest, AReaderThatStopsIsCut) {
    settings.limits.writeStallTimeoutMs = 100;
    const QByteArray content(32 * 1024 * 1024, 'x');
    handler.custom = [&](const server::HttpRequest&) { return server::HttpResponse::text(200, content); };
    start();
    RawClient client(port);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return httpServer->stats().requests == 1; }));
    EXPECT_TRUE(eventually([&] { return httpServer->stats().connections == 0; }));
}

TEST_F(HttpAttackTest, ConnectionsAreCounted) {
    settings.limits.connections = 3;
    start();
    RawClient a(port);
    RawClient b(port);
    RawClient c(port);
    EXPECT_TRUE(eventually([&] { return httpServer->stats().connections == 3; }));
    RawClient d(port);
    EXPECT_TRUE(d.waitForClose());
    EXPECT_EQ(httpServer->stats().refused, 1U);
    a.close();
    EXPECT_TRUE(eventually([&] { return httpServer->stats().connections == 2; }));
    EXPECT_EQ(statusOf("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
}

TEST_F(HttpAttackTest, RandomBytesNeverCrash) {
    start();
    std::srand(1);
    for (int i = 0; i < 200; ++i) {
        QByteArray bytes = i % 2 ? QByteArray("POST / HTTP/1.1\r\nHost: a\r\n") : QByteArray();
        for (int j = 0; j < 300; ++j)
            bytes += static_cast<char>(std::rand());
        RawClient client(port);
        client.send(bytes);
    }
    EXPECT_EQ(statusOf("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
}

}  // namespace
