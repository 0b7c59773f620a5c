#include "modules/offerings/schedule.hpp"

#include <algorithm>

#include "modules/offerings/actions.hpp"

namespace klicnik::offerings {

namespace {

constexpr std::size_t contracts_per_step = 100;

Result<> contracts_follow_the_calendar(const Shift& shift) {
    const auto behind = shift.store.read(shift.context, [](const Reader& reader) { return contracts_behind_the_calendar(reader); });
    for (std::size_t from = 0; from < behind.size() && !shift.stopping; from += contracts_per_step) {
        const std::size_t to = std::min(behind.size(), from + contracts_per_step);
        CHECK_OK(shift.store.write(shift.context, [&](UnitOfWork& work) -> Result<> {
            for (std::size_t i = from; i < to; ++i) CHECK_OK(follow_the_calendar(work, behind[i]));
            return {};
        }));
    }
    if (shift.stopping) return unavailable("job.stopped");
    return {};
}

}  // namespace

std::span<const Recurring> schedule() {
    static constexpr Recurring work[] = {{"contracts.follow_the_calendar", once_a_day, contracts_follow_the_calendar}};
    return work;
}

}  // namespace klicnik::offerings
