#include "server/services/AuthToken.h"

#include <QtCore/QtEndian>
#include <sodium/crypto_hash_sha256.h>

namespace server {
namespace {

constexpr auto kBase64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
constexpr qsizetype kLongestToken = 128;

}  // namespace

AuthToken AuthToken::make(shared::UserId user, const shared::Clock& clock, shared::Random& random) {
    const QByteArray time = QByteArray::number((clock.nowMs() - shared::kSnowflakeEpochMs) / 1000, 16);
    return {user, user.toString().toLatin1().toBase64(kBase64) + '.' + time.toBase64(kBase64) + '.' + random.token(32)};
}

std::optional<AuthToken> AuthToken::parse(QByteArrayView text) {
    if (text.isEmpty() || text.size() > kLongestToken) return std::nullopt;
    const qsizetype first = text.indexOf('.');
    const qsizetype last = text.lastIndexOf('.');
    if (first <= 0 || last <= first + 1 || last + 1 == text.size()) return std::nullopt;
    const auto id = QByteArray::fromBase64Encoding(text.first(first).toByteArray(),
                                                   kBase64 | QByteArray::AbortOnBase64DecodingErrors);
    if (!id) return std::nullopt;
    const auto user = shared::UserId::fromString(QString::fromLatin1(*id));
    if (!user || user->isNull()) return std::nullopt;
    return AuthToken{*user, text.toByteArray()};
}

QByteArray AuthToken::hash() const {
    QByteArray digest(crypto_hash_sha256_BYTES, Qt::Uninitialized);
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                       reinterpret_cast<const unsigned char*>(text.constData()), static_cast<size_t>(text.size()));
    return digest;
}

quint64 AuthToken::idOf(const QByteArray& hash) {
    Q_ASSERT(hash.size() >= 8);
    return qFromBigEndian<quint64>(hash.constData());
}

}  // namespace server
