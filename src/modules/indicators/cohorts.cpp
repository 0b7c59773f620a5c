#include "modules/indicators/cohorts.hpp"

#include <algorithm>

namespace klicnik::indicators {

std::vector<Cohort> cohorts_of(const Cube& cube, const Chosen& chosen, Month last, std::int32_t step, std::size_t most) {
    // Steps are numbered from the one that holds the first month; Month{0} is a January.
    const auto step_of = [&](Month month) { return month.index / step - cube.first.index / step; };
    const std::int32_t steps = step_of(last) + ((last.index + 1) % step == 0 ? 1 : 0);
    std::vector<Cohort> cohorts;
    for (std::int32_t i = 0; i < steps; ++i) {
        const auto length = static_cast<std::size_t>(steps - i);
        cohorts.push_back({Month{(cube.first.index / step + i) * step}, 0, std::vector<std::int64_t>(length), std::vector<__int128>(length)});
    }
    for (std::size_t i = 0; i < cube.accounts.size(); ++i) {
        if (!chosen[i]) continue;
        const auto days = cube.days_of(i);
        if (days.empty()) continue;
        const std::int32_t begin = step_of(month_of(days.front()));
        if (begin < 0 || begin >= steps) continue;
        Cohort& cohort = cohorts[static_cast<std::size_t>(begin)];
        ++cohort.size;
        std::int32_t counted = -1;
        for (const Date day : days) {
            const std::int32_t at = step_of(month_of(day));
            if (at == counted || at >= steps) continue;
            counted = at;
            ++cohort.active[static_cast<std::size_t>(at - begin)];
        }
        for (std::int32_t at = begin; at < steps; ++at) {
            const std::int32_t from = (cube.first.index / step + at) * step - cube.first.index;
            cohort.revenue[static_cast<std::size_t>(at - begin)] += cube.revenue.before(from + step)[i] - cube.revenue.before(from)[i];
        }
    }
    if (cohorts.size() > most) cohorts.erase(cohorts.begin(), cohorts.end() - static_cast<std::ptrdiff_t>(most));
    return cohorts;
}

}  // namespace klicnik::indicators
