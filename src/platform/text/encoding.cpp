#include "platform/text/encoding.hpp"

#include <unicode/ucnv.h>

#include <algorithm>

#include "base/text.hpp"
#include "platform/text/fold.hpp"
#include "platform/text/single_byte.hpp"
#include "platform/text/utf8.hpp"

namespace klicnik::text {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

SingleByteTable make_single_byte_table(const char* converter_name) {
    SingleByteTable table;
    UErrorCode status = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(converter_name, &status);
    if (U_FAILURE(status)) {
        return table;
    }
    for (std::size_t i = 0; i < table.codes.size(); ++i) {
        const char byte = static_cast<char>(0x80 + i);
        std::array<UChar, 4> units{};
        status = U_ZERO_ERROR;
        const std::int32_t length = ucnv_toUChars(
            converter, units.data(), static_cast<std::int32_t>(units.size()), &byte, 1, &status);
        const bool known =
            U_SUCCESS(status) && length == 1 && units[0] >= 0xA0 && units[0] != 0xFFFD;
        table.codes[i] = known ? static_cast<char32_t>(units[0]) : char32_t{0};
    }
    ucnv_close(converter);
    return table;
}

// Two bytes as one UTF-16 code unit.
char32_t unit_at(std::string_view bytes, std::size_t at, bool little_endian) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return little_endian ? static_cast<char32_t>(first | (second << 8U))
                         : static_cast<char32_t>(second | (first << 8U));
}

std::size_t byte_order_mark_length(std::string_view bytes, Encoding encoding) {
    const auto begins = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
    switch (encoding) {
        case Encoding::utf_8:
            return begins("\xEF\xBB\xBF") ? 3 : 0;
        case Encoding::utf_16le:
            return begins("\xFF\xFE") ? 2 : 0;
        case Encoding::utf_16be:
            return begins("\xFE\xFF") ? 2 : 0;
        case Encoding::windows_1250:
        case Encoding::iso_8859_2:
        case Encoding::cp852:
        case Encoding::windows_1252:
            return 0;
    }
    return 0;
}

// How many bytes at the end of `bytes` may be the beginning of a character that is not finished.
std::size_t unfinished_utf8_tail(std::string_view bytes) {
    for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if ((byte & 0xC0U) == 0x80U) {
            continue;
        }
        const std::size_t needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1;
        return needed > back ? back : 0;
    }
    return 0;
}

}  // namespace

std::string_view name(Encoding encoding) {
    switch (encoding) {
        case Encoding::utf_8:
            return "utf-8";
        case Encoding::utf_16le:
            return "utf-16le";
        case Encoding::utf_16be:
            return "utf-16be";
        case Encoding::windows_1250:
            return "windows-1250";
        case Encoding::iso_8859_2:
            return "iso-8859-2";
        case Encoding::cp852:
            return "cp852";
        case Encoding::windows_1252:
            return "windows-1252";
    }
    return "utf-8";
}

const std::array<Encoding, 7>& all_encodings() {
    static constexpr std::array<Encoding, 7> all = {
        Encoding::utf_8,    Encoding::windows_1250, Encoding::iso_8859_2,   Encoding::cp852,
        Encoding::utf_16le, Encoding::utf_16be,     Encoding::windows_1252,
    };
    return all;
}

std::optional<Encoding> encoding_from_name(std::string_view name) {
    std::string key;
    for (const char character : name) {
        if (character != '-' && character != '_' && character != ' ') {
            key.push_back(ascii_lower(character));
        }
    }
    struct Spelling {
        std::string_view key;
        Encoding encoding;
    };
    static constexpr std::array<Spelling, 21> spellings = {{
        {"utf8", Encoding::utf_8},
        {"utf8sig", Encoding::utf_8},
        {"ascii", Encoding::utf_8},
        {"usascii", Encoding::utf_8},
        {"utf16", Encoding::utf_16le},
        {"utf16le", Encoding::utf_16le},
        {"utf16be", Encoding::utf_16be},
        {"windows1250", Encoding::windows_1250},
        {"win1250", Encoding::windows_1250},
        {"cp1250", Encoding::windows_1250},
        {"iso88592", Encoding::iso_8859_2},
        {"latin2", Encoding::iso_8859_2},
        {"l2", Encoding::iso_8859_2},
        {"cp852", Encoding::cp852},
        {"ibm852", Encoding::cp852},
        {"852", Encoding::cp852},
        {"windows1252", Encoding::windows_1252},
        {"win1252", Encoding::windows_1252},
        {"cp1252", Encoding::windows_1252},
        {"iso88591", Encoding::windows_1252},
        {"latin1", Encoding::windows_1252},
    }};
    for (const Spelling& spelling : spellings) {
        if (spelling.key == key) {
            return spelling.encoding;
        }
    }
    return std::nullopt;
}

