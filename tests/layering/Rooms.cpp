#include "tests/layering/Rooms.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace layering {

namespace {

std::string folderOf(std::string_view pattern) {
    return std::string(pattern.ends_with("/.") ? pattern.substr(0, pattern.size() - 2) : pattern);
}

bool isBelow(const std::string& folder, const std::string& above) {
    return folder.starts_with(above + "/");
}

/** May a file be part of both? */
bool overlap(const std::string& pattern, const std::string& room) {
    const bool isFile = !pattern.ends_with("/.") && pattern.find('.') != std::string::npos;
    if (isFile) {
        return Rooms::matches(room, pattern);
    }
    const std::string a = folderOf(pattern);
    const std::string b = folderOf(room);
    return a == b || (!pattern.ends_with("/.") && isBelow(b, a)) || (!room.ends_with("/.") && isBelow(a, b));
}

}  // namespace

Rooms Rooms::parse(std::string_view text) {
    Rooms rooms;
    std::istringstream lines{std::string(text)};
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const size_t colon = line.find(':');
        if (colon == std::string::npos || colon == 0 || line.find(' ') < colon) {
            throw std::runtime_error("line " + std::to_string(number) + " is not \"room: rooms\": " + line);
        }
        std::istringstream words(line.substr(colon + 1));
        std::vector<std::string> allowed;
        for (std::string word; words >> word;) {
            allowed.push_back(word);
        }
        if (!rooms.m_allowed.emplace(line.substr(0, colon), allowed).second) {
            throw std::runtime_error("line " + std::to_string(number) + " names a room again: " + line);
        }
    }
    return rooms;
}

bool Rooms::matches(std::string_view pattern, std::string_view path) {
    if (pattern == path) {
        return true;
    }
    const std::string folder = folderOf(pattern) + "/";
    if (!path.starts_with(folder)) {
        return false;
    }
    return !pattern.ends_with("/.") || path.find('/', folder.size()) == std::string_view::npos;
}

std::string Rooms::roomOf(std::string_view path) const {
    std::string best;
    for (const auto& [room, allowed] : m_allowed) {
        if (matches(room, path) && room.size() > best.size()) {
            best = room;
        }
    }
    return best;
}

bool Rooms::mayInclude(std::string_view from, std::string_view included) const {
    const std::string room = roomOf(from);
    if (room.empty()) {
        return false;
    }
    const std::vector<std::string>& allowed = m_allowed.at(room);
    return roomOf(included) == room || std::any_of(allowed.begin(), allowed.end(), [&](const std::string& pattern) {
               return matches(pattern, included);
           });
}

bool Rooms::reaches(const std::string& from, const std::string& goal, std::vector<std::string>& path) const {
    for (const std::string& pattern : m_allowed.at(from)) {
        for (const auto& [room, allowed] : m_allowed) {
            if (room == from || !overlap(pattern, room)) {
                continue;
            }
            if (room == goal) {
                path.push_back(room);
                return true;
            }
            if (std::find(path.begin(), path.end(), room) != path.end()) {
                continue;
            }
            path.push_back(room);
            if (reaches(room, goal, path)) {
                return true;
            }
            path.pop_back();
        }
    }
    return false;
}

std::string Rooms::circle() const {
    for (const auto& [room, allowed] : m_allowed) {
        std::vector<std::string> path{room};
        if (reaches(room, room, path)) {
            std::string text;
            for (const std::string& step : path) {
                text += text.empty() ? step : " -> " + step;
            }
            return text;
        }
    }
    return {};
}

}  // namespace layering
