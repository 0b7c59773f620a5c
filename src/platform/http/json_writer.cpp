#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "platform/http/json.hpp"

namespace klicnik::json {

namespace {

enum class ByteClass : std::uint8_t { plain, special };

constexpr std::array<ByteClass, 256> make_byte_classes() {
    std::array<ByteClass, 256> classes{};
    for (std::size_t byte = 0; byte < 256; ++byte) {
        if (byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0x7f) {
            classes[byte] = ByteClass::special;
        }
    }
    return classes;
}

constexpr std::array<ByteClass, 256> byte_classes = make_byte_classes();

/// Length of the well-formed UTF-8 sequence at `text[at]` (first byte ≥ 0x80), or 0.
/// Table 3-7 of the Unicode standard: no overlong forms, no surrogates, at most U+10FFFF.
std::size_t utf8_sequence(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t offset) -> unsigned {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
    };
    const auto follows = [&](std::size_t offset) { return (byte(offset) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    const unsigned second = byte(1);
    if (first >= 0xC2 && first <= 0xDF) {
        return follows(1) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0U : 0x80U;
        const unsigned high = first == 0xED ? 0x9FU : 0xBFU;
        return second >= low && second <= high && follows(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90U : 0x80U;
        const unsigned high = first == 0xF4 ? 0x8FU : 0xBFU;
        return second >= low && second <= high && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

char* put_escape(char* out, unsigned char byte) {
    static constexpr char digits[] = "0123456789abcdef";
    *out++ = '\\';
    switch (byte) {
        case '"':
            *out++ = '"';
            return out;
        case '\\':
            *out++ = '\\';
            return out;
        case '\n':
            *out++ = 'n';
            return out;
        case '\r':
            *out++ = 'r';
            return out;
        case '\t':
            *out++ = 't';
            return out;
        case '\b':
            *out++ = 'b';
            return out;
        case '\f':
            *out++ = 'f';
            return out;
        default:
            break;
    }
    std::memcpy(out, "u00", 3);
    out[3] = digits[byte >> 4U];
    out[4] = digits[byte & 0x0FU];
    return out + 5;
}

/// How many of the eight bytes in `word` stand before the first one that needs attention.
/// Exact only because borrows run upwards: a false hit can lie above a true one, never below.
std::size_t clean_prefix(std::uint64_t word) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    constexpr std::uint64_t highs = 0x8080808080808080ULL;
    const auto zero_bytes = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes; };
    const std::uint64_t hits =
        (((word - ones * 0x20U) & ~word) | zero_bytes(word ^ (ones * '"')) |
         zero_bytes(word ^ (ones * '\\')) | zero_bytes(word ^ (ones * 0x7fU)) | word) &
        highs;
    return static_cast<std::size_t>(std::countr_zero(hits)) / 8;
}

/// memcpy that allows the null pointer of an empty view.
char* put(char* out, const char* bytes, std::size_t count) {
    if (count != 0) {
        std::memcpy(out, bytes, count);
    }
    return out + count;
}

/// The longest escape of one byte is `\u00xx`.
constexpr std::size_t longest_escape = 6;
/// Text is escaped in pieces, so that room for the worst case stays small.
constexpr std::size_t piece = 4096;

/// Writes what stands at `text[at]`, a byte that is not plain, and moves `at` behind it.
char* put_special(char* out, std::string_view text, std::size_t& at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
        ++at;
        return put_escape(out, byte);
    }
    const std::size_t length = utf8_sequence(text, at);
    if (length == 0) {
        ++at;
        return put(out, "\xEF\xBF\xBD", 3);
    }
    const std::string_view sequence = text.substr(at, length);
    at += length;
    // Line and paragraph separators end a line in old JavaScript and in log viewers.
    if (sequence == "\xE2\x80\xA8") {
        return put(out, "\\u2028", longest_escape);
    }
    if (sequence == "\xE2\x80\xA9") {
        return put(out, "\\u2029", longest_escape);
    }
    return put(out, sequence.data(), length);
}

/// Writes `text[at, stop)`, perhaps with the rest of a sequence that crosses `stop`.
char* put_escaped(char* out, std::string_view text, std::size_t& at, std::size_t stop) {
    while (at < stop) {
        if (stop - at >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data() + at, 8);
            std::memcpy(out, &word, 8);
            const std::size_t clean = clean_prefix(word);
            out += clean;
            at += clean;
            if (clean == 8) {
                continue;
            }
        } else if (byte_classes[static_cast<unsigned char>(text[at])] == ByteClass::plain) {
            *out++ = text[at++];
            continue;
        }
        out = put_special(out, text, at);
    }
    return out;
}

}  // namespace

Writer::Writer(std::size_t expected_size) {
    buffer_.resize(expected_size);
}

void Writer::grow(std::size_t bytes) {
    std::size_t wanted = buffer_.size() < 256 ? 512 : buffer_.size() * 2;
    while (wanted < size_ + bytes) {
        wanted *= 2;
    }
    buffer_.resize(wanted);
}

inline char* Writer::room(std::size_t bytes) {
    if (buffer_.size() - size_ < bytes) [[unlikely]] {
        grow(bytes);
    }
    return buffer_.data() + size_;
}

Writer& Writer::open(char bracket) {
    char* out = room(2);
    if (comma_) {
        *out++ = ',';
        ++size_;
    }
    *out = bracket;
    ++size_;
    comma_ = false;
    return *this;
}

Writer& Writer::close(char bracket) {
    *room(1) = bracket;
    ++size_;
    comma_ = true;
    return *this;
}

/// Writes comma, quotes and the escaped text, leaving `extra` bytes of room behind it.
inline void Writer::quoted(std::string_view text, std::size_t extra) {
    char* out = room(2);
    if (comma_) {
        *out++ = ',';
    }
    *out++ = '"';
    std::size_t at = 0;
    do {
        size_ = static_cast<std::size_t>(out - buffer_.data());
        const std::size_t stop = std::min(text.size(), at + piece);
        out = room(longest_escape * (stop - at) + 8 + 1 + extra);
        out = put_escaped(out, text, at, stop);
    } while (at < text.size());
    *out++ = '"';
    size_ = static_cast<std::size_t>(out - buffer_.data());
}

Writer& Writer::key(std::string_view name) {
    quoted(name, 1);
    buffer_[size_++] = ':';
    comma_ = false;
    return *this;
}

Writer& Writer::member(std::string_view name) {
    char* out = room(name.size() + 4);
    if (comma_) {
        *out++ = ',';
    }
    *out++ = '"';
    out = put(out, name.data(), name.size());
    *out++ = '"';
    *out++ = ':';
    size_ = static_cast<std::size_t>(out - buffer_.data());
    comma_ = false;
    return *this;
}

Writer& Writer::string(std::string_view text) {
    quoted(text, 0);
    comma_ = true;
    return *this;
}

Writer& Writer::integer(std::int64_t value) {
    constexpr std::size_t longest = 20;
    char* out = room(longest + 1);
    if (comma_) {
        *out++ = ',';
    }
    out = std::to_chars(out, out + longest, value).ptr;
    size_ = static_cast<std::size_t>(out - buffer_.data());
    comma_ = true;
    return *this;
}

Writer& Writer::real(double value) {
    if (!std::isfinite(value)) {
        return null();
    }
    constexpr std::size_t longest = 32;
    char text[longest];
    const char* end = std::to_chars(text, text + longest, value).ptr;
    return raw({text, static_cast<std::size_t>(end - text)});
}

Writer& Writer::boolean(bool value) {
    return raw(value ? "true" : "false");
}

Writer& Writer::null() {
    return raw("null");
}

Writer& Writer::raw(std::string_view json) {
    char* out = room(json.size() + 1);
    if (comma_) {
        *out++ = ',';
    }
    out = put(out, json.data(), json.size());
    size_ = static_cast<std::size_t>(out - buffer_.data());
    comma_ = true;
    return *this;
}

std::string Writer::take() {
    buffer_.resize(size_);
    size_ = 0;
    comma_ = false;
    return std::exchange(buffer_, {});
}

void write(Writer& writer, const Value& value) {
    switch (value.kind()) {
        case Kind::null:
            writer.null();
            return;
        case Kind::boolean:
            writer.boolean(value.as_boolean().value_or(false));
            return;
        case Kind::number:
            writer.raw(value.raw_number());
            return;
        case Kind::string:
            writer.string(*value.as_string());
            return;
        case Kind::array:
            writer.begin_array();
            for (const Value& item : value.items()) {
                write(writer, item);
            }
            writer.end_array();
            return;
        case Kind::object:
            writer.begin_object();
            for (const Member& member : value.members()) {
                writer.key(member.key);
                write(writer, member.value);
            }
            writer.end_object();
            return;
    }
}

std::string to_text(const Value& value) {
    Writer writer;
    write(writer, value);
    return writer.take();
}

}  // namespace klicnik::json
