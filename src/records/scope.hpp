#pragma once

#include "base/context.hpp"
#include "records/entity.hpp"
#include "records/sql_builder.hpp"

namespace klicnik {

/// Appends the condition under which a row of `entity` (table alias `alias`) lies within `scope` of the actor. Lists AND
/// it into WHERE and single reads use the same text with the id, so the two cannot differ. `own` is what I lead or stand in
/// for, `account_team` adds every other role I have on the account, `department` adds my department's accounts.
void append_scope(Sql& sql, const Entity& entity, std::string_view alias, Scope scope, const Context& context);

/// The same for a bare account id expression ("e.account_id").
void append_account_scope(Sql& sql, std::string_view account_id_expression, Scope scope, const Context& context);

}  // namespace klicnik
