#include "server/services/ReactionEmoji.h"

#include <algorithm>
#include <array>

namespace server {
namespace {

using shared::ErrorCode;

struct Range {
    char32_t first;
    char32_t last;
};

/** Code points with the property Emoji that are not plain digits; blocks of pictographs are taken whole. */
constexpr auto kBases = std::to_array<Range>({
    {0x00A9, 0x00A9},   {0x00AE, 0x00AE},   {0x203C, 0x203C},   {0x2049, 0x2049},   {0x2122, 0x2122},
    {0x2139, 0x2139},   {0x2194, 0x2199},   {0x21A9, 0x21AA},   {0x231A, 0x231B},   {0x2328, 0x2328},
    {0x23CF, 0x23CF},   {0x23E9, 0x23F3},   {0x23F8, 0x23FA},   {0x24C2, 0x24C2},   {0x25AA, 0x25AB},
    {0x25B6, 0x25B6},   {0x25C0, 0x25C0},   {0x25FB, 0x25FE},   {0x2600, 0x27BF},   {0x2934, 0x2935},
    {0x2B05, 0x2B07},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x3030, 0x3030},
    {0x303D, 0x303D},   {0x3297, 0x3297},   {0x3299, 0x3299},   {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F170, 0x1F171}, {0x1F17E, 0x1F17F}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F201, 0x1F202},
    {0x1F21A, 0x1F21A}, {0x1F22F, 0x1F22F}, {0x1F232, 0x1F23A}, {0x1F250, 0x1F251}, {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F7E0, 0x1F7EB}, {0x1F7F0, 0x1F7F0}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF},
});

constexpr char32_t kJoiner = 0x200D;
constexpr char32_t kEmojiStyle = 0xFE0F;
constexpr char32_t kKeycap = 0x20E3;

bool isBase(char32_t c) {
    return std::ranges::any_of(kBases, [c](const Range& range) { return c >= range.first && c <= range.last; });
}
bool isSkinTone(char32_t c) {
    return c >= 0x1F3FB && c <= 0x1F3FF;
}
bool isRegional(char32_t c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}
bool isTag(char32_t c) {
    return c >= 0xE0020 && c <= 0xE007F;
}

/** Reads one element of a ZWJ sequence from `at` on; false if there is none. */
bool readElement(const QList<uint>& text, qsizetype& at) {
    const auto peek = [&](qsizetype offset = 0) {
        return at + offset < text.size() ? static_cast<char32_t>(text.at(at + offset)) : U'\0';
    };
    if (isRegional(peek())) {
        if (!isRegional(peek(1))) return false;
        at += 2;
        return true;
    }
    const char32_t first = peek();
    if ((first >= U'0' && first <= U'9') || first == U'#' || first == U'*') {
        ++at;
        if (peek() == kEmojiStyle) ++at;
        if (peek() != kKeycap) return false;
        ++at;
        return true;
    }
    if (!isBase(first)) return false;
    ++at;
    if (peek() == kEmojiStyle) ++at;
    if (isSkinTone(peek())) ++at;
    while (isTag(peek()))
        ++at;
    return true;
}

}  // namespace

bool isUnicodeEmoji(QStringView text) {
    if (text.isEmpty() || text.size() > 40) return false;
    const QList<uint> points = text.toUcs4();
    qsizetype at = 0;
    while (true) {
        if (!readElement(points, at)) return false;
        if (at == points.size()) return true;
        if (points.at(at) != kJoiner) return false;
        ++at;
    }
}

shared::Result<shared::PartialEmoji> parseEmoji(const QString& text) {
    shared::PartialEmoji emoji;
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon >= 0) {
        emoji.id = shared::EmojiId::fromString(QStringView(text).sliced(colon + 1));
        if (!emoji.id) return ErrorCode::UnknownEmoji;
        QStringView name = QStringView(text).first(colon);
        if (name.startsWith(u"a:")) {
            emoji.animated = true;
            name = name.sliced(2);
        }
        emoji.name = name.toString();
        return emoji;
    }
    if (!isUnicodeEmoji(text)) return ErrorCode::UnknownEmoji;
    emoji.name = text;
    return emoji;
}

shared::Result<shared::Emoji> findUsableEmoji(Storage& storage, GuildGraphs& graphs, const Actor& actor,
                                              const ChannelAccess& access, shared::EmojiId id) {
    if (access.graph) {
        if (const shared::Emoji* own = access.graph->emoji(id)) return *own;
    }
    ASSIGN_OR_RETURN(
        const QList<UserGuildRow> guilds,
        storage.read(StreamKey::user(actor.userId), [](const ReadView& view) { return view.users().listGuilds(); }));
    for (const UserGuildRow& row : guilds) {
        const auto graph = graphs.get(row.guildId);
        if (!graph.has_value()) continue;
        const shared::Emoji* other = graph.value()->emoji(id);
        if (other == nullptr) continue;
        if (!access.has(shared::Permission::UseExternalEmojis)) return ErrorCode::MissingPermissions;
        return *other;
    }
    return ErrorCode::UnknownEmoji;
}

}  // namespace server
