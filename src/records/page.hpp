#pragma once

#include <vector>

#include "records/query.hpp"

/// How a list request becomes statements, page by page.
namespace klicnik {

/// Fields of few values, which people read in an order that no column holds: levels and states as they are declared,
/// colleagues by name. Their pages go value by value, each along an index of its own rows.
bool is_grouping(const Field& field);

struct NamedReference {
    const Field* field;
    const Entity* target;
};

/// References whose names are shown beside the id: lead_id → lead_name.
std::vector<NamedReference> named_references(const std::vector<const Field*>& columns);

/// SELECT … FROM … WHERE, with the names of what the columns refer to and the values of `sort` behind them.
void append_select(Sql& sql, const Reader& reader, const Entity& entity, const std::vector<const Field*>& columns,
                   const std::vector<NamedReference>& named, const std::vector<Sort>& sort);

void write_row(json::Writer& out, const db::Row& row, const std::vector<const Field*>& columns, const std::vector<NamedReference>& named);

/// Runs one page of `limit` rows.
void run_page(const Reader& reader, const Entity& entity, const ListRequest& request, const std::vector<NamedReference>& named, int limit,
              FunctionRef<void(const db::Row&)> on_row);

/// The values of the sort fields of a row of run_page: where the next page begins.
std::vector<db::Value> cursor_values(const ListRequest& request, const db::Row& row, std::size_t named_count);

}  // namespace klicnik
