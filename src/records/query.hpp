#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "platform/http/json.hpp"
#include "records/reader.hpp"
#include "records/sql_builder.hpp"

namespace klicnik {

using QueryParams = std::vector<std::pair<std::string, std::string>>;

/// A typed condition on the fields of one entity. It comes from the URL (or a saved view) and only ever becomes bound SQL.
struct Filter {
    enum class Test { all, any, equals, differs, less, at_most, greater, at_least, is_null };

    Test test = Test::all;
    const Field* field = nullptr;        ///< of a comparison
    std::vector<db::Value> values = {};  ///< several values of `equals` mean "one of"
    std::vector<Filter> parts = {};      ///< of all and any
};

struct Sort {
    const Field* field = nullptr;
    bool descending = false;
};

/// A page of a list as the caller asked for it, checked against the facts of the entity and the rights of the actor.
struct ListRequest {
    std::vector<const Field*> columns;
    Filter filter;
    std::string search;        ///< folded; empty for none
    std::vector<Sort> sort;    ///< never empty: ends in the id
    std::vector<db::Value> after;  ///< values of the sort fields of the last row seen; empty for the first page
    int limit = 50;
    bool count = false;
};

/// Reads `limit, after, sort, q, fields, count` and `field=…`, `field[gte]=…`. Names in `reserved` are left to the caller.
/// Errors: invalid with unknown_field, not_sortable, bad cursor, or the value errors of read_text. A field that the actor
/// may not see is as unknown as one that does not exist, so that its values cannot be probed.
Result<ListRequest> parse_list(const Entity& entity, const QueryParams& params, bool sees_sensitive,
                               std::span<const std::string_view> reserved = {});

/// Appends " AND …" for the filter, on table alias `e`.
void append_filter(Sql& sql, const Filter& filter);

/// WHERE text of the request without paging: scope, filter and search.
void append_conditions(Sql& sql, const Reader& reader, const Entity& entity, const ListRequest& request);

/// Runs the request and writes `{"items":[…],"next":…,"total":…}`.
void write_list(const Reader& reader, const Entity& entity, const ListRequest& request, json::Writer& out);

/// Calls `on_row` for every row of the request, in pages, without paging limits: exports. Columns as in request.columns.
void for_each_row(const Reader& reader, const Entity& entity, ListRequest request, FunctionRef<void(const db::Row&)> on_row);

/// Writes one record as the list does, with the names of what it refers to. not_found outside the scope.
Result<> write_record(const Reader& reader, const Entity& entity, const Uuid& id, json::Writer& out);

/// The fields of the entity that the actor may see, plus created_at and updated_at.
std::vector<const Field*> visible_fields(const Entity& entity, bool sees_sensitive);

}  // namespace klicnik
