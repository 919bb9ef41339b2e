#include "app/client/gateway/ZlibInflater.h"
#include "tests/client/ZlibDeflater.h"

namespace {

using tests::ZlibDeflater;

TEST(ZlibInflater, ReadsOneStreamOverManyFrames) {
    ZlibDeflater deflater;
    app::ZlibInflater inflater;
    for (int i = 0; i < 50; ++i) {
        const QByteArray text = "{\"op\":0,\"number\":" + QByteArray::number(i) + '}';
        const auto message = inflater.feed(deflater.message(text));
        ASSERT_TRUE(message.has_value());
        EXPECT_EQ(message->value(), text);
    }
}

TEST(ZlibInflater, WaitsForTheEndOfAMessageThatComesInPieces) {
    ZlibDeflater deflater;
    app::ZlibInflater inflater;
    const QByteArray text(300'000, 'a');
    const QByteArray bytes = deflater.message(text + "end");
    for (qsizetype i = 0; i < bytes.size() - 1; ++i) {
        const auto piece = inflater.feed(bytes.mid(i, 1));
        ASSERT_TRUE(piece.has_value());
        ASSERT_FALSE(piece->has_value());
    }
    const auto last = inflater.feed(bytes.right(1));
    ASSERT_TRUE(last.has_value());
    EXPECT_EQ(last->value(), text + "end");
}

TEST(ZlibInflater, DamageEndsTheStream) {
    app::ZlibInflater inflater;
    EXPECT_FALSE(inflater.feed(QByteArray("garbage\x00\x00\xff\xff", 11)).has_value());
    ZlibDeflater deflater;
    EXPECT_FALSE(inflater.feed(deflater.message("{}")).has_value());
}

TEST(ZlibInflater, ABombIsAnErrorNotAFullMemory) {
    ZlibDeflater deflater;
    app::ZlibInflater inflater;
    const QByteArray bomb = deflater.message(QByteArray(app::ZlibInflater::kMostBytes + 1024 * 1024, '0'));
    EXPECT_LT(bomb.size(), 200'000);
    EXPECT_FALSE(inflater.feed(bomb).has_value());
}

}  // namespace