const SingleByteTable& single_byte_table(Encoding encoding) {
    static const SingleByteTable windows_1250 = make_single_byte_table("windows-1250");
    static const SingleByteTable iso_8859_2 = make_single_byte_table("ISO-8859-2");
    static const SingleByteTable cp852 = make_single_byte_table("ibm-852");
    static const SingleByteTable windows_1252 = make_single_byte_table("windows-1252");
    switch (encoding) {
        case Encoding::iso_8859_2:
            return iso_8859_2;
        case Encoding::cp852:
            return cp852;
        case Encoding::windows_1252:
            return windows_1252;
        case Encoding::windows_1250:
        case Encoding::utf_8:
        case Encoding::utf_16le:
        case Encoding::utf_16be:
            break;
    }
    return windows_1250;
}

void Decoder::count_lines(std::string_view bytes, std::size_t until) {
    const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(counted_);
    const auto to = bytes.begin() + static_cast<std::ptrdiff_t>(until);
    line_ += static_cast<std::uint64_t>(std::count(from, to, '\n'));
    counted_ = until;
}

void Decoder::replace(std::string_view bytes, std::size_t at, std::string& out) {
    out += replacement;
    ++report_.undecodable;
    if (report_.places.size() < DecodeReport::max_places) {
        count_lines(bytes, at);
        report_.places.push_back({consumed_ + at, line_});
    }
}

void Decoder::append_utf8_bytes(std::string_view bytes, std::string& out, bool last) {
    const std::size_t tail = last ? 0 : unfinished_utf8_tail(bytes);
    const std::string_view whole = bytes.substr(0, bytes.size() - tail);
    std::size_t at = 0;
    while (at < whole.size()) {
        const std::size_t bad = first_invalid_utf8(whole.substr(at));
        if (bad == std::string_view::npos) {
            out += whole.substr(at);
            break;
        }
        out += whole.substr(at, bad);
        replace(bytes, at + bad, out);
        at += bad + 1;
    }
    waiting_.assign(bytes.substr(whole.size()));
    consumed_ += whole.size();
    count_lines(bytes, whole.size());
}

void Decoder::append_utf16_bytes(std::string_view bytes, std::string& out, bool last) {
    const bool little_endian = encoding_ == Encoding::utf_16le;
    std::size_t at = 0;
    while (at + 2 <= bytes.size()) {
        const char32_t unit = unit_at(bytes, at, little_endian);
        if (unit < 0xD800 || unit > 0xDFFF) {
            append_utf8(unit, out);
            at += 2;
            continue;
        }
        const bool is_high = unit <= 0xDBFF;
        if (is_high && at + 4 > bytes.size() && !last) {
            break;
        }
        const char32_t low = at + 4 <= bytes.size() ? unit_at(bytes, at + 2, little_endian) : 0;
        if (is_high && low >= 0xDC00 && low <= 0xDFFF) {
            append_utf8(0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00), out);
            at += 4;
        } else {
            replace(bytes, at, out);
            at += 2;
        }
    }
    if (last && at < bytes.size()) {
        replace(bytes, at, out);
        at = bytes.size();
    }
    waiting_.assign(bytes.substr(at));
    consumed_ += at;
    count_lines(bytes, at);
}

