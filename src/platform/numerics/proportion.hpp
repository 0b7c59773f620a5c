#pragma once

#include <cstdint>

namespace klicnik::numerics {

/// The 97.5 % quantile of the normal distribution: intervals of 95 % reach so many standard errors to each side.
constexpr double normal_95 = 1.959964;

struct Interval {
    double low = 0;
    double high = 0;
};

/// Wilson's interval of 95 % for `hits` of `of` > 0 (Newcombe 1998; metrics (b)): also sound for few answers, and for none or all
/// of them. 0 ≤ hits ≤ of.
Interval wilson_interval(std::int64_t hits, std::int64_t of);

/// How many of a finite population must answer for a margin of 5 points at 95 % (Krejcie & Morgan 1970; metrics (b)), rounded half
/// up. population ≥ 1.
std::int64_t sample_size(std::int64_t population);

}  // namespace klicnik::numerics
