#pragma once

#include <span>

#include "records/unit_of_work.hpp"

namespace klicnik {

/// One field of one record, before and after.
struct FieldChange {
    Uuid id;
    Uuid account_id;  ///< nil when the record belongs to none
    db::Value before;
    db::Value after;
};

/// Changes one field of many records at once, for decisions about a whole portfolio: each gets its version, its stamp and its
/// own line of the audit, as UnitOfWork::update gives it. What it leaves out for speed is up to the caller: scope and facts are
/// checked before, and one event of the caller stands for all. The audit is written at once, so that a hundred thousand
/// changes need no memory: hand them over in chunks. Not for searchable fields. Errors: conflict record.stale when a record no
/// longer holds `before`.
Result<> change_many(UnitOfWork& work, const Entity& entity, const Field& field, std::span<const FieldChange> changes);

}  // namespace klicnik
