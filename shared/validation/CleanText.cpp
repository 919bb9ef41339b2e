#include "shared/validation/CleanText.h"

#include <algorithm>

namespace shared {
namespace {

bool isControl(QChar c) {
    const char16_t code = c.unicode();
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/** Of names: what is not seen, or turns the direction of what comes after it. */
bool isUnseen(QChar c) {
    const char16_t code = c.unicode();
    if (code < 0xad) return false;
    if (code >= 0x202a && code <= 0x202e) return true;  // embeddings and overrides
    if (code >= 0x2060 && code <= 0x206f) return true;  // isolates, word joiner, invisible operators
    if (code >= 0xfff9 && code <= 0xfffb) return true;  // interlinear annotation
    switch (code) {
        case 0x00ad:  // soft hyphen
        case 0x034f:  // grapheme joiner
        case 0x061c:  // Arabic letter mark
        case 0x115f:  // Hangul fillers
        case 0x1160:
        case 0x17b4:  // inherent vowels
        case 0x17b5:
        case 0x180e:  // Mongolian vowel separator
        case 0x200b:  // zero-width space
        case 0x200e:  // direction marks
        case 0x200f:
        case 0x3164:
        case 0xfeff:  // byte order mark
        case 0xffa0:
            return true;
        default:
            return false;
    }
}

/** Part of what stands before it: joiners and variation selectors. */
bool isJoining(QChar c) {
    const char16_t code = c.unicode();
    return code == 0x200c || code == 0x200d || (code >= 0xfe00 && code <= 0xfe0f);
}

}  // namespace

QString cleanName(const QString& name) {
    QString clean;
    clean.reserve(name.size());
    bool hasSpace = false;
    bool isVisible = false;
    for (const QChar c : name) {
        if (c.isSpace()) {
            hasSpace = true;
            continue;
        }
        if (isControl(c) || isUnseen(c)) continue;
        if (hasSpace && !clean.isEmpty()) clean += u' ';
        hasSpace = false;
        isVisible = isVisible || !isJoining(c);
        clean += c;
    }
    return isVisible ? clean : QString();
}

QString cleanContent(const QString& text) {
    const auto goes = [](QChar c) { return isControl(c) && c != u'\n' && c != u'\t'; };
    if (std::ranges::none_of(text, goes)) return text;
    QString clean = text;
    clean.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    clean.replace(u'\r', u'\n');
    clean.removeIf(goes);
    return clean;
}

}  // namespace shared
