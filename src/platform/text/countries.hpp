#pragma once

#include <string_view>

namespace klicnik::text {

/// The ISO 3166 code of a country given by its two- or three-letter code or by its Czech, English,
/// Slovak or German name, in any case and with or without diacritics ("Česká republika", "ČR",
/// "EIRE", "USA"); empty when unknown. The view lives as long as the program.
std::string_view country_code(std::string_view name);

}  // namespace klicnik::text
