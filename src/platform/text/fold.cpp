#include "platform/text/fold.hpp"

#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "platform/text/utf8.hpp"

namespace klicnik::text {

namespace {

// Letters whose stroke or join is part of the letter, so that Unicode does not decompose them.
const char* spelled_out(char32_t code) {
    switch (code) {
        case U'ß':
        case U'ẞ':
            return "ss";
        case U'æ':
        case U'Æ':
            return "ae";
        case U'œ':
        case U'Œ':
            return "oe";
        case U'þ':
        case U'Þ':
            return "th";
        case U'ł':
        case U'Ł':
        case U'ŀ':
        case U'Ŀ':
            return "l";
        case U'đ':
        case U'Đ':
        case U'ð':
        case U'Ð':
            return "d";
        case U'ø':
        case U'Ø':
            return "o";
        case U'ħ':
        case U'Ħ':
            return "h";
        case U'ŧ':
        case U'Ŧ':
            return "t";
        case U'ŋ':
        case U'Ŋ':
        case U'ŉ':
            return "n";
        case U'ı':
            return "i";
        case U'ĸ':
            return "k";
        case U'ƶ':
        case U'Ƶ':
            return "z";
        case U'ſ':
            return "s";
        case U'’':
        case U'‘':
        case U'ʼ':
            return "'";
        default:
            return nullptr;
    }
}

bool is_left_out(char32_t code) {
    const auto type = u_charType(static_cast<UChar32>(code));
    return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR;
}

void append_folded_part(char32_t code, std::string& out) {
    if (const char* spelled = spelled_out(code)) {
        out += spelled;
    } else if (!is_left_out(code)) {
        append_utf8(
            static_cast<char32_t>(u_foldCase(static_cast<UChar32>(code), U_FOLD_CASE_DEFAULT)),
            out);
    }
}

// Folding of one code point; white space is the business of the caller. Decomposing each code point
// alone is enough, because the only thing that the context could change is the order of marks.
void append_folded_code_point(char32_t code, std::string& out) {
    if (const char* spelled = spelled_out(code)) {
        out += spelled;
        return;
    }
    UErrorCode status = U_ZERO_ERROR;
    static const UNormalizer2* const decomposer = unorm2_getNFDInstance(&status);
    std::array<UChar, 32> units{};
    const std::int32_t length =
        decomposer == nullptr
            ? -1
            : unorm2_getDecomposition(decomposer, static_cast<UChar32>(code), units.data(),
                                      static_cast<std::int32_t>(units.size()), &status);
    if (length < 0 || U_FAILURE(status)) {
        append_folded_part(code, out);
        return;
    }
    std::int32_t at = 0;
    while (at < length) {
        UChar32 part = 0;
        U16_NEXT(units.data(), at, length, part);
        append_folded_part(static_cast<char32_t>(part), out);
    }
}

// The folded form of every code point below U+0250 (Latin-1, Latin Extended-A and -B), made from
// the slow path at the first use, so the two cannot disagree.
struct FoldedLatin {
    struct Entry {
        std::array<char, 4> bytes{};
        std::uint8_t length = 0;
        bool is_space = false;
    };
    static constexpr std::size_t size = 0x250;
    std::array<Entry, size> entries{};