void Decoder::append_single_bytes(std::string_view bytes, std::string& out) {
    const SingleByteTable& table = single_byte_table(encoding_);
    out.reserve(out.size() + bytes.size() + bytes.size() / 8);
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t end = end_of_ascii(bytes, at);
        out.append(bytes.data() + at, end - at);
        at = end;
        while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) >= 0x80) {
            const char32_t code = table.codes[static_cast<unsigned char>(bytes[at]) - 0x80U];
            if (code == 0) {
                replace(bytes, at, out);
            } else {
                append_utf8(code, out);
            }
            ++at;
        }
    }
    consumed_ += bytes.size();
    count_lines(bytes, bytes.size());
}

void Decoder::decode(std::string_view bytes, std::string& out, bool last) {
    counted_ = 0;
    switch (encoding_) {
        case Encoding::utf_8:
            append_utf8_bytes(bytes, out, last);
            break;
        case Encoding::utf_16le:
        case Encoding::utf_16be:
            append_utf16_bytes(bytes, out, last);
            break;
        case Encoding::windows_1250:
        case Encoding::iso_8859_2:
        case Encoding::cp852:
        case Encoding::windows_1252:
            append_single_bytes(bytes, out);
            break;
    }
}

void Decoder::append(std::string_view bytes, std::string& out) {
    std::string joined;
    if (!waiting_.empty()) {
        joined = waiting_;
        joined += bytes;
        waiting_.clear();
        bytes = joined;
    }
    if (!started_) {
        if (bytes.size() < 3) {  // perhaps half a byte order mark
            waiting_.assign(bytes);
            return;
        }
        started_ = true;
        const std::size_t mark = byte_order_mark_length(bytes, encoding_);
        bytes.remove_prefix(mark);
        consumed_ += mark;
    }
    decode(bytes, out, /*last=*/false);
}

void Decoder::finish(std::string& out) {
    std::string rest;
    rest.swap(waiting_);
    std::string_view bytes = rest;
    if (!started_) {
        started_ = true;
        const std::size_t mark = byte_order_mark_length(bytes, encoding_);
        bytes.remove_prefix(mark);
        consumed_ += mark;
    }
    decode(bytes, out, /*last=*/true);
}

std::string encode(std::string_view utf8, Encoding encoding) {
    if (encoding == Encoding::utf_8) {
        return std::string(utf8);
    }
    std::string out;
    out.reserve(utf8.size());
    const bool is_wide = encoding == Encoding::utf_16le || encoding == Encoding::utf_16be;
    const auto put_unit = [&](char32_t unit) {
        const char low = static_cast<char>(unit & 0xFFU);
        const char high = static_cast<char>((unit >> 8U) & 0xFFU);
        out.push_back(encoding == Encoding::utf_16le ? low : high);
        out.push_back(encoding == Encoding::utf_16le ? high : low);
    };
    for (std::size_t at = 0; at < utf8.size();) {
        const CodePoint point = code_point_at(utf8, at);
        at += point.length;
        if (is_wide && point.code >= 0x10000) {
            put_unit(0xD800 + ((point.code - 0x10000) >> 10U));
            put_unit(0xDC00 + ((point.code - 0x10000) & 0x3FFU));
        } else if (is_wide) {
            put_unit(point.code);
        } else if (point.code < 0x80) {
            out.push_back(static_cast<char>(point.code));
        } else {
            const auto& codes = single_byte_table(encoding).codes;
            const auto found = std::find(codes.begin(), codes.end(), point.code);
            out.push_back(found == codes.end() ? '?'
                                               : static_cast<char>(0x80 + (found - codes.begin())));
        }
    }
    return out;
}

DecodedText::DecodedText(std::string_view bytes, Encoding encoding) {
    if (encoding == Encoding::utf_8) {
        view_ = bytes.substr(byte_order_mark_length(bytes, encoding));
        if (is_valid_utf8(view_)) {
            return;
        }
    }
    Decoder decoder(encoding);
    copied_ = true;
    storage_.reserve(bytes.size() + bytes.size() / 8);
    decoder.append(bytes, storage_);
    decoder.finish(storage_);
    report_ = decoder.report();
}

}  // namespace klicnik::text
