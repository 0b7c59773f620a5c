#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// The source tree as text, for the tests of its shape.
namespace klicnik::test {

struct SourceFile {
    std::string path;  ///< relative to the root: "src/base/date.hpp"
    std::string text;

    /// "src/base" of "src/base/date.hpp".
    std::string folder() const;
    std::string extension() const;
    bool is_test() const;
    bool is_header() const { return extension() == ".hpp"; }
    /// Number of lines.
    int lines() const;
    /// The line of a position, for messages: "src/base/date.hpp:12".
    std::string place(std::size_t position) const;
};

std::filesystem::path source_root();

/// Every file that somebody wrote: not build/, node_modules/, dist/, data/ or .git/.
const std::vector<SourceFile>& source_files();

/// The .cpp and .hpp files below src/, without tests.
std::vector<const SourceFile*> product_sources();

/// The text with comments replaced by blanks; string literals stay. Positions do not move.
std::string without_comments(std::string_view code);

struct Include {
    std::string path;
    bool angled = false;
    int line = 0;
};
std::vector<Include> includes(const SourceFile& file);

/// One call or braced list found in the code: its arguments at the top level, each as written.
struct Call {
    std::size_t position = 0;
    std::vector<std::string> arguments;
};

/// Every place where `opening` ("conflict(", "push_back({") stands, not preceded by a letter or digit.
std::vector<Call> calls(std::string_view code, std::string_view opening);

/// The plain string literals inside a piece of code.
std::vector<std::string> literals(std::string_view code);

}  // namespace klicnik::test
