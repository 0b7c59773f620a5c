#include "tests/support/source_tree.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

namespace klicnik::test {

namespace {

namespace fs = std::filesystem;

bool is_left_out(const fs::path& path, const fs::path& root) {
    static constexpr std::string_view anywhere[] = {".git", "node_modules", "dist", "test-results", "playwright-report"};
    static constexpr std::string_view at_the_root[] = {"build", "data"};
    const std::string name = path.filename().string();
    if (std::find(std::begin(anywhere), std::end(anywhere), name) != std::end(anywhere)) return true;
    return path.parent_path() == root && std::find(std::begin(at_the_root), std::end(at_the_root), name) != std::end(at_the_root);
}

std::string read(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The position after the string literal that begins at `at`.
std::size_t after_literal(std::string_view code, std::size_t at) {
    if (at > 0 && code[at - 1] == 'R' && code[at] == '"') {
        const std::size_t open = code.find('(', at);
        const std::string end = ")" + std::string(code.substr(at + 1, open - at - 1)) + "\"";
        const std::size_t close = code.find(end, open);
        return close == std::string_view::npos ? code.size() : close + end.size();
    }
    const char quote = code[at];
    for (std::size_t i = at + 1; i < code.size(); ++i) {
        if (code[i] == '\\') ++i;
        else if (code[i] == quote || code[i] == '\n') return i + 1;
    }
    return code.size();
}

/// Whether a quote stands for a literal: 'a' does, the digit separator of 10'000 does not.
bool opens_literal(std::string_view code, std::size_t at) {
    if (code[at] == '"') return true;
    return code[at] == '\'' && (at == 0 || !is_word(code[at - 1]));
}

}  // namespace

std::string SourceFile::folder() const { return fs::path(path).parent_path().string(); }

std::string SourceFile::extension() const { return fs::path(path).extension().string(); }

bool SourceFile::is_test() const { return path.ends_with("_test.cpp"); }

int SourceFile::lines() const { return static_cast<int>(std::count(text.begin(), text.end(), '\n')); }

std::string SourceFile::place(std::size_t position) const {
    return path + ":" + std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

fs::path source_root() { return KLICNIK_SOURCE_DIR; }

const std::vector<SourceFile>& source_files() {
    static const std::vector<SourceFile> all = [] {
        std::vector<SourceFile> found;
        const fs::path root = source_root();
        for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator(); ++at) {
            if (is_left_out(at->path(), root)) {
                at.disable_recursion_pending();
            } else if (at->is_regular_file()) {
                found.push_back({at->path().lexically_relative(root).string(), read(at->path())});
            }
        }
        std::sort(found.begin(), found.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
        return found;
    }();
    return all;
}

std::vector<const SourceFile*> product_sources() {
    std::vector<const SourceFile*> found;
    for (const SourceFile& file : source_files()) {
        const bool is_code = file.extension() == ".cpp" || file.extension() == ".hpp";
        if (is_code && file.path.starts_with("src/") && !file.is_test()) found.push_back(&file);
    }
    return found;
}

std::string without_comments(std::string_view code) {
    std::string out(code);
    std::size_t at = 0;
    while (at < out.size()) {
        if (opens_literal(out, at)) {
            at = after_literal(out, at);
        } else if (out.compare(at, 2, "//") == 0) {
            while (at < out.size() && out[at] != '\n') out[at++] = ' ';
        } else if (out.compare(at, 2, "/*") == 0) {
            const std::size_t close = out.find("*/", at + 2);
            const std::size_t end = close == std::string::npos ? out.size() : close + 2;
            for (; at < end; ++at) {
                if (out[at] != '\n') out[at] = ' ';
            }
        } else {
            ++at;
        }
    }
    return out;
}

std::vector<Include> includes(const SourceFile& file) {
    std::vector<Include> found;
    std::size_t begin = 0;
    for (int line = 1; begin < file.text.size(); ++line) {
        const std::size_t end = std::min(file.text.find('\n', begin), file.text.size());
        const std::string_view text = std::string_view(file.text).substr(begin, end - begin);
        begin = end + 1;
        if (!text.starts_with("#include ")) continue;
        const std::size_t open = text.find_first_of("<\"");
        const std::size_t close = open == std::string_view::npos ? open : text.find_first_of(">\"", open + 1);
        if (close == std::string_view::npos) continue;
        found.push_back({std::string(text.substr(open + 1, close - open - 1)), text[open] == '<', line});
    }
    return found;
}

std::vector<Call> calls(std::string_view code, std::string_view opening) {
    std::vector<Call> found;
    for (std::size_t at = code.find(opening); at != std::string_view::npos; at = code.find(opening, at + 1)) {
        if (at > 0 && is_word(code[at - 1]) && is_word(opening[0])) continue;
        Call call{at, {}};
        std::string argument;
        int depth = 0;
        for (std::size_t i = at + opening.size(); i < code.size(); ++i) {
            const char c = code[i];
            if (opens_literal(code, i)) {
                const std::size_t end = after_literal(code, i);
                argument.append(code.substr(i, end - i));
                i = end - 1;
                continue;
            }
            if (c == '(' || c == '{' || c == '[') ++depth;
            if ((c == ')' || c == '}' || c == ']') && --depth < 0) break;
            if (c == ',' && depth == 0) {
                call.arguments.push_back(argument);
                argument.clear();
            } else {
                argument.push_back(c);
            }
        }
        call.arguments.push_back(argument);
        found.push_back(std::move(call));
    }
    return found;
}

std::vector<std::string> literals(std::string_view code) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at < code.size();) {
        if (!opens_literal(code, at)) {
            ++at;
            continue;
        }
        const std::size_t end = after_literal(code, at);
        if (code[at] == '"' && end >= at + 2) found.emplace_back(code.substr(at + 1, end - at - 2));
        at = end;
    }
    return found;
}

}  // namespace klicnik::test
