#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace layering {

/**
 * The table of rooms.txt. Paths are relative to the project's root, with slashes.
 *
 * A pattern is a folder ("shared/core": everything below it), the files directly in a folder ("server/."), or one file.
 */
class Rooms {
 public:
    /** Throws std::runtime_error that names the line, when one cannot be read or names a room twice. */
    static Rooms parse(std::string_view text);

    /** The most specific room that holds this file; empty where none does. */
    std::string roomOf(std::string_view path) const;
    bool mayInclude(std::string_view from, std::string_view included) const;
    /** Rooms that reach themselves by way of others, as "a -> b -> a"; empty when the plan has no circle. */
    std::string circle() const;

    static bool matches(std::string_view pattern, std::string_view path);

 private:
    bool reaches(const std::string& from, const std::string& goal, std::vector<std::string>& path) const;

    std::map<std::string, std::vector<std::string>> m_allowed;
};

}  // namespace layering
