#pragma once

namespace klicnik::ledger {

/// What a ledger entry is; enumerators are spelled as stored. Which figure a kind belongs to and its sign are in
/// ledger/rules.hpp.
enum class EntryKind {
    revenue,
    credit_note,
    direct_cost,
    time_cost,
    service_cost,
    discount,
    travel,
    acquisition_cost,
    care_cost,
};

}  // namespace klicnik::ledger
