#include "records/page.hpp"

#include <algorithm>

#include "records/cursor.hpp"
#include "records/json_values.hpp"
#include "records/scope.hpp"

namespace klicnik {

namespace {

std::string sort_column(const Sort& sort) {
    return std::string("e.\"").append(sort.field->name).append(sort.field->spec.keyed ? "_key\"" : "\"");
}

db::Value sort_value(const Sort& sort, const db::Row& row, int column) {
    if (row.is_null(column)) return {};
    if (is_ordered(sort.field->kind)) return row.integer(column);
    if (sort.field->kind == Kind::boolean) return row.boolean(column);
    if (sort.field->kind == Kind::id || sort.field->kind == Kind::reference) return row.uuid(column);
    return std::string(row.text(column));
}

/// Whether the sort fields from `from` on can be compared with the cursor as one row, which both engines find in an index. Rows
/// without a first value are not among those asked for.
bool is_one_row(const ListRequest& request, std::size_t from) {
    for (std::size_t i = from; i < request.sort.size(); ++i) {
        if (request.sort[i].descending != request.sort[from].descending || (request.sort[i].field->nullable && i > 0)) return false;
        if (std::holds_alternative<std::monostate>(request.after[i])) return false;
    }
    return true;
}

void append_row_after(Sql& sql, const ListRequest& request, std::size_t from) {
    for (std::size_t i = from; i < request.sort.size(); ++i) sql.add(i > from ? ", " : "(").add(sort_column(request.sort[i]));
    sql.add(request.sort[from].descending ? ") < " : ") > ");
    for (std::size_t i = from; i < request.sort.size(); ++i) sql.add(i > from ? ", " : "(").bind(request.after[i]);
    sql.add(")");
}

/// "comes after the cursor" for the sort fields from `from` on; nulls come last in either direction.
void append_after(Sql& sql, const ListRequest& request, std::size_t from) {
    if (is_one_row(request, from)) {
        append_row_after(sql, request, from);
        return;
    }
    const Sort& sort = request.sort[from];
    const db::Value& value = request.after[from];
    const std::string column = sort_column(sort);
    const bool is_last = from + 1 == request.sort.size();
    const bool is_null = std::holds_alternative<std::monostate>(value);
    sql.add("(");
    if (!is_null) {
        sql.add(column).add(sort.descending ? " < " : " > ").bind(value);
        if (sort.field->nullable && from > 0) sql.add(" OR ").add(column).add(" IS NULL");
        if (!is_last) sql.add(" OR ");
    }
    if (!is_last) {
        sql.add("(").add(column);
        if (is_null) sql.add(" IS NULL");
        else sql.add(" = ").bind(value);
        sql.add(" AND ");
        append_after(sql, request, from + 1);
        sql.add(")");
    } else if (is_null) {
        sql.add("1=0");
    }
    sql.add(")");
}

void append_order(Sql& sql, const ListRequest& request, std::size_t from) {
    sql.add(" ORDER BY ");
    for (std::size_t i = from; i < request.sort.size(); ++i) {
        const Sort& sort = request.sort[i];
        sql.add(sort_column(sort)).add(sort.descending ? " DESC" : " ASC");
        if (sort.field->nullable && i > 0) sql.add(" NULLS LAST");
        if (i + 1 < request.sort.size()) sql.add(", ");
    }
}

/// Rows with a first sort value and rows without one are asked for apart, so that each part walks an index on both engines.
enum class Part { with_value, without_value };

void append_page(Sql& sql, const ListRequest& request, Part part) {
    const Sort& first = request.sort.front();
    if (first.field->nullable) {
        sql.add(" AND ").add(sort_column(first)).add(part == Part::with_value ? " IS NOT NULL" : " IS NULL");
    }
    const bool cursor_in_part = !request.after.empty() &&
                                std::holds_alternative<std::monostate>(request.after.front()) == (part == Part::without_value);
    if (cursor_in_part) {
        if (part == Part::with_value && !is_one_row(request, 0)) {
            // The plain bound lets the engine start in the middle of the index; the full test follows.
            sql.add(" AND ").add(sort_column(first)).add(first.descending ? " <= " : " >= ").bind(request.after.front());
        }
        sql.add(" AND ");
        append_after(sql, request, 0);
    }
    append_order(sql, request, part == Part::without_value ? 1 : 0);
}

/// The values of a grouping field in the order in which people read them; no value comes last in either direction.
std::vector<db::Value> groups_of(const Reader& reader, const Sort& sort) {
    std::vector<db::Value> groups;
    if (sort.field->kind == Kind::choice) {
        for (const std::string_view choice : sort.field->choices) groups.emplace_back(std::string(choice));
    } else {
        const Entity& target = *find_entity(sort.field->references);
        const Field* title = target.find(target.facts.title);
        const std::string key = std::string(title->name).append(title->spec.keyed ? "_key" : "");
        reader.connection().query("SELECT id FROM \"" + std::string(target.name) + "\" ORDER BY \"" + key + "\", id",
                                  [&](const db::Row& row) { groups.emplace_back(row.uuid(0)); });
    }
    if (sort.descending) std::reverse(groups.begin(), groups.end());
    if (sort.field->nullable) groups.emplace_back();
    return groups;
}

/// The rows of one group, after the cursor when it lies in that group.
void append_group(Sql& sql, const ListRequest& request, const db::Value& group, bool holds_cursor) {
    sql.add(" AND ").add(sort_column(request.sort.front()));
    if (std::holds_alternative<std::monostate>(group)) sql.add(" IS NULL");
    else sql.add(" = ").bind(group);
    if (holds_cursor) {
        sql.add(" AND ");
        append_after(sql, request, 1);
    }
    append_order(sql, request, 1);
}

/// Runs one page, statement by statement, until it is full.
class PageRun {
  public:
    PageRun(const Reader& reader, const Entity& entity, const ListRequest& request, const std::vector<NamedReference>& named, int limit,
            FunctionRef<void(const db::Row&)> on_row)
        : reader_(reader), entity_(entity), request_(request), named_(named), left_(limit), on_row_(on_row) {}

