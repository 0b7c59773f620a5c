#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace klicnik {

/// True for a two-letter upper-case code of ISO 3166-1, and for XK (Kosovo), which everybody uses.
bool is_country_code(std::string_view code);

/// The two-letter code of what people write in lists: a code of two or three letters in any case, a
/// Czech or English name, common German names and usual other spellings (UK, EIRE, USA, ČR,
/// Holland). Accents, case, dots, spaces and a leading "the" do not matter. Nothing for what is no
/// single country ("Channel Islands", "European Community").
std::optional<std::string> country_code(std::string_view text);

/// The short name of a code in Czech ("cs") or English (any other locale); empty for an unknown
/// code.
std::string_view country_name(std::string_view code, std::string_view locale);

}  // namespace klicnik
