#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/accounts/account.hpp"
#include "modules/ledger/entry_kind.hpp"
#include "modules/library/import_run.hpp"
#include "modules/offerings/offering.hpp"

namespace klicnik {

/// One line of an invoice, credit note or cost: the source of every money figure. Amounts keep four decimals.
struct LedgerEntry {
    Id<LedgerEntry> id;
    std::optional<Id<Account>> account_id;  ///< absent: a line without a client, kept apart
    std::optional<Id<Offering>> offering_id;
    ledger::EntryKind entry_kind = ledger::EntryKind::revenue;
    std::optional<std::string> document_no;
    std::int32_t line_no = 1;
    Date document_date;
    std::optional<Month> service_month;  ///< the month the money belongs to; the month of the document when not given
    std::optional<Decimal> quantity;
    std::optional<Decimal> unit_price;
    Decimal amount;  ///< without VAT; credit notes are negative, costs positive
    std::optional<Currency> currency;  ///< the base currency when not given
    bool recurring = false;
    std::optional<std::string> description;
    std::optional<Id<ImportRun>> import_run_id;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(LedgerEntry, "ledger_entry", "led");

}  // namespace klicnik
