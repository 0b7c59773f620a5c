#pragma once

#include <cstdint>
#include <vector>

#include "modules/indicators/cube.hpp"

/// Cohorts of clients by when they first bought (metrics (a.5)).
namespace klicnik::indicators {

/// Clients who first bought in one step of time, and what became of them. Steps that have not ended yet are absent, not zero.
struct Cohort {
    Month first;                       ///< of the step in which they came
    std::int64_t size = 0;
    std::vector<std::int64_t> active;  ///< how many of them bought in the k-th step after; active[0] = size
    std::vector<__int128> revenue;     ///< what they brought in it, ten-thousandths of the base currency
};

/// Cohorts by steps of `step` months (1, 3 or 12), counted from January. `last` is the last month that counts; at most `most`
/// cohorts, the newest. Who bought in the last step may still come, so that a step counts once it has ended with `last`.
std::vector<Cohort> cohorts_of(const Cube& cube, const Chosen& chosen, Month last, std::int32_t step, std::size_t most);

}  // namespace klicnik::indicators