    void run() {
        if (is_grouping(*request_.sort.front().field)) run_groups();
        else run_parts();
    }

  private:
    void run_parts() {
        const bool past_values = !request_.after.empty() && std::holds_alternative<std::monostate>(request_.after.front());
        for (const Part part : {Part::with_value, Part::without_value}) {
            if (part == Part::with_value && past_values) continue;
            if (part == Part::without_value && !request_.sort.front().field->nullable) continue;
            run([&](Sql& sql) { append_page(sql, request_, part); });
        }
    }
    void run_groups() {
        bool reached = request_.after.empty();
        for (const db::Value& group : groups_of(reader_, request_.sort.front())) {
            const bool holds_cursor = !reached && group == request_.after.front();
            reached = reached || holds_cursor;
            if (reached) run([&](Sql& sql) { append_group(sql, request_, group, holds_cursor); });
        }
    }
    void run(FunctionRef<void(Sql&)> append_rest) {
        if (left_ <= 0) return;
        Sql sql;
        append_select(sql, reader_, entity_, request_.columns, named_, request_.sort);
        append_conditions(sql, reader_, entity_, request_);
        append_rest(sql);
        sql.add(" LIMIT ").bind(std::int64_t{left_});
        reader_.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
            --left_;
            on_row_(row);
            return true;
        });
    }

    const Reader& reader_;
    const Entity& entity_;
    const ListRequest& request_;
    const std::vector<NamedReference>& named_;
    int left_;
    FunctionRef<void(const db::Row&)> on_row_;
};

}  // namespace

bool is_grouping(const Field& field) {
    if (field.kind == Kind::choice) return true;
    const Entity* target = field.kind == Kind::reference ? find_entity(field.references) : nullptr;
    return target && target->facts.belonging == Belonging::workspace && !target->facts.title.empty();
}

std::vector<NamedReference> named_references(const std::vector<const Field*>& columns) {
    std::vector<NamedReference> named;
    for (const Field* field : columns) {
        if (field->kind != Kind::reference || !field->name.ends_with("_id")) continue;
        const Entity* target = find_entity(field->references);
        if (target && !target->facts.title.empty()) named.push_back({field, target});
    }
    return named;
}

/// The name of a client outside the actor's scope stays hidden, as the client itself does: a daughter does not tell its mother.
void append_select(Sql& sql, const Reader& reader, const Entity& entity, const std::vector<const Field*>& columns,
                   const std::vector<NamedReference>& named, const std::vector<Sort>& sort) {
    sql.add("SELECT ");
    for (const Field* field : columns) sql.add("e.").name(field->name).add(", ");
    for (std::size_t i = 0; i < named.size(); ++i) sql.add("r" + std::to_string(i) + ".").name(named[i].target->facts.title).add(", ");
    for (const Sort& part : sort) sql.add(sort_column(part)).add(", ");
    sql.add("e.id FROM ").name(entity.name).add(" AS e");
    for (std::size_t i = 0; i < named.size(); ++i) {
        const std::string alias = "r" + std::to_string(i);
        sql.add(" LEFT JOIN ").name(named[i].target->name).add(" AS " + alias + " ON " + alias + ".id = e.").name(named[i].field->name);
        const Scope scope = reader.scope(*named[i].target, Action::read);
        if (scope == Scope::all || !named[i].target->account_field()) continue;
        sql.add(" AND ");
        append_scope(sql, *named[i].target, alias, scope, reader.context());
    }
    sql.add(" WHERE ");
}

void write_row(json::Writer& out, const db::Row& row, const std::vector<const Field*>& columns, const std::vector<NamedReference>& named) {
    out.begin_object();
    int column = 0;
    for (const Field* field : columns) {
        out.member(field->name);
        write_column(out, *field, row, column++);
    }
    for (const NamedReference& reference : named) {
        std::string name(reference.field->name.substr(0, reference.field->name.size() - 3));
        out.key(name.append("_name"));
        if (row.is_null(column)) out.null();
        else out.string(row.text(column));
        ++column;
    }
    out.end_object();
}

void run_page(const Reader& reader, const Entity& entity, const ListRequest& request, const std::vector<NamedReference>& named, int limit,
              FunctionRef<void(const db::Row&)> on_row) {
    PageRun(reader, entity, request, named, limit, on_row).run();
}

std::vector<db::Value> cursor_values(const ListRequest& request, const db::Row& row, std::size_t named_count) {
    std::vector<db::Value> values;
    int column = static_cast<int>(request.columns.size() + named_count);
    for (const Sort& sort : request.sort) values.push_back(sort_value(sort, row, column++));
    return values;
}

}  // namespace klicnik
