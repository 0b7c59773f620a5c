#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

/// Enumerators are spelled once: the name in C++ is the text stored, sent and used as the key of labels. The compiler
/// tells the names through the signature of a function template; values must run from 0 without gaps.
namespace klicnik {

namespace enum_names_detail {

template <auto value>
constexpr std::string_view signature_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    const auto from = text.find("value = ") + 8;
    text = text.substr(from, text.find_first_of(";]", from) - from);
    if (text.starts_with('(') || (text[0] >= '0' && text[0] <= '9')) return {};  // a number, so no enumerator
    return text.substr(text.rfind(':') + 1);
}

template <class E, std::size_t index = 0>
constexpr std::size_t count() {
    if constexpr (index >= 64 || signature_name<static_cast<E>(index)>().empty()) {
        return index;
    } else {
        return count<E, index + 1>();
    }
}

template <class E, std::size_t... index>
constexpr auto names(std::index_sequence<index...>) {
    return std::array<std::string_view, sizeof...(index)>{signature_name<static_cast<E>(index)>()...};
}

template <class E>
inline constexpr auto table = names<E>(std::make_index_sequence<count<E>()>{});

}  // namespace enum_names_detail

template <class E>
    requires std::is_enum_v<E>
constexpr std::span<const std::string_view> enum_names() {
    return enum_names_detail::table<E>;
}

template <class E>
    requires std::is_enum_v<E>
constexpr std::string_view to_text(E value) {
    return enum_names<E>()[static_cast<std::size_t>(value)];
}

template <class E>
    requires std::is_enum_v<E>
constexpr std::optional<E> parse_enum(std::string_view text) {
    const auto names = enum_names<E>();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == text) return static_cast<E>(i);
    }
    return std::nullopt;
}

}  // namespace klicnik
