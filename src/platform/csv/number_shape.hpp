#pragma once

// How a number is written, before anybody says what it means: inside of platform/csv only.

#include <array>
#include <cstddef>
#include <string_view>

namespace klicnik::csv {

// A number taken apart: the digits and marks without sign, currency, percent and grouping spaces.
struct NumberShape {
    static constexpr std::size_t max_length = 40;

    std::array<char, max_length> characters{};  // digits, ',' and '.'
    std::size_t length = 0;
    bool negative = false;
    bool spaced = false;  // grouped by spaces or apostrophes
    bool percent = false;
    bool exponent = false;
    std::array<char, 3> currency{};

    std::string_view text() const { return {characters.data(), length}; }
};

/// False when the cell is no number.
bool take_apart(std::string_view cell, NumberShape& shape);

/// What the marks of a number can mean.
enum class MarkReading {
    none,   // digits only
    comma,  // a comma that can only be the decimal mark
    point,
    comma_grouped,  // points that can only group
    point_grouped,
    comma_after_point,  // 1.234,56
    point_after_comma,
    either,  // 1,234 or 1.234
    broken,
};

MarkReading reading_of(const NumberShape& shape);

}  // namespace klicnik::csv
