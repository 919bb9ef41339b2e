#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

#include "shared/core/Error.h"
#include "shared/core/ErrorCode.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

TEST(ErrorCode, RowsAreSortedAndUnique) {
    const auto rows = errorCodeRows();
    ASSERT_GT(rows.size(), 200u);
    for (size_t i = 1; i < rows.size(); ++i)
        EXPECT_LT(rows[i - 1].code, rows[i].code);
}

TEST(ErrorCode, RowsAreConsistent) {
    for (const ErrorCodeRow& row : errorCodeRows()) {
        const int code = static_cast<int>(row.code);
        EXPECT_EQ(row.discordCode, code < 0 ? 0 : code);
        EXPECT_NE(QByteArray(row.text), QByteArray());
        EXPECT_EQ(&describe(row.code), &row);
        if (code / 1000 == 10) {
            EXPECT_EQ(row.httpStatus, 404) << code;
        }
        if (code < 0) {
            EXPECT_EQ(row.httpStatus, -code);
        }
        EXPECT_TRUE(row.httpStatus == 202 || (row.httpStatus >= 400 && row.httpStatus < 600)) << code;
        for (const char* c = row.text; *c != 0; ++c)
            EXPECT_TRUE(*c >= 0x20 && *c < 0x7f) << code;
    }
}

/** The header is the list of enumerators; a new one without a row fails here. */
TEST(ErrorCode, EveryEnumeratorHasItsRow) {
    QFile header(QStringLiteral(GUILDHALL_SOURCE_DIR "/shared/core/ErrorCode.h"));
    ASSERT_TRUE(header.open(QIODevice::ReadOnly));
    static const QRegularExpression kEnumerator(u"^    (\\w+) = (-?\\d+),"_s, QRegularExpression::MultilineOption);
    size_t count = 0;
    for (auto it = kEnumerator.globalMatch(QString::fromUtf8(header.readAll())); it.hasNext(); ++count) {
        const int code = it.next().captured(2).toInt();
        EXPECT_EQ(static_cast<int>(describe(static_cast<ErrorCode>(code)).code), code);
    }
    EXPECT_EQ(count, errorCodeRows().size());
}

TEST(ErrorCode, KnowsTheImportantOnes) {
    EXPECT_EQ(describe(ErrorCode::UnknownChannel).httpStatus, 404);
    EXPECT_EQ(describe(ErrorCode::MissingAccess).httpStatus, 403);
    EXPECT_EQ(describe(ErrorCode::MissingPermissions).discordCode, 50013);
    EXPECT_EQ(describe(ErrorCode::InvalidFormBody).httpStatus, 400);
    EXPECT_EQ(describe(ErrorCode::InvalidToken).httpStatus, 401);
    EXPECT_EQ(describe(ErrorCode::RateLimited).httpStatus, 429);
    EXPECT_EQ(describe(ErrorCode::RequestEntityTooLarge).httpStatus, 413);
    EXPECT_EQ(describe(static_cast<ErrorCode>(12345)).code, ErrorCode::InternalError);
}

TEST(ErrorCode, IsFoundByDiscordsCode) {
    EXPECT_EQ(errorCodeFromDiscord(10003), ErrorCode::UnknownChannel);
    EXPECT_EQ(errorCodeFromDiscord(0), std::nullopt);
    EXPECT_EQ(errorCodeFromDiscord(-404), std::nullopt);
    EXPECT_EQ(errorCodeFromDiscord(99999), std::nullopt);
}

}  // namespace
}  // namespace shared
