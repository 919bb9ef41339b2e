#include "app/store/SealedBox.h"

#include <array>
#include <cstring>

#include <sodium.h>

namespace app {

namespace {

unsigned char* bytes(QByteArray& array) {
    return reinterpret_cast<unsigned char*>(array.data());
}
const unsigned char* bytes(const QByteArray& array) {
    return reinterpret_cast<const unsigned char*>(array.constData());
}

constexpr qsizetype kNonceSize = crypto_secretbox_NONCEBYTES;
constexpr qsizetype kTagSize = crypto_secretbox_MACBYTES;

}  // namespace

QByteArray SealedBox::newKey() {
    static_assert(kKeySize == crypto_secretbox_KEYBYTES);
    if (sodium_init() < 0) return {};
    QByteArray key(kKeySize, Qt::Uninitialized);
    crypto_secretbox_keygen(bytes(key));
    return key;
}

QByteArray SealedBox::seal(const QByteArray& label, const QByteArray& plain) const {
    if (!isUsable() || sodium_init() < 0) return {};
    const QByteArray message = label + '\0' + plain;
    QByteArray out(kNonceSize + kTagSize + message.size(), Qt::Uninitialized);
    randombytes_buf(out.data(), static_cast<size_t>(kNonceSize));
    crypto_secretbox_easy(bytes(out) + kNonceSize, bytes(message), static_cast<unsigned long long>(message.size()),
                          bytes(out), bytes(m_key));
    return out;
}

std::optional<QByteArray> SealedBox::open(const QByteArray& label, const QByteArray& sealed) const {
    if (!isUsable() || sealed.size() < kNonceSize + kTagSize || sodium_init() < 0) return std::nullopt;
    QByteArray message(sealed.size() - kNonceSize - kTagSize, Qt::Uninitialized);
    if (crypto_secretbox_open_easy(bytes(message), bytes(sealed) + kNonceSize,
                                   static_cast<unsigned long long>(sealed.size() - kNonceSize), bytes(sealed),
                                   bytes(m_key)) != 0)
        return std::nullopt;
    const QByteArray head = label + '\0';
    if (!message.startsWith(head)) return std::nullopt;
    return message.mid(head.size());
}

quint64 SealedBox::fingerprint(const QByteArray& name) const {
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    if (!isUsable() || sodium_init() < 0) return 0;
    crypto_generichash(hash.data(), hash.size(), bytes(name), static_cast<unsigned long long>(name.size()),
                       bytes(m_key), static_cast<size_t>(m_key.size()));
    quint64 number = 0;
    std::memcpy(&number, hash.data(), sizeof number);
    return number;
}

}  // namespace app
