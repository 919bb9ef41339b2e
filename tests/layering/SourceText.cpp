#include "tests/layering/SourceText.h"

#include <algorithm>

namespace layering {

namespace {

/** Where the construct that begins at `at` ends (one past its last character). */
size_t endOfQuoted(std::string_view source, size_t at) {
    const char quote = source[at];
    for (size_t i = at + 1; i < source.size(); ++i) {
        if (source[i] == '\\') {
            ++i;
        } else if (source[i] == quote || source[i] == '\n') {
            return i + 1;
        }
    }
    return source.size();
}

size_t endOfRawString(std::string_view source, size_t quote) {
    const size_t open = source.find('(', quote);
    if (open == std::string_view::npos) {
        return source.size();
    }
    const std::string closing = ")" + std::string(source.substr(quote + 1, open - quote - 1)) + "\"";
    const size_t end = source.find(closing, open);
    return end == std::string_view::npos ? source.size() : end + closing.size();
}

size_t endOf(std::string_view source, size_t at, std::string_view mark) {
    const size_t end = source.find(mark, at);
    return end == std::string_view::npos ? source.size() : end + mark.size();
}

bool isWordCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

std::string withoutCommentsAndLiterals(std::string_view source) {
    std::string result(source);
    const auto blank = [&](size_t from, size_t to) {
        std::replace_if(
            result.begin() + static_cast<std::ptrdiff_t>(from), result.begin() + static_cast<std::ptrdiff_t>(to),
            [](char c) { return c != '\n'; }, ' ');
    };
    for (size_t i = 0; i < source.size();) {
        const std::string_view rest = source.substr(i);
        size_t end = i;
        if (rest.starts_with("//")) {
            end = std::min(source.find('\n', i), source.size());
        } else if (rest.starts_with("/*")) {
            end = endOf(source, i + 2, "*/");
        } else if (rest.starts_with("R\"") && (i == 0 || !isWordCharacter(source[i - 1]) || source[i - 1] == 'u')) {
            end = endOfRawString(source, i + 1);
        } else if (rest.front() == '"') {
            end = endOfQuoted(source, i);
        } else if (rest.front() == '\'' && (i == 0 || !isWordCharacter(source[i - 1]))) {
            end = endOfQuoted(source, i);  // not the separator of 1'000
        }
        if (end == i) {
            ++i;
            continue;
        }
        blank(i, end);
        i = end;
    }
    return result;
}

std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace layering
