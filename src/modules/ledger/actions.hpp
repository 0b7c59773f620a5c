#pragma once

#include <string>
#include <string_view>

#include "modules/ledger/exchange_rate.hpp"
#include "modules/ledger/ledger_entry.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::ledger {

/// An entry made by hand. The month defaults to that of the document, the currency to that of the workspace, the line to the
/// next one of its document; credit notes are stored negative. Errors: field `amount` as rules::line_amount.
Result<LedgerEntry> create_entry(UnitOfWork& work, LedgerEntry entry);

/// Errors as create_entry.
Result<LedgerEntry> update_entry(UnitOfWork& work, const LedgerEntry& before, LedgerEntry after);

/// A rate entered by hand. Errors: field `currency` is_base; record.duplicate for the same day.
Result<ExchangeRate> create_rate(UnitOfWork& work, ExchangeRate rate);
Result<ExchangeRate> update_rate(UnitOfWork& work, const ExchangeRate& before, ExchangeRate after);

/// The text of a list of the ČNB.
struct RateList {
    std::string text;
};

struct RateListReport {
    Date on;
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
};

/// Stores every rate of the list; the same list again changes nothing. Errors of parse_cnb_list.
Result<RateListReport> import_rate_list(UnitOfWork& work, std::string_view text);

}  // namespace klicnik::ledger

namespace klicnik {
KLICNIK_SHAPE(ledger::RateList);
KLICNIK_SHAPE(ledger::RateListReport);
}  // namespace klicnik
