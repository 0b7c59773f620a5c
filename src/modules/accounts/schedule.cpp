#include "modules/accounts/schedule.hpp"

#include <algorithm>
#include <vector>

#include "modules/accounts/actions.hpp"

namespace klicnik::accounts {

namespace {

constexpr std::size_t accounts_per_step = 200;

/// Looks without holding the writer; on most days nobody's assignment begins or ends.
Result<> follow_the_calendar(const Shift& shift) {
    const std::vector<Id<Account>> stale =
        shift.store.read(shift.context, [](const Reader& reader) { return accounts_with_stale_team(reader); });
    for (std::size_t from = 0; from < stale.size() && !shift.stopping; from += accounts_per_step) {
        const std::size_t to = std::min(stale.size(), from + accounts_per_step);
        CHECK_OK(shift.store.write(shift.context, [&](UnitOfWork& work) -> Result<> {
            for (std::size_t i = from; i < to; ++i) refresh_team(work, stale[i]);
            return {};
        }));
    }
    if (shift.stopping) return unavailable("job.stopped");
    return {};
}

}  // namespace

std::span<const Recurring> schedule() {
    static constexpr Recurring work[] = {{"teams.follow_the_calendar", once_a_day, follow_the_calendar}};
    return work;
}

}  // namespace klicnik::accounts
