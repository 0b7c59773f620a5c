#pragma once

#include <cstdint>
#include <optional>

#include "base/date.hpp"
#include "base/id.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::ledger {

/// Where the figures of clients stand: the one row of ledger_state.
struct BookState {
    std::optional<Month> end;               ///< the month in which their twelve months end
    std::optional<Uuid> swept_to;           ///< a pass over all clients runs and has come to this one
    std::int64_t revenue = 0;               ///< of all clients together, in ten-thousandths
    std::optional<std::int64_t> shares_of;  ///< the revenue that the stored shares are shares of
};

BookState book_state(const Reader& reader);

/// The same, and nobody else changes figures until this transaction ends.
BookState lock_book_state(UnitOfWork& work);

/// Whether all figures can be made again within one transaction without anybody noticing.
bool has_few_figures(const Reader& reader);

}  // namespace klicnik::ledger
