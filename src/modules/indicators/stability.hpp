#pragma once

#include <cstdint>
#include <optional>
#include <span>

/// How steady the margin of a book is (domain I-34).
namespace klicnik::indicators {

/// Standard deviation of the months (of the population) over their mean, in basis points. Absent for fewer than twelve months
/// and for a mean that is not positive.
std::optional<std::int64_t> variation_bp(std::span<const std::int64_t> months);

}  // namespace klicnik::indicators
