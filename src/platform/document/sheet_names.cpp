#include "platform/document/sheet_names.hpp"

#include <cstddef>

#include "base/text.hpp"
#include "platform/text/fold.hpp"

namespace klicnik::document {

namespace {

constexpr std::size_t longest_name = 31;

/// The first `count` UTF-16 units: characters outside the basic plane count twice, as in the format.
std::string_view first_units(std::string_view text, std::size_t count) {
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if ((byte & 0xC0) == 0x80) continue;
        units += byte >= 0xF0 ? 2 : 1;
        if (units > count) return text.substr(0, at);
    }
    return text;
}

std::string legal_name(std::string_view heading) {
    std::string name;
    for (const char character : heading) {
        const bool is_forbidden = std::string_view("[]:*?/\\").find(character) != std::string_view::npos || static_cast<unsigned char>(character) < 0x20;
        name += is_forbidden ? ' ' : character;
    }
    std::string_view rest = trimmed(first_units(trimmed(name), longest_name));
    while (rest.starts_with('\'')) rest.remove_prefix(1);
    while (rest.ends_with('\'')) rest.remove_suffix(1);
    return std::string(trimmed(rest));
}

}  // namespace

std::string SheetNames::add(std::string_view heading) {
    const std::string name = legal_name(heading);
    for (int number = 1;; ++number) {
        const std::string ending = number == 1 ? "" : (name.empty() ? "" : " ") + std::to_string(number);
        const std::string candidate = std::string(trimmed(first_units(name, longest_name - ending.size()))) + ending;
        const std::string key = text::fold(candidate);
        if (candidate.empty() || key == "history") continue;
        if (taken_.insert(key).second) return candidate;
    }
}

}  // namespace klicnik::document
