#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/id.hpp"
#include "records/unit_of_work.hpp"

/// Each client's share in the revenue of all. One invoice moves every share by less than anybody sees, so the stored shares
/// are all shares of one remembered revenue (ledger_state.shares_of) and follow the true one: at once in a small firm, within
/// seconds in a large one. Sorting by share is sorting by revenue.
namespace klicnik::ledger {

/// Basis points; absent when the revenue is unknown or there is none to have a share of.
std::optional<std::int64_t> share_bp(std::optional<std::int64_t> revenue, std::optional<std::int64_t> of_all);

/// A share that is no longer true.
struct ShareChange {
    Uuid account;
    std::int64_t revenue = 0;  ///< that the new share was computed from
    std::optional<std::int64_t> share;
};
struct ShareChanges {
    std::int64_t of_all = 0;
    std::vector<ShareChange> changes;
};

bool are_shares_behind(const Reader& reader);

/// What the present revenue of all changes; reads only clients large enough to have a share.
ShareChanges changed_shares(const Reader& reader);

/// Writes some of them; a client whose revenue moved meanwhile keeps its share until the next round.
void write_shares(UnitOfWork& work, std::span<const ShareChange> changes);

/// Says that shares are now those of that revenue.
void remember_shares(UnitOfWork& work, std::int64_t of_all);

/// All of it in this transaction.
void refresh_shares(UnitOfWork& work);

}  // namespace klicnik::ledger
