#pragma once

#include <span>

#include <QtCore/QList>
#include <QtCore/QString>

namespace app {

/** A Unicode emoji and what one types for it between colons. */
struct EmojiName {
    const char* name;
    const char* glyph;  ///< UTF-8
};

/** The emoji that are offered, the common ones first. */
std::span<const EmojiName> emojiNames();
/** Those whose name has the word in it, those that begin with it first. */
QList<EmojiName> findEmoji(const QString& word, int limit);

}  // namespace app
