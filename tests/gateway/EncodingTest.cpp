#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <gtest/gtest.h>
#include <zlib.h>

#include "server/gateway/Compression.h"
#include "server/gateway/Etf.h"
#include "server/gateway/ReplayBuffer.h"
#include "server/services/MessageContent.h"

using namespace Qt::StringLiterals;
using server::OutEvent;
using server::ReplayBuffer;

namespace {

QByteArray etf(const QJsonValue& value) {
    QByteArray out(1, server::kEtfVersion);
    server::appendEtf(out, value);
    return out;
}

QByteArray inflateAll(z_stream& stream, const QByteArray& from) {
    QByteArray out(100'000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
    stream.avail_in = static_cast<uInt>(from.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    inflate(&stream, Z_SYNC_FLUSH);
    out.truncate(out.size() - static_cast<qsizetype>(stream.avail_out));
    return out;
}

server::OutEventPtr own(qsizetype size = 2) {
    return std::make_shared<OutEvent>(shared::GatewayEvent::GuildCreate, QByteArray(size, 'x'));
}

}  // namespace

TEST(EtfTest, EveryKindOfValueComesBack) {
    const QJsonObject value{{u"null"_s, QJsonValue()},
                            {u"yes"_s, true},
                            {u"no"_s, false},
                            {u"small"_s, 255},
                            {u"int"_s, -70'000},
                            {u"big"_s, -4'000'000'000LL},
                            {u"half"_s, 0.5},
                            {u"text"_s, u"Grüße \"quoted\""_s},
                            {u"list"_s, QJsonArray{1, u"two"_s, QJsonArray()}},
                            {u"object"_s, QJsonObject{{u"a"_s, QJsonObject()}}}};
    const auto back = server::parseEtf(etf(value));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(*back, QJsonValue(value));
}

TEST(EtfTest, KnownBytes) {
    EXPECT_EQ(etf(QJsonObject{{u"op"_s, 10}}).toHex(),
              "83"
              "74"
              "00000001"
              "6d"
              "00000002"
              "6f70"
              "61"
              "0a");
    EXPECT_EQ(etf(QJsonValue()).toHex(),
              "83"
              "73"
              "03"
              "6e696c");
    // What erlpack sends: atoms, strings of bytes, bigs for ids.
    const auto id = server::parseEtf(QByteArray::fromHex("836e0800010203040506070f"));
    ASSERT_TRUE(id.has_value());
    EXPECT_EQ(id->toString(), u"1082840854017802753"_s);
    EXPECT_EQ(server::parseEtf(QByteArray::fromHex("836b00020102"))->toArray(), (QJsonArray{1, 2}));
}

TEST(EtfTest, DamagedTermsAreRefused) {
    const QByteArray whole = etf(QJsonObject{{u"list"_s, QJsonArray{1, 2, 3}}, {u"text"_s, u"abc"_s}});
    for (qsizetype size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(server::parseEtf(whole.first(size)).has_value()) << size;
    }
    EXPECT_FALSE(server::parseEtf(whole + 'x').has_value());
    EXPECT_FALSE(server::parseEtf(QByteArray::fromHex("836c7fffffff61016a")).has_value());
    EXPECT_FALSE(
        server::parseEtf(QByteArray(1, server::kEtfVersion) + QByteArray(1000, 'h').replace('h', "h\x01")).has_value());
}

TEST(CompressionTest, AStreamInflatesMessageByMessage) {
    const auto stream = server::PayloadStream::zlib();
    z_stream inflater{};
    ASSERT_EQ(inflateInit(&inflater), Z_OK);
    for (int i = 0; i < 50; ++i) {
        const QByteArray payload = QByteArray("payload ").repeated(i * 40) + QByteArray::number(i);
        const QByteArrayView parts[] = {"{\"d\":", payload, "}"};
        const QByteArray packed = stream->compress(parts);
        EXPECT_TRUE(packed.endsWith(QByteArray::fromHex("0000ffff")));
        EXPECT_EQ(inflateAll(inflater, packed), "{\"d\":" + payload + '}');
    }
    inflateEnd(&inflater);
}

TEST(CompressionTest, APacketStandsAlone) {
    const QByteArray payload = QByteArray("abcdefgh").repeated(5000);
    const QByteArrayView parts[] = {payload};
    z_stream inflater{};
    ASSERT_EQ(inflateInit(&inflater), Z_OK);
    EXPECT_EQ(inflateAll(inflater, server::zlibPacket(parts)), payload);
    inflateEnd(&inflater);
    EXPECT_FALSE(server::PayloadStream::zstd()->compress(parts).isEmpty());
}

TEST(ReplayBufferTest, KeepsWhatIsNotAcknowledgedTwice) {
    ReplayBuffer buffer;
    buffer.skip(1);
    for (quint64 s = 2; s <= 10; ++s)
        buffer.push(s, own());
    EXPECT_TRUE(buffer.canReplayAfter(1));
    EXPECT_FALSE(buffer.canReplayAfter(0));
    EXPECT_EQ(buffer.after(7)->s, 8u);
    EXPECT_EQ(buffer.after(10), buffer.end());

    buffer.acknowledge(5);
    EXPECT_TRUE(buffer.canReplayAfter(1)) << "a first word drops nothing";
    buffer.acknowledge(8);
    EXPECT_FALSE(buffer.canReplayAfter(4));
    EXPECT_TRUE(buffer.canReplayAfter(5));
    EXPECT_EQ(buffer.size(), 5u);
}

TEST(ReplayBufferTest, IsBoundedInNumberAndBytes) {
    ReplayBuffer many;
    for (quint64 s = 1; s <= ReplayBuffer::kMaxEvents + 10; ++s)
        many.push(s, own());
    EXPECT_EQ(many.size(), ReplayBuffer::kMaxEvents);
    EXPECT_FALSE(many.canReplayAfter(9));
    EXPECT_TRUE(many.canReplayAfter(10));

    ReplayBuffer large;
    for (quint64 s = 1; s <= 40; ++s)
        large.push(s, own(1024 * 1024));
    EXPECT_LE(large.size(), 17u);
    EXPECT_FALSE(large.canReplayAfter(1));
}

TEST(OutEventTest, ContentIsTakenOut) {
    const QByteArray message = R"({"id":"1","content":"secret","embeds":[{}],"attachments":[{}],"components":[],)"
                               R"("poll":{},"referenced_message":{"id":"2","content":"older","embeds":[]}})";
    const QJsonObject shown = QJsonDocument::fromJson(server::withoutContent(message, {})).object();
    EXPECT_EQ(shown["content"_L1].toString(), QString());
    EXPECT_TRUE(shown["embeds"_L1].toArray().isEmpty());
    EXPECT_TRUE(shown["attachments"_L1].toArray().isEmpty());
    EXPECT_FALSE(shown.contains("poll"_L1));
    EXPECT_EQ(shown["referenced_message"_L1]["content"_L1].toString(), QString());
    EXPECT_EQ(shown["id"_L1].toString(), u"1"_s);
}

TEST(OutEventTest, EachMessageInAMessageIsJudgedByItself) {
    const QByteArray message =
        R"({"author":{"id":"7"},"content":"mine","mentions":[],"message_snapshots":[{"message":{"content":"secret",)"
        R"("embeds":[{}],"attachments":[{}],"components":[{}],"mentions":[]}}],)"
        R"("referenced_message":{"author":{"id":"8"},"content":"<@7>","mentions":[{"id":"7"}]}})";
    const auto seenBy = [&](quint64 reader) {
        return QJsonDocument::fromJson(server::withoutContent(message, shared::UserId(reader))).object();
    };
    const QJsonObject own = seenBy(7);
    EXPECT_EQ(own["content"_L1].toString(), u"mine"_s);
    EXPECT_EQ(own["referenced_message"_L1]["content"_L1].toString(), u"<@7>"_s);
    EXPECT_EQ(own["message_snapshots"_L1][0]["message"_L1]["content"_L1].toString(), QString());
    const QJsonObject other = seenBy(9);
    EXPECT_EQ(other["content"_L1].toString(), QString());
    EXPECT_EQ(other["referenced_message"_L1]["content"_L1].toString(), QString());
    for (const auto key : {"embeds"_L1, "attachments"_L1, "components"_L1}) {
        const QJsonValue list = other["message_snapshots"_L1][0]["message"_L1][key];
        EXPECT_TRUE(list.isArray() && list.toArray().isEmpty()) << key.data();
    }
}