    FoldedLatin() {
        std::string folded;
        for (std::size_t code = 0; code < size; ++code) {
            Entry& entry = entries[code];
            entry.is_space = is_space(static_cast<char32_t>(code));
            folded.clear();
            append_folded_code_point(static_cast<char32_t>(code), folded);
            entry.length = static_cast<std::uint8_t>(std::min(folded.size(), entry.bytes.size()));
            std::memcpy(entry.bytes.data(), folded.data(), entry.length);
        }
    }
};

const FoldedLatin& folded_latin() {
    static const FoldedLatin table;
    return table;
}

// What is left after the fast path: code points from U+0250 up, and bytes that are not UTF-8. The
// text since `start` decides whether a space may come.
void append_folded_rest(std::string_view utf8, std::size_t start, std::string& out) {
    bool space_pending = out.size() > start && out.back() == ' ';
    if (space_pending) {
        out.pop_back();
    }
    for (std::size_t at = 0; at < utf8.size();) {
        const CodePoint point = code_point_at(utf8, at);
        at += point.length;
        if (is_space(point.code)) {
            space_pending = true;
            continue;
        }
        const std::size_t before = out.size();
        if (space_pending && before > start) {
            out.push_back(' ');
        }
        const std::size_t letter = out.size();
        append_folded_code_point(point.code, out);
        if (out.size() == letter) {
            out.resize(before);  // a mark or an invisible character: the space stays pending
        } else {
            space_pending = false;
        }
    }
}

// The fast path: folds from the beginning until a code point of three bytes or more, or a broken
// byte; returns how many bytes it took. A trailing space is left only when it stopped early.
std::size_t append_folded_latin(std::string_view utf8, std::string& out) {
    const FoldedLatin& latin = folded_latin();
    const std::size_t start = out.size();
    // Every entry fits three bytes and comes from at least one; each is written as a block of four.
    out.resize(start + utf8.size() * 2 + 4);
    char* const begin = out.data() + start;
    char* to = begin;
    bool at_space = true;  // of the output: no space at the beginning, none after a space
    std::size_t at = 0;
    while (at < utf8.size()) {
        std::size_t code = static_cast<unsigned char>(utf8[at]);
        std::size_t length = 1;
        if (code >= 0x80) {
            if (code < 0xC2 || code >= 0xCA || at + 1 >= utf8.size() ||
                (static_cast<unsigned char>(utf8[at + 1]) & 0xC0U) != 0x80U) {
                break;
            }
            code = ((code & 0x1FU) << 6U) | (static_cast<unsigned char>(utf8[at + 1]) & 0x3FU);
            if (code >= FoldedLatin::size) {
                break;
            }
            length = 2;
        }
        at += length;
        const FoldedLatin::Entry& entry = latin.entries[code];
        if (entry.is_space) {
            *to = ' ';
            to += at_space ? 0 : 1;
            at_space = true;
            continue;
        }
        std::memcpy(to, entry.bytes.data(), entry.bytes.size());
        to += entry.length;
        at_space = at_space && entry.length == 0;
    }
    if (at == utf8.size() && at_space && to > begin) {
        --to;
    }
    out.resize(start + static_cast<std::size_t>(to - begin));
    return at;
}

struct CollatorCloser {
    void operator()(UCollator* collator) const { ucol_close(collator); }
};

// One collator a thread: opening is cheap (the rules are shared), and no lock is needed.
UCollator* czech_collator() {
    thread_local const std::unique_ptr<UCollator, CollatorCloser> collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        UCollator* opened = ucol_open("cs", &status);
        return std::unique_ptr<UCollator, CollatorCloser>(U_FAILURE(status) ? nullptr : opened);
    }();
    return collator.get();
}

// Order-preserving text of bytes that hold no zero: five bits a character, so 1.6 times as long.
std::string ordered_text(const std::uint8_t* bytes, std::size_t size) {
    static constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv";
    std::string out;
    out.reserve((size * 8 + 4) / 5);
    std::uint32_t buffer = 0;
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < size; ++i) {
        buffer = (buffer << 8U) | bytes[i];
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out.push_back(digits[(buffer >> bits) & 31U]);
        }
    }
    if (bits > 0) {
        out.push_back(digits[(buffer << (5 - bits)) & 31U]);
    }
    return out;
}

void append_utf16(std::string_view utf8, std::vector<UChar>& units) {
    for (std::size_t at = 0; at < utf8.size();) {
        const CodePoint point = code_point_at(utf8, at);
        at += point.length;
        if (point.code < 0x10000) {
            units.push_back(static_cast<UChar>(point.code));
        } else {
            units.push_back(U16_LEAD(static_cast<UChar32>(point.code)));
            units.push_back(U16_TRAIL(static_cast<UChar32>(point.code)));
        }
    }
}

void append_utf8_of(const std::vector<UChar>& units, std::size_t length, std::string& out) {
    std::size_t at = 0;
    while (at < length) {
        UChar32 code = 0;
        U16_NEXT(units.data(), at, length, code);
        append_utf8(U_IS_SURROGATE(code) ? char32_t{0xFFFD} : static_cast<char32_t>(code), out);
    }
}

// Below U+0300 nothing composes, so a text of such code points is its own NFC.
bool is_certainly_composed(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const auto byte = static_cast<unsigned char>(utf8[at]);
        if (byte < 0x80) {
            ++at;
            continue;
        }
        if (byte < 0xC2 || byte >= 0xCC || at + 1 >= utf8.size() ||
            (static_cast<unsigned char>(utf8[at + 1]) & 0xC0U) != 0x80U) {
            return false;
        }
        at += 2;
    }
    return true;
}

