#include "shared/core/Random.h"

namespace shared {

QString Random::alphanumeric(int length) {
    static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    QString text;
    text.reserve(length);
    for (int i = 0; i < length; ++i)
        text += QLatin1Char(kAlphabet[below(sizeof(kAlphabet) - 1)]);
    return text;
}

QByteArray SystemRandom::bytes(int count) {
    QByteArray bytes(count, Qt::Uninitialized);
    QRandomGenerator* const source = QRandomGenerator::system();
    for (int i = 0; i < count; i += 4) {
        const quint32 word = source->generate();
        for (int k = 0; k < 4 && i + k < count; ++k)
            bytes[i + k] = static_cast<char>(word >> (8 * k));
    }
    return bytes;
}

quint64 SystemRandom::below(quint64 limit) {
    Q_ASSERT(limit > 0);
    // Drawing again above the last whole multiple of the limit keeps every value equally likely.
    const quint64 usable = ~quint64{0} - (~quint64{0} % limit + 1) % limit;
    for (;;) {
        const quint64 drawn = QRandomGenerator::system()->generate64();
        if (drawn <= usable) return drawn % limit;
    }
}

}  // namespace shared
