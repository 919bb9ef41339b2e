// Which partition a row belongs to is part of the format of every database: what docs/partitions.md says must hold.

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>

#include "server/storage/sql/SqlStores.h"
#include "tests/storage/StorageWorld.h"

using namespace Qt::StringLiterals;

namespace tests {
namespace {

QList<QStringList> rowsOfPage(const QString& pattern) {
    QFile page(QStringLiteral(TEST_DOCS "/partitions.md"));
    EXPECT_TRUE(page.open(QIODevice::ReadOnly));
    QList<QStringList> rows;
    const QRegularExpression row(pattern, QRegularExpression::MultilineOption);
    auto found = row.globalMatch(QString::fromUtf8(page.readAll()));
    while (found.hasNext())
        rows.append(found.next().capturedTexts());
    return rows;
}

TEST(Placement, OfIdsIsAsDocumented) {
    const auto rows = rowsOfPage(u"^\\| `(\\d+)` \\| `([0-9a-f]{16})` \\| (\\d+) \\|$"_s);
    ASSERT_GE(rows.size(), 8);
    for (const QStringList& row : rows) {
        const quint64 id = row[1].toULongLong();
        EXPECT_EQ(server::placementHash(id), row[2].toULongLong(nullptr, 16)) << id;
        EXPECT_EQ(server::partitionOf(server::StreamKey::guild(shared::GuildId(id))), row[3].toInt()) << id;
        EXPECT_EQ(server::partitionOf(server::StreamKey::user(shared::UserId(id))), row[3].toInt()) << id;
    }
}

TEST(Placement, OfNamesIsAsDocumented) {
    const auto rows = rowsOfPage(u"^\\| `([^`]*)` \\| (\\d+) \\|$"_s);
    ASSERT_GE(rows.size(), 7);
    for (const QStringList& row : rows)
        EXPECT_EQ(server::partitionOfName(row[1]), row[2].toInt()) << row[1].toStdString();
}

TEST(Placement, OfIdsIsEven) {
    std::array<int, server::kPartitionCount> counts{};
    constexpr int kEach = 1000;
    for (int i = 0; i < server::kPartitionCount * kEach; ++i) {
        const quint64 id = (quint64(1'600'000'000'000 + i * 977) << 22) | quint64(i % 4096);
        ++counts[static_cast<std::size_t>(server::partitionOf(server::StreamKey::guild(shared::GuildId(id))))];
    }
    const auto [least, most] = std::ranges::minmax(counts);
    EXPECT_GT(least, kEach * 85 / 100);
    EXPECT_LT(most, kEach * 115 / 100);
}

}  // namespace
}  // namespace tests
