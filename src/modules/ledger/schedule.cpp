#include "modules/ledger/schedule.hpp"

#include <algorithm>

#include "modules/ledger/rollups.hpp"
#include "modules/ledger/shares.hpp"

namespace klicnik::ledger {

namespace {

/// So many keep a step well below 50 ms (docs/decisions/0010).
constexpr std::size_t clients_per_step = 300;
constexpr std::size_t shares_per_step = 500;

Result<> follow_the_books(const Shift& shift) {
    bool more = shift.store.read(shift.context, [](const Reader& reader) { return are_figures_behind(reader); });
    while (more && !shift.stopping) {
        CHECK_OK(shift.store.write(shift.context, [&](UnitOfWork& work) -> Result<> {
            more = advance_figures(work, clients_per_step);
            return {};
        }));
    }
    return {};
}

Result<> follow_the_revenue(const Shift& shift) {
    const bool behind = shift.store.read(shift.context, [](const Reader& reader) { return are_shares_behind(reader) && !are_figures_behind(reader); });
    if (!behind) return {};
    const ShareChanges found = shift.store.read(shift.context, [](const Reader& reader) { return changed_shares(reader); });
    for (std::size_t from = 0; from < found.changes.size() && !shift.stopping; from += shares_per_step) {
        const std::size_t count = std::min(shares_per_step, found.changes.size() - from);
        CHECK_OK(shift.store.write(shift.context, [&](UnitOfWork& work) -> Result<> {
            write_shares(work, std::span(found.changes).subspan(from, count));
            return {};
        }));
    }
    if (shift.stopping) return {};
    return shift.store.write(shift.context, [&](UnitOfWork& work) -> Result<> {
        remember_shares(work, found.of_all);
        return {};
    });
}

}  // namespace

std::span<const Recurring> schedule() {
    static constexpr Recurring work[] = {
        {"figures.follow_the_books", 1, follow_the_books},
        {"shares.follow_the_revenue", 5, follow_the_revenue},
    };
    return work;
}

}  // namespace klicnik::ledger