std::string composed(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* composer = unorm2_getNFCInstance(&status);
    std::vector<UChar> units;
    units.reserve(utf8.size());
    append_utf16(utf8, units);
    std::string out;
    out.reserve(utf8.size());
    if (U_SUCCESS(status)) {
        // NFC of n UTF-16 units has at most 3n units (Unicode, UAX #15, table 5).
        std::vector<UChar> result(units.size() * 3 + 1);
        const std::int32_t length =
            unorm2_normalize(composer, units.data(), static_cast<std::int32_t>(units.size()),
                             result.data(), static_cast<std::int32_t>(result.size()), &status);
        if (U_SUCCESS(status)) {
            append_utf8_of(result, static_cast<std::size_t>(length), out);
            return out;
        }
    }
    append_utf8_of(units, units.size(), out);
    return out;
}

}  // namespace

void append_folded(std::string_view utf8, std::string& out) {
    const std::size_t start = out.size();
    const std::size_t taken = append_folded_latin(utf8, out);
    if (taken < utf8.size()) {
        append_folded_rest(utf8.substr(taken), start, out);
    }
}

std::string fold(std::string_view utf8) {
    std::string out;
    append_folded(utf8, out);
    return out;
}

std::string sort_key(std::string_view utf8) {
    const std::string_view text = stripped(utf8);
    if (text.empty()) {
        return {};
    }
    UCollator* collator = czech_collator();
    if (collator == nullptr) {
        const std::string folded = fold(text);
        return ordered_text(reinterpret_cast<const std::uint8_t*>(folded.data()), folded.size());
    }
    thread_local std::vector<UChar> units;
    thread_local std::vector<std::uint8_t> key(256);
    units.clear();
    append_utf16(text, units);
    const auto length = static_cast<std::int32_t>(units.size());
    std::int32_t needed = ucol_getSortKey(collator, units.data(), length, key.data(),
                                          static_cast<std::int32_t>(key.size()));
    if (needed > static_cast<std::int32_t>(key.size())) {
        key.resize(static_cast<std::size_t>(needed));
        needed = ucol_getSortKey(collator, units.data(), length, key.data(), needed);
    }
    // The last byte is the terminating zero of the key.
    return ordered_text(key.data(), needed > 0 ? static_cast<std::size_t>(needed - 1) : 0);
}

std::size_t first_invalid_utf8(std::string_view bytes) {
    std::size_t at = end_of_ascii(bytes, 0);
    while (at < bytes.size()) {
        const CodePoint point = code_point_at(bytes, at);
        if (!point.valid) {
            return at;
        }
        at += point.length;
        if (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) {
            at = end_of_ascii(bytes, at);
        }
    }
    return std::string_view::npos;
}

bool is_valid_utf8(std::string_view bytes) {
    return first_invalid_utf8(bytes) == std::string_view::npos;
}

bool is_ascii(std::string_view bytes) {
    return end_of_ascii(bytes, 0) == bytes.size();
}

std::string_view stripped(std::string_view utf8) {
    const auto is_visible_ascii = [](char byte) { return byte > ' ' && byte < 0x7F; };
    if (!utf8.empty() && is_visible_ascii(utf8.front()) && is_visible_ascii(utf8.back())) {
        return utf8;
    }
    while (!utf8.empty()) {
        const CodePoint point = code_point_at(utf8, 0);
        if (!is_space(point.code)) {
            break;
        }
        utf8.remove_prefix(point.length);
    }
    while (!utf8.empty()) {
        std::size_t start = utf8.size() - 1;
        while (start > 0 && utf8.size() - start < 4 &&
               (static_cast<unsigned char>(utf8[start]) & 0xC0U) == 0x80U) {
            --start;
        }
        const CodePoint point = code_point_at(utf8, start);
        if (!is_space(point.code) || start + point.length != utf8.size()) {
            break;
        }
        utf8 = utf8.substr(0, start);
    }
    return utf8;
}

std::string nfc_trimmed(std::string_view utf8) {
    const std::string_view text = stripped(utf8);
    if (is_certainly_composed(text)) {
        return std::string(text);
    }
    return composed(text);
}

}  // namespace klicnik::text
