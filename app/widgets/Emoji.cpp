#include "app/widgets/Paint.h"

namespace app {
namespace {

struct CodePoint {
    char32_t value = 0;
    qsizetype length = 0;
};

CodePoint codePoint(QStringView text, qsizetype at) {
    if (at >= text.size()) return {};
    if (text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate()) {
        return {QChar::surrogateToUcs4(text[at], text[at + 1]), 2};
    }
    return {text[at].unicode(), 1};
}

// Emoji_Presentation=Yes of Unicode, as ranges; and those that are emoji only before U+FE0F.
bool isEmojiByDefault(char32_t c) {
    if (c >= 0x1F300 && c <= 0x1F64F) return true;
    if (c >= 0x1F680 && c <= 0x1F6FF) return true;
    if (c >= 0x1F900 && c <= 0x1F9FF) return true;
    if (c >= 0x1FA70 && c <= 0x1FAFF) return true;
    if (c >= 0x1F7E0 && c <= 0x1F7EB) return true;
    static constexpr char32_t kSingles[] = {
        0x231A,  0x231B,  0x23E9,  0x23EA,  0x23EB,  0x23EC,  0x23F0,  0x23F3,  0x25FD,  0x25FE,  0x2614,
        0x2615,  0x2648,  0x2649,  0x264A,  0x264B,  0x264C,  0x264D,  0x264E,  0x264F,  0x2650,  0x2651,
        0x2652,  0x2653,  0x267F,  0x2693,  0x26A1,  0x26AA,  0x26AB,  0x26BD,  0x26BE,  0x26C4,  0x26C5,
        0x26CE,  0x26D4,  0x26EA,  0x26F2,  0x26F3,  0x26F5,  0x26FA,  0x26FD,  0x2705,  0x270A,  0x270B,
        0x2728,  0x274C,  0x274E,  0x2753,  0x2754,  0x2755,  0x2757,  0x2795,  0x2796,  0x2797,  0x27B0,
        0x27BF,  0x2B1B,  0x2B1C,  0x2B50,  0x2B55,  0x1F004, 0x1F0CF, 0x1F18E, 0x1F191, 0x1F192, 0x1F193,
        0x1F194, 0x1F195, 0x1F196, 0x1F197, 0x1F198, 0x1F199, 0x1F19A, 0x1F201, 0x1F21A, 0x1F22F, 0x1F232,
        0x1F233, 0x1F234, 0x1F235, 0x1F236, 0x1F238, 0x1F239, 0x1F23A, 0x1F250, 0x1F251};
    return std::binary_search(std::begin(kSingles), std::end(kSingles), c);
}

bool mayBeEmoji(char32_t c) {
    return c == 0xA9 || c == 0xAE || (c >= 0x203C && c <= 0x3299) || (c >= 0x1F000 && c <= 0x1FAFF);
}

bool isFlagLetter(char32_t c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}
bool isModifier(char32_t c) {
    return c >= 0x1F3FB && c <= 0x1F3FF;
}

constexpr char32_t kVariation = 0xFE0F;
constexpr char32_t kKeycap = 0x20E3;
constexpr char32_t kJoiner = 0x200D;
constexpr char32_t kTagEnd = 0xE007F;

bool isTag(char32_t c) {
    return c >= 0xE0020 && c <= kTagEnd;
}

// One emoji without joiners: base, modifier, variation selector, tags.
qsizetype singleLength(QStringView text, qsizetype at) {
    const CodePoint first = codePoint(text, at);
    const CodePoint next = codePoint(text, at + first.length);
    if (isFlagLetter(first.value)) return isFlagLetter(next.value) ? first.length + next.length : 0;
    const bool digit = (first.value >= '0' && first.value <= '9') || first.value == '#' || first.value == '*';
    if (digit) {
        const qsizetype length = first.length + (next.value == kVariation ? next.length : 0);
        const CodePoint cap = codePoint(text, at + length);
        return cap.value == kKeycap ? length + cap.length : 0;
    }
    const bool shown = isEmojiByDefault(first.value) || (mayBeEmoji(first.value) && next.value == kVariation) ||
                       (mayBeEmoji(first.value) && isModifier(next.value));
    if (!shown) return 0;
    qsizetype length = first.length;
    for (CodePoint c = codePoint(text, at + length); c.length > 0; c = codePoint(text, at + length)) {
        if (c.value != kVariation && !isModifier(c.value) && !isTag(c.value) && c.value != kKeycap) break;
        length += c.length;
    }
    return length;
}

}  // namespace

bool isEmojiStart(QStringView text, qsizetype at, qsizetype* length) {
    if (at >= text.size()) return false;
    const char16_t unit = text[at].unicode();
    if (unit < 0x2000 && unit != 0xA9 && unit != 0xAE && unit != '#' && unit != '*' && !(unit >= '0' && unit <= '9')) {
        return false;
    }
    qsizetype total = singleLength(text, at);
    if (total == 0) return false;
    while (codePoint(text, at + total).value == kJoiner) {
        const qsizetype more = singleLength(text, at + total + 1);
        // A joined sign such as the heart or the gender may come without its variation selector.
        const CodePoint sign = codePoint(text, at + total + 1);
        if (more > 0)
            total += 1 + more;
        else if (mayBeEmoji(sign.value))
            total += 1 + sign.length;
        else
            break;
    }
    if (length) *length = total;
    return true;
}

}  // namespace app
