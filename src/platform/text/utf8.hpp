#pragma once

// Reading and writing of single code points. Inline, because folding and decoding call them for
// every character of a file.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace klicnik::text {

/// One decoded code point: `length` bytes were taken; `valid` is false for a byte that begins no
/// well-formed sequence (then `length` is 1 and `code` is U+FFFD).
struct CodePoint {
    char32_t code = 0;
    std::uint32_t length = 0;
    bool valid = false;
};

/// Decodes the code point that begins at `at`; `at` must be less than the size.
inline CodePoint code_point_at(std::string_view bytes, std::size_t at) {
    const auto byte = [&](std::size_t offset) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + offset]));
    };
    const auto follows = [&](std::size_t offset) { return (byte(offset) & 0xC0U) == 0x80U; };
    const std::size_t left = bytes.size() - at;
    const std::uint32_t first = byte(0);
    if (first < 0x80) {
        return {first, 1, true};
    }
    if (first >= 0xC2 && first < 0xE0) {
        if (left >= 2 && follows(1)) {
            return {((first & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2, true};
        }
    } else if (first >= 0xE0 && first < 0xF0) {
        if (left >= 3 && follows(1) && follows(2)) {
            const std::uint32_t code =
                ((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
            if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) {
                return {code, 3, true};
            }
        }
    } else if (first >= 0xF0 && first < 0xF5) {
        if (left >= 4 && follows(1) && follows(2) && follows(3)) {
            const std::uint32_t code = ((first & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) |
                                       ((byte(2) & 0x3FU) << 6U) | (byte(3) & 0x3FU);
            if (code >= 0x10000 && code <= 0x10FFFF) {
                return {code, 4, true};
            }
        }
    }
    return {0xFFFD, 1, false};
}

/// Appends the UTF-8 form of a code point (which must be a Unicode scalar value).
inline void append_utf8(char32_t code, std::string& out) {
    const auto put = [&out](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
    const auto value = static_cast<std::uint32_t>(code);
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0U | (value >> 6U));
        put(0x80U | (value & 0x3FU));
    } else if (value < 0x10000) {
        put(0xE0U | (value >> 12U));
        put(0x80U | ((value >> 6U) & 0x3FU));
        put(0x80U | (value & 0x3FU));
    } else {
        put(0xF0U | (value >> 18U));
        put(0x80U | ((value >> 12U) & 0x3FU));
        put(0x80U | ((value >> 6U) & 0x3FU));
        put(0x80U | (value & 0x3FU));
    }
}

/// Offset of the first byte from `at` on that is not ASCII, or the size.
inline std::size_t end_of_ascii(std::string_view bytes, std::size_t at) {
    for (; at + 16 <= bytes.size(); at += 16) {
        std::uint64_t first = 0;
        std::uint64_t second = 0;
        std::memcpy(&first, bytes.data() + at, sizeof first);
        std::memcpy(&second, bytes.data() + at + sizeof first, sizeof second);
        if (((first | second) & 0x8080808080808080ULL) != 0) {
            break;
        }
    }
    while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) {
        ++at;
    }
    return at;
}

/// White space in the sense of Unicode, and the byte order mark, which spreadsheets leave behind.
inline bool is_space(char32_t code) {
    if (code < 0x80) {
        return code == ' ' || (code >= '\t' && code <= '\r');
    }
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000 ||
           code == 0xFEFF;
}

}  // namespace klicnik::text
