#pragma once

// Text keys for search and for sorting. A folded key is for finding ("cizek" finds "Čížek"); a sort
// key is for order ("ch" after "h", "č" after "c"). Both are computed once, when a row is written,
// so that SQLite and PostgreSQL compare plain bytes and list the same rows in the same order.

#include <string>
#include <string_view>

namespace klicnik::text {

/// The search form of a text: canonical decomposition, marks dropped, case folded, the letters that
/// do not decompose spelled out (ß → ss, ł → l, đ → d, ø → o, æ → ae, œ → oe, þ → th), every run of
/// white space one space, none at either end, invisible characters left out. A byte that is not
/// UTF-8 becomes U+FFFD, so the result is always valid UTF-8.
std::string fold(std::string_view utf8);

/// The same, appended to `out`: for loops that reuse one buffer.
void append_folded(std::string_view utf8, std::string& out);

/// A key whose byte order is the Czech dictionary order of the text (CLDR `cs`: accents decide only
/// between otherwise equal words, except č ř š ž, which are letters; ch follows h). Made of the
/// characters 0-9 a-v, so any collation of a database compares it alike.
std::string sort_key(std::string_view utf8);

/// True when the bytes are well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
bool is_valid_utf8(std::string_view bytes);

/// Offset of the first byte that is not part of well-formed UTF-8, or `npos` when there is none.
std::size_t first_invalid_utf8(std::string_view bytes);

/// True when every byte is below 0x80.
bool is_ascii(std::string_view bytes);

/// The stored form of a text that a person wrote: composed (NFC), without white space (also NBSP
/// and its relatives) at either end. Bytes that are not UTF-8 become U+FFFD.
std::string nfc_trimmed(std::string_view utf8);

/// The text without white space, NBSP and byte order marks at either end; a view of the same bytes.
std::string_view stripped(std::string_view utf8);

}  // namespace klicnik::text
