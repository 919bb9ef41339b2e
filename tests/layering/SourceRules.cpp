#include "tests/layering/SourceRules.h"

#include <algorithm>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "tests/layering/SourceText.h"

namespace layering {

namespace {

constexpr size_t kMostLines = 600;

std::string place(const Source& source, size_t lineIndex) {
    return source.path + ":" + std::to_string(lineIndex + 1) + ": ";
}

std::string trimmed(const std::string& text) {
    const size_t from = text.find_first_not_of(' ');
    return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(' ') - from + 1);
}

bool isProjectPath(std::string_view path) {
    return path.starts_with("shared/") || path.starts_with("server/") || path.starts_with("app/") ||
           path.starts_with("tests/") || path.starts_with("bench/");
}

}  // namespace

std::vector<BannedWord> parseBannedWords(std::string_view text) {
    std::vector<BannedWord> words;
    for (const std::string& line : linesOf(text)) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const size_t first = line.find(" : ");
        const size_t second = first == std::string::npos ? first : line.find(" : ", first + 2);
        if (second == std::string::npos) {
            throw std::runtime_error("not \"word : rooms : instead\": " + line);
        }
        BannedWord banned{trimmed(line.substr(0, first)), {}, trimmed(line.substr(second + 3))};
        std::istringstream rooms(line.substr(first + 3, second - first - 2));
        for (std::string room; rooms >> room;) {
            banned.allowedIn.push_back(room);
        }
        words.push_back(std::move(banned));
    }
    return words;
}

std::vector<std::string> checkIncludes(const Source& source, const Rooms& rooms, const Exists& exists) {
    static const std::regex include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<std::string> found;
    const std::vector<std::string> lines = linesOf(source.text);
    const bool inRooms = !source.path.starts_with("tests/") && !source.path.starts_with("bench/");
    if (inRooms && rooms.roomOf(source.path).empty()) {
        found.push_back(place(source, 0) + "this folder is no room of rooms.txt");
    }
    for (size_t i = 0; i < lines.size(); ++i) {
        std::smatch match;
        if (!std::regex_search(lines[i], match, include)) {
            continue;
        }
        const bool quoted = match[1] == "\"";
        const std::string path = match[2];
        if (quoted && path.ends_with(".moc")) {
            continue;
        }
        if (quoted && (!isProjectPath(path) || path.find("..") != std::string::npos || !exists(path))) {
            found.push_back(place(source, i) + "\"" + path + "\" is not the whole path of a file, from the root");
        } else if (!quoted && isProjectPath(path) && exists(path)) {
            found.push_back(place(source, i) + "<" + path + "> is ours: include it in quotes");
        } else if (quoted && inRooms && !rooms.mayInclude(source.path, path)) {
            found.push_back(place(source, i) + rooms.roomOf(source.path) + " may not include " + path);
        }
    }
    return found;
}

std::vector<std::string> checkWords(const Source& source, const std::vector<BannedWord>& words) {
    std::vector<std::string> found;
    const std::vector<std::string> lines = linesOf(withoutCommentsAndLiterals(source.text));
    for (const BannedWord& banned : words) {
        if (std::any_of(banned.allowedIn.begin(), banned.allowedIn.end(),
                        [&](const std::string& pattern) { return Rooms::matches(pattern, source.path); })) {
            continue;
        }
        for (size_t i = 0; i < lines.size(); ++i) {
            if (lines[i].find(banned.word) != std::string::npos) {
                found.push_back(place(source, i) + banned.word + " is not used here; instead: " + banned.instead);
            }
        }
    }
    return found;
}

std::vector<std::string> checkLength(const Source& source) {
    const size_t count = linesOf(source.text).size();
    if (count <= kMostLines) {
        return {};
    }
    return {place(source, count - 1) + "past " + std::to_string(kMostLines) + " lines: which second job is in here?"};
}

std::vector<std::string> checkLeftovers(const Source& source) {
    // Written in two parts, so that this file passes its own check.
    static const std::regex leftovers(
        "\\b(TO"
        "DO|FIX"
        "ME|X"
        "XX|HA"
        "CK)\\b|/wo"
        "rk/|/ho"
        "me/[a-z]|/ro"
        "ot/");
    std::vector<std::string> found;
    const std::vector<std::string> lines = linesOf(source.text);
    for (size_t i = 0; i < lines.size(); ++i) {
        std::smatch match;
        if (std::regex_search(lines[i], match, leftovers)) {
            found.push_back(place(source, i) + "\"" + match.str() + "\" does not belong in the project");
        }
    }
    return found;
}

}  // namespace layering
