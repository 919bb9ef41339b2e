#pragma once

#include <optional>

#include <QtCore/QByteArray>

namespace app {

/**
 * Seals bytes with one secret key (libsodium's secretbox): nobody reads or changes them without it.
 *
 * The label goes inside, so that a sealed value put in another one's place is noticed. Any thread.
 */
class SealedBox {
 public:
    static constexpr int kKeySize = 32;

    /** @param key kKeySize bytes */
    explicit SealedBox(QByteArray key) : m_key(std::move(key)) {}

    static QByteArray newKey();
    bool isUsable() const { return m_key.size() == kKeySize; }

    QByteArray seal(const QByteArray& label, const QByteArray& plain) const;
    /** Nothing when the key, the label or any byte is another one. */
    std::optional<QByteArray> open(const QByteArray& label, const QByteArray& sealed) const;
    /** A number for a name that nobody without the key can connect with it. */
    quint64 fingerprint(const QByteArray& name) const;

 private:
    QByteArray m_key;
};

}  // namespace app
