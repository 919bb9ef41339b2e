#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/layering/Rooms.h"
#include "tests/layering/SourceRules.h"
#include "tests/layering/SourceText.h"

namespace fs = std::filesystem;

namespace layering {
namespace {

const fs::path kRoot = GUILDHALL_SOURCE_DIR;

std::string readFile(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file.is_open()) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

bool existsInProject(const std::string& path) {
    return fs::is_regular_file(kRoot / path);
}

/** Every file below these folders whose name ends so. */
std::vector<Source> sources(const std::vector<std::string>& folders, const std::vector<std::string>& endings) {
    std::vector<Source> found;
    for (const std::string& folder : folders) {
        if (!fs::is_directory(kRoot / folder)) {
            continue;
        }
        for (auto entry = fs::recursive_directory_iterator(kRoot / folder); entry != fs::end(entry); ++entry) {
            if (entry->path().filename() == "node_modules") {
                entry.disable_recursion_pending();
                continue;
            }
            const std::string ending = entry->path().extension().string();
            if (entry->is_regular_file() && std::find(endings.begin(), endings.end(), ending) != endings.end()) {
                found.push_back({fs::relative(entry->path(), kRoot).generic_string(), readFile(entry->path())});
            }
        }
    }
    return found;
}

std::vector<Source> code(const std::vector<std::string>& folders) {
    return sources(folders, {".h", ".cpp"});
}

Rooms projectRooms() {
    return Rooms::parse(readFile(kRoot / "tests/layering/rooms.txt"));
}

void report(const std::vector<std::string>& sentences) {
    for (const std::string& sentence : sentences) {
        ADD_FAILURE() << sentence;
    }
}

TEST(Project, everyIncludeFollowsThePlan) {
    const Rooms rooms = projectRooms();
    const std::vector<Source> files = code({"shared", "server", "app", "tests", "bench"});
    ASSERT_GT(files.size(), 20U) << "the sources were not found";
    for (const Source& source : files) {
        report(checkIncludes(source, rooms, existsInProject));
    }
}

TEST(Project, thePlanHasNoCircle) {
    EXPECT_EQ(projectRooms().circle(), "");
}

TEST(Project, noBannedWord) {
    const auto words = parseBannedWords(readFile(kRoot / "tests/layering/words.txt"));
    ASSERT_GE(words.size(), 5U);
    for (const Source& source : code({"shared", "server", "app"})) {
        report(checkWords(source, words));
    }
}

TEST(Project, noFilePast600Lines) {
    for (const Source& source : code({"shared", "server", "app", "tests", "bench"})) {
        report(checkLength(source));
    }
}

TEST(Project, nothingUnfinishedAndNoPathOfOneMachine) {
    const std::vector<std::string> endings{".h", ".cpp", ".txt", ".cmake", ".mjs", ".py", ".sh", ".md", ".sql"};
    for (const Source& source : sources({"shared", "server", "app", "tests", "bench", "cmake", "docs"}, endings)) {
        report(checkLeftovers(source));
    }
}

// The rules themselves: each must let the right thing pass and stop the wrong one.

Rooms smallPlan() {
    return Rooms::parse(
        "# comment\n"
        "shared/core:\n"
        "shared/models: shared/core\n"
        "server/storage: shared\n"
        "server/services: server/storage/. shared\n"
        "server/.: server shared\n"
        "app/hosting: server/Server.h\n");
}

std::vector<std::string> includesOf(const std::string& path, const std::string& text) {
    return checkIncludes({path, text}, smallPlan(), [](const std::string&) { return true; });
}

TEST(Rules, arrowsOfThePlanPass) {
    EXPECT_TRUE(includesOf("shared/models/A.h", "#include \"shared/core/B.h\"\n#include <vector>\n").empty());
    EXPECT_TRUE(includesOf("server/services/A.h", "#include \"server/storage/Storage.h\"\n").empty());
    EXPECT_TRUE(includesOf("server/storage/A.h", "#include \"server/storage/sqlite/B.h\"\n").empty());
    EXPECT_TRUE(includesOf("server/Server.cpp", "#include \"server/storage/sqlite/B.h\"\n").empty());
    EXPECT_TRUE(includesOf("app/hosting/A.cpp", "#include \"server/Server.h\"\n#include \"A.moc\"\n").empty());
    EXPECT_TRUE(includesOf("tests/unit/A.cpp", "#include \"server/storage/sqlite/B.h\"\n").empty());
}

TEST(Rules, arrowsOutsideThePlanFail) {
    EXPECT_EQ(includesOf("shared/core/A.h", "\n#include \"shared/models/B.h\"\n"),
              std::vector<std::string>{"shared/core/A.h:2: shared/core may not include shared/models/B.h"});
    EXPECT_EQ(includesOf("server/services/A.h", "#include \"server/storage/sqlite/B.h\"\n").size(), 1U);
    EXPECT_EQ(includesOf("app/hosting/A.h", "#include \"server/services/B.h\"\n").size(), 1U);
    EXPECT_EQ(includesOf("server/nobody/A.h", "int i;\n").size(), 1U) << "a folder without a room";
}

TEST(Rules, includesThatAreNotWholePathsFail) {
    EXPECT_EQ(includesOf("shared/core/A.h", "#include \"B.h\"\n").size(), 1U);
    EXPECT_EQ(includesOf("shared/core/A.h", "#include \"shared/core/../core/B.h\"\n").size(), 1U);
    EXPECT_EQ(includesOf("shared/core/A.h", "#include <shared/core/B.h>\n").size(), 1U);
    const auto missing = [](const std::string&) { return false; };
    EXPECT_EQ(checkIncludes({"shared/core/A.h", "#include \"shared/core/B.h\"\n"}, smallPlan(), missing).size(), 1U);
}

TEST(Rules, aCircleIsNamed) {
    EXPECT_EQ(smallPlan().circle(), "");
    EXPECT_NE(Rooms::parse("a/x: a/y\na/y: a/z\na/z: a/x\n").circle(), "");
    EXPECT_NE(Rooms::parse("shared/a: server/b\nserver/b: shared\n").circle(), "");
}

TEST(Rules, aRoomsFileThatCannotBeReadIsRefused) {
    EXPECT_THROW(Rooms::parse("shared/core\n"), std::runtime_error);
    EXPECT_THROW(Rooms::parse("a: b\na: c\n"), std::runtime_error);
    EXPECT_THROW(parseBannedWords("qDebug(\n"), std::runtime_error);
}

TEST(Rules, bannedWordsCountInCodeOnly) {
    const auto words = parseBannedWords("sleep( : app/desktop : a timer\n");
    const auto count = [&](const std::string& path, const std::string& text) {
        return checkWords({path, text}, words).size();
    };
    EXPECT_EQ(count("app/views/A.cpp", "QThread::sleep(1);\n"), 1U);
    EXPECT_EQ(count("app/desktop/A.cpp", "QThread::sleep(1);\n"), 0U);
    EXPECT_EQ(count("app/views/A.cpp", "// sleep(1)\n/* sleep(2)\n */ auto s = \"sleep(\\\" 3)\";\n"), 0U);
    EXPECT_EQ(count("app/views/A.cpp", "auto s = R\"x(sleep(\")x\"; char c = '\"'; sleep(1'000);\n"), 1U);
}

TEST(Rules, aLongFileFails) {
    std::string text;
    for (int i = 0; i < 600; ++i) {
        text += "int x;\n";
    }
    EXPECT_TRUE(checkLength({"shared/core/A.h", text}).empty());
    EXPECT_EQ(checkLength({"shared/core/A.h", text + "int y;\n"}).size(), 1U);
}

TEST(Rules, leftoversFail) {
    const std::string mark = std::string("TO") + "DO";
    EXPECT_EQ(checkLeftovers({"a.h", "// " + mark + ": more\n"}).size(), 1U);
    EXPECT_EQ(checkLeftovers({"a.h", "int " + mark + "S;\n"}).size(), 0U);
    EXPECT_EQ(checkLeftovers({"a.h", std::string("\"/wo") + "rk/x\"\n"}).size(), 1U);
    EXPECT_EQ(checkLeftovers({"a.h", "mkstemp(\"/tmp/XXXXXX\")\n"}).size(), 0U);
}

}  // namespace
}  // namespace layering
