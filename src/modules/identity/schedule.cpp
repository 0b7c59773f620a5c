#include "modules/identity/schedule.hpp"

namespace klicnik::identity {

namespace {

constexpr std::int64_t day = 24LL * 3600 * 1'000'000;

Result<> forget_what_is_over(const Shift& shift) {
    return shift.store.write(shift.context, [&](UnitOfWork& work) -> Result<> {
        const std::int64_t now = shift.context.now.micros;
        work.maintain("DELETE FROM session WHERE created_at < $1", now - 30 * day);
        work.maintain("DELETE FROM one_time_link WHERE expires_at < $1", now - 30 * day);
        work.maintain("DELETE FROM sign_in_attempt WHERE last_at < $1", now - day);
        return {};
    });
}

}  // namespace

std::span<const Recurring> schedule() {
    static constexpr Recurring work[] = {{"sessions.forget", 3600, forget_what_is_over}};
    return work;
}

}  // namespace klicnik::identity
