#include "modules/ledger/ledger_entry.hpp"

#include "modules/ledger/rules.hpp"
#include "records/entity.hpp"

namespace klicnik {

static constexpr Field ledger_entry_fields[] = {
    field<&LedgerEntry::id>({.read_only = true}),
    field<&LedgerEntry::account_id>(),
    field<&LedgerEntry::offering_id>(),
    field<&LedgerEntry::entry_kind>(),
    field<&LedgerEntry::document_no>({.max_length = 60}),
    field<&LedgerEntry::line_no>({.min = 1, .max = 1000000}),
    field<&LedgerEntry::document_date>({.required = true, .sortable = true}),
    field<&LedgerEntry::service_month>(),
    field<&LedgerEntry::quantity>(),
    field<&LedgerEntry::unit_price>(),
    field<&LedgerEntry::amount>({.required = true, .min = -ledger::rules::largest_amount, .max = ledger::rules::largest_amount}),
    field<&LedgerEntry::currency>(),
    field<&LedgerEntry::recurring>(),
    field<&LedgerEntry::description>(),
    field<&LedgerEntry::import_run_id>({.read_only = true}),
    field<&LedgerEntry::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(LedgerEntry, ledger_entry_fields, .plural = "ledger_entries",
                      .belonging = Belonging::through_account, .default_sort = "-document_date",
                      .stamped = false);

}  // namespace klicnik
