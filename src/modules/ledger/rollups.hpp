#pragma once

#include <span>
#include <vector>

#include "base/id.hpp"
#include "modules/ledger/month_changes.hpp"
#include "records/unit_of_work.hpp"

/// The sums that every screen reads instead of millions of lines. ledger_month is exact and changes in the transaction of its
/// entries; ledger_figure and the figures of accounts are the last twelve months of the books in base currency.
namespace klicnik::ledger {

/// Figures of some accounts after their entries changed. When the books now end in another month, the others follow: at
/// once in a small firm, by advance_figures in a large one. The same holds for the shares of the others.
void refresh_figures(UnitOfWork& work, std::span<const Uuid> accounts);

/// The days of the first and the last revenue of these accounts; refresh_figures does it too.
void refresh_revenue_days(UnitOfWork& work, std::span<const Uuid> accounts);

/// Figures and shares of every account, in this transaction: after an import.
void refresh_all_figures(UnitOfWork& work);

/// The same after a change of rates or of the base currency: at once in a small firm, in steps of advance_figures in a large
/// one, so that nobody waits for a writer.
void refresh_figures_soon(UnitOfWork& work);

/// Whether a pass over the figures runs, or the calendar has moved the end of the books (a month with revenue has begun).
bool are_figures_behind(const Reader& reader);

/// One short step: begins a pass when the books end in another month, then takes the next `clients` of it. Returns whether
/// there is more to do. The pass survives a restart; until it ends, reports add up the months instead of reading figures.
bool advance_figures(UnitOfWork& work, std::size_t clients);

/// Sums every entry again: what `klicnik check` compares with and a restore may need. What was known when is made again from the
/// days on which the entries were created; the days of their changes are lost. Returns the number of sums.
std::int64_t rebuild_months(UnitOfWork& work);

/// After an upgrade from a version that did not keep them: what was known when, and the days of purchases.
void ensure_knowledge(UnitOfWork& work);

}  // namespace klicnik::ledger
