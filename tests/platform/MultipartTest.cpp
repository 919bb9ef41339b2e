#include <QtCore/QBuffer>
#include <gtest/gtest.h>

#include "server/platform/http/Multipart.h"

namespace {

using namespace server;
using shared::ErrorCode;
using shared::Result;

/** Hands out a few bytes at a time, so that boundaries fall between reads. */
class Trickle final : public QIODevice {
 public:
    Trickle(QByteArray bytes, qint64 step) : m_bytes(std::move(bytes)), m_step(step) {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

 protected:
    qint64 readData(char* data, qint64 size) override {
        const qint64 count = std::min({size, m_step, m_bytes.size() - m_at});
        std::copy_n(m_bytes.constData() + m_at, count, data);
        m_at += count;
        return count;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

 private:
    QByteArray m_bytes;
    qint64 m_step;
    qint64 m_at = 0;
};

class Collector final : public MultipartSink {
 public:
    Result<void> onPart(const MultipartPart& part) override {
        parts.push_back(part);
        bodies.append(QByteArray());
        return {};
    }
    Result<void> onData(QByteArrayView bytes) override {
        if (refuse) return ErrorCode::RequestEntityTooLarge;
        largest = std::max(largest, bytes.size());
        bodies.last().append(bytes);
        return {};
    }
    Result<void> onPartEnd() override {
        ++ended;
        return {};
    }
    std::vector<MultipartPart> parts;
    QByteArrayList bodies;
    qsizetype largest = 0;
    int ended = 0;
    bool refuse = false;
};

const QByteArray kType = "multipart/form-data; boundary=xyz";

Result<void> parse(const QByteArray& body, Collector& sink, qint64 step = 1 << 20, const MultipartLimits& limits = {}) {
    Trickle device(body, step);
    return parseMultipart(kType, device, sink, limits);
}

QByteArray part(const QByteArray& headers, const QByteArray& body) {
    return "--xyz\r\n" + headers + "\r\n\r\n" + body + "\r\n";
}

const QByteArray kNamed = "Content-Disposition: form-data; name=\"a\"";

TEST(MultipartTest, ReadsPartsHoweverTheyAreCut) {
    const QByteArray tricky = "\r\n--xy\r\n--\r\n-xyz--";
    const QByteArray body =
        part("Content-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json", "{}") +
        part("content-disposition: form-data; name=\"files[0]\"; filename=\"..\\\\a/b\\\"c.png\"", tricky) +
        part("Content-Disposition: form-data; name=files[1]; filename=x; filename*=UTF-8''%C3%A4.txt", {}) +
        "--xyz--\r\n";
    for (const qint64 step : {1, 2, 3, 7, 100, 100'000}) {
        Collector sink;
        const auto result = parse(body, sink, step);
        ASSERT_TRUE(result.has_value()) << result.error().message().toStdString();
        ASSERT_EQ(sink.parts.size(), 3U);
        EXPECT_EQ(sink.ended, 3);
        EXPECT_EQ(sink.parts[0].name, QStringLiteral("payload_json"));
        EXPECT_EQ(sink.parts[0].contentType, "application/json");
        EXPECT_FALSE(sink.parts[0].fileName);
        EXPECT_EQ(sink.bodies[0], "{}");
        EXPECT_EQ(sink.parts[1].name, QStringLiteral("files[0]"));
        EXPECT_EQ(sink.parts[1].fileName, QStringLiteral("b\"c.png"));
        EXPECT_EQ(sink.bodies[1], tricky);
        EXPECT_EQ(sink.parts[2].fileName, QString::fromUtf8("\xc3\xa4.txt"));
        EXPECT_EQ(sink.bodies[2], "");
    }
}

TEST(MultipartTest, StreamsLargeParts) {
    const QByteArray content = QByteArray("0123456789\r\n--x").repeated(300'000);
    Collector sink;
    ASSERT_TRUE(parse(part(kNamed, content) + "--xyz--", sink).has_value());
    EXPECT_TRUE(sink.bodies[0] == content);
    EXPECT_LE(sink.largest, 80 * 1024);
}

TEST(MultipartTest, APreambleAndAnEpilogueAreIgnored) {
    Collector sink;
    EXPECT_TRUE(parse("preamble\r\n" + part(kNamed, "b") + "--xyz--\r\nepilogue", sink).has_value());
    EXPECT_EQ(sink.bodies, QByteArrayList{"b"});
}

TEST(MultipartTest, RefusesWhatIsMalformed) {
    const QByteArrayList bodies{
        "",
        "nothing",
        part(kNamed, "b"),                                        // no last boundary
        "--xyz\r\n" + kNamed + "\r\n\r\nb",                       // cut in the body
        "--xyz\r\n" + kNamed,                                     // cut in the head
        "--xyzq\r\n" + kNamed + "\r\n\r\nb\r\n--xyz--",           // a longer boundary
        part("Content-Type: a/b", "b") + "--xyz--",               // no disposition
        part("Content-Disposition: form-data", "b") + "--xyz--",  // no name
        part("Content-Disposition: attachment; name=\"a\"", "b") + "--xyz--",
        part("no header", "b") + "--xyz--",
        part("Content-Disposition: form-data; name=\"a", "b") + "--xyz--",
        "--xyz\r\n\r\nb\r\n--xyz--",  // no headers at all
        part(kNamed + "\r\nX: " + QByteArray(10'000, 'x'), "b") + "--xyz--",
    };
    for (const QByteArray& body : bodies) {
        Collector sink;
        const auto result = parse(body, sink, 5);
        EXPECT_FALSE(result.has_value()) << body.left(100).toStdString();
        if (!result) {
            EXPECT_EQ(result.error().code(), ErrorCode::BadRequest);
        }
    }
    QBuffer buffer;
    buffer.open(QIODevice::ReadOnly);
    Collector sink;
    EXPECT_FALSE(parseMultipart("multipart/form-data", buffer, sink).has_value());
    EXPECT_FALSE(parseMultipart("multipart/form-data; boundary=", buffer, sink).has_value());
    EXPECT_FALSE(parseMultipart("application/json; boundary=x", buffer, sink).has_value());
}

TEST(MultipartTest, LimitsAndTheSinkEndIt) {
    Collector sink;
    const auto result = parse(part(kNamed, "b").repeated(3) + "--xyz--", sink, 100, {.parts = 2});
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code(), ErrorCode::RequestEntityTooLarge);
    Collector refusing;
    refusing.refuse = true;
    EXPECT_FALSE(parse(part(kNamed, "b") + "--xyz--", refusing).has_value());
    EXPECT_EQ(refusing.ended, 0);
}

}  // namespace
