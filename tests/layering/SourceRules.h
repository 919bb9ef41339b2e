#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/layering/Rooms.h"

namespace layering {

/** A word that code must not hold, and the rooms or files that may. */
struct BannedWord {
    std::string word;
    std::vector<std::string> allowedIn;
    std::string instead;
};

/** Reads words.txt; throws std::runtime_error that names a line it cannot read. */
std::vector<BannedWord> parseBannedWords(std::string_view text);

/** One file as it is judged: its path from the root, and its text. */
struct Source {
    std::string path;
    std::string text;
};

using Exists = std::function<bool(const std::string& path)>;

/** Each returns sentences that begin with "path:line: "; empty when all is well. */
std::vector<std::string> checkIncludes(const Source& source, const Rooms& rooms, const Exists& exists);
std::vector<std::string> checkWords(const Source& source, const std::vector<BannedWord>& words);
std::vector<std::string> checkLength(const Source& source);
/** Unfinished work, and paths of one particular machine. */
std::vector<std::string> checkLeftovers(const Source& source);

}  // namespace layering
