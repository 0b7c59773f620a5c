#include "modules/ledger/shares.hpp"

#include <algorithm>

#include "base/ratio.hpp"
#include "modules/ledger/book_state.hpp"
#include "records/sql_builder.hpp"

namespace klicnik::ledger {

namespace {

/// Below half a basis point a share is zero.
constexpr std::int64_t halves_of_a_basis_point = 20'000;

}  // namespace

std::optional<std::int64_t> share_bp(std::optional<std::int64_t> revenue, std::optional<std::int64_t> of_all) {
    if (!revenue || !of_all || *of_all <= 0) return std::nullopt;
    return ratio_bp(*revenue, *of_all);
}

bool are_shares_behind(const Reader& reader) {
    const BookState state = book_state(reader);
    return state.shares_of.value_or(0) != state.revenue;
}

ShareChanges changed_shares(const Reader& reader) {
    const BookState state = book_state(reader);
    ShareChanges found{state.revenue, {}};
    Sql sql("SELECT id, revenue_12m, revenue_share_bp FROM account WHERE ");
    if (state.revenue > 0 && state.shares_of.value_or(0) > 0) {
        // Whoever was and is below half a basis point had no share and gets none.
        const std::int64_t visible = std::min(state.revenue, *state.shares_of) / halves_of_a_basis_point;
        sql.add("revenue_12m >= ").bind(visible).add(" OR revenue_12m <= ").bind(-visible);
    } else {
        sql.add("revenue_12m IS NOT NULL");
    }
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        const auto share = share_bp(row.integer(1), state.revenue);
        const auto stored = row.is_null(2) ? std::nullopt : std::optional(row.integer(2));
        if (share != stored) found.changes.push_back({row.uuid(0), row.integer(1), share});
        return true;
    });
    return found;
}

void write_shares(UnitOfWork& work, std::span<const ShareChange> changes) {
    for (const ShareChange& change : changes) {
        work.maintain("UPDATE account SET revenue_share_bp = $2 WHERE id = $1 AND revenue_12m = $3", change.account, change.share, change.revenue);
    }
}

void remember_shares(UnitOfWork& work, std::int64_t of_all) {
    work.maintain("UPDATE ledger_state SET shares_of = $1 WHERE id = 1", of_all);
}

void refresh_shares(UnitOfWork& work) {
    const ShareChanges found = changed_shares(work);
    write_shares(work, found.changes);
    remember_shares(work, found.of_all);
}

}  // namespace klicnik::ledger
