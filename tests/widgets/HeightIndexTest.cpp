#include <random>

#include "app/views/timeline/HeightIndex.h"

namespace {

using app::HeightIndex;

// The same, slow and plain.
struct PlainHeights {
    std::vector<int> rows;

    qint64 top(int row) const {
        qint64 y = 0;
        for (int i = 0; i < row; ++i)
            y += rows[size_t(i)];
        return y;
    }
    int rowAt(qint64 y) const {
        for (size_t i = 0; i < rows.size(); ++i) {
            if (y < rows[i]) return int(i);
            y -= rows[i];
        }
        return int(rows.size()) - 1;
    }
};

TEST(HeightIndex, EmptyHasNoRows) {
    HeightIndex index;
    EXPECT_EQ(index.count(), 0);
    EXPECT_EQ(index.total(), 0);
    EXPECT_EQ(index.rowAt(0), -1);
}

TEST(HeightIndex, FindsRowsAndPlaces) {
    HeightIndex index;
    index.insert(0, 3, 10);
    index.set(1, 25);
    EXPECT_EQ(index.total(), 45);
    EXPECT_EQ(index.top(2), 35);
    EXPECT_EQ(index.top(3), 45);
    EXPECT_EQ(index.rowAt(-5), 0);
    EXPECT_EQ(index.rowAt(9), 0);
    EXPECT_EQ(index.rowAt(10), 1);
    EXPECT_EQ(index.rowAt(34), 1);
    EXPECT_EQ(index.rowAt(35), 2);
    EXPECT_EQ(index.rowAt(10'000), 2);
}

TEST(HeightIndex, AgreesWithPlainListAfterManyChanges) {
    HeightIndex index;
    PlainHeights plain;
    std::mt19937 random(7);
    const auto upTo = [&](int limit) { return int(random() % unsigned(limit)); };
    for (int step = 0; step < 1500; ++step) {
        const int count = int(plain.rows.size());
        const int what = upTo(10);
        if (what < 4 || count == 0) {
            const int at = upTo(count + 1);
            const int number = upTo(40) == 0 ? 900 : upTo(6);
            const int height = 1 + upTo(80);
            index.insert(at, number, height);
            plain.rows.insert(plain.rows.begin() + at, size_t(number), height);
        } else if (what < 6) {
            const int at = upTo(count);
            const int number = qMin(count - at, upTo(30));
            index.remove(at, number);
            plain.rows.erase(plain.rows.begin() + at, plain.rows.begin() + at + number);
        } else {
            const int at = upTo(count);
            const int height = 1 + upTo(300);
            index.set(at, height);
            plain.rows[size_t(at)] = height;
        }
        const int now = int(plain.rows.size());
        ASSERT_EQ(index.count(), now);
        ASSERT_EQ(index.total(), plain.top(now));
        if (now == 0) continue;
        const int row = upTo(now);
        ASSERT_EQ(index.height(row), plain.rows[size_t(row)]);
        ASSERT_EQ(index.top(row), plain.top(row));
        const qint64 y = upTo(int(index.total()));
        ASSERT_EQ(index.rowAt(y), plain.rowAt(y)) << "at " << y;
    }
}

}  // namespace
