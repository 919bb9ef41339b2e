#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QRandomGenerator>
#include <QtCore/QString>

namespace shared {

/** The one source of randomness, so that a test owns it. Any thread. */
class Random {
 public:
    virtual ~Random() = default;
    /** Cryptographically strong bytes. */
    virtual QByteArray bytes(int count) = 0;
    /** Uniform in [0, limit). @param limit at least 1 */
    virtual quint64 below(quint64 limit) = 0;

    /** Letters and digits, each drawn uniformly: invite codes, request ids. */
    QString alphanumeric(int length);
    /** base64url of `byteCount` strong bytes: secrets. */
    QByteArray token(int byteCount) {
        return bytes(byteCount).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    }
};

class SystemRandom final : public Random {
 public:
    QByteArray bytes(int count) override;
    quint64 below(quint64 limit) override;
};

}  // namespace shared
