#pragma once

#include <string>
#include <string_view>

namespace klicnik {

/// Without ASCII white space at both ends.
constexpr std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

constexpr char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// For identifiers, headers and codes; never for names of people and firms (see platform/text/fold.hpp).
inline std::string ascii_lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = ascii_lower(c);
    return lower;
}

/// The text on one line: every run of control characters (line breaks, tabs) is one space.
inline std::string one_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    for (const char c : text) {
        const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        if (!is_control) line.push_back(c);
        else if (!line.empty() && line.back() != ' ') line.push_back(' ');
    }
    return line;
}

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Number of code points of valid UTF-8.
constexpr std::size_t code_points(std::string_view utf8) {
    std::size_t count = 0;
    for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

/// So many code points of valid UTF-8 from the start, or all there are.
constexpr std::string_view first_code_points(std::string_view utf8, std::size_t most) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(utf8[at]) & 0xC0) != 0x80;
        if (begins && ++count > most) return utf8.substr(0, at);
    }
    return utf8;
}

}  // namespace klicnik
