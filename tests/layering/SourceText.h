#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace layering {

/** C++ source with comments and the insides of literals blanked out; line breaks stay where they are. */
std::string withoutCommentsAndLiterals(std::string_view source);

std::vector<std::string> linesOf(std::string_view text);

}  // namespace layering
