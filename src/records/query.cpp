#include "records/query.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "platform/text/fold.hpp"
#include "records/cursor.hpp"
#include "records/input.hpp"
#include "records/json_values.hpp"
#include "records/page.hpp"
#include "records/scope.hpp"
#include "records/search.hpp"

namespace klicnik {

namespace {

constexpr int max_limit = 200;
constexpr std::size_t max_values = 200;

constexpr Field stamp_fields[] = {
    {.name = "created_at", .kind = Kind::timestamp, .spec = {.read_only = true, .sortable = true}},
    {.name = "updated_at", .kind = Kind::timestamp, .spec = {.read_only = true, .sortable = true}},
};

const Field* find_visible(const Entity& entity, std::string_view name, bool sees_sensitive) {
    for (const Field& stamp : stamp_fields) {
        if (entity.facts.stamped && stamp.name == name) return &stamp;
    }
    const Field* field = entity.find(name);
    return field && (sees_sensitive || !field->spec.sensitive) ? field : nullptr;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::optional<Filter::Test> test_of(std::string_view word) {
    if (word.empty() || word == "eq") return Filter::Test::equals;
    if (word == "ne") return Filter::Test::differs;
    if (word == "lt") return Filter::Test::less;
    if (word == "lte") return Filter::Test::at_most;
    if (word == "gt") return Filter::Test::greater;
    if (word == "gte") return Filter::Test::at_least;
    if (word == "null") return Filter::Test::is_null;
    return std::nullopt;
}

void read_comparison(const Entity& entity, std::string_view name, std::string_view text, bool sees_sensitive, Filter& all,
                     std::vector<FieldError>& errors) {
    std::string_view word;
    std::string_view field_name = name;
    if (name.ends_with(']') && name.find('[') != std::string_view::npos) {
        word = name.substr(name.find('[') + 1, name.size() - name.find('[') - 2);
        field_name = name.substr(0, name.find('['));
    }
    const auto test = test_of(word);
    const Field* field = find_visible(entity, field_name, sees_sensitive);
    if (!field || !test || field->kind == Kind::list || field->kind == Kind::object) {
        errors.push_back({std::string(name.substr(0, 80)), "unknown_field"});
        return;
    }
    Filter comparison{.test = *test, .field = field};
    if (*test == Filter::Test::is_null) {
        if (text != "true" && text != "false") errors.push_back({std::string(name), "wrong_type", {{"expected", "boolean"}}});
        comparison.values.emplace_back(text == "true");
        all.parts.push_back(std::move(comparison));
        return;
    }
    const bool many = *test == Filter::Test::equals && field->kind != Kind::text;
    if (!many && *test != Filter::Test::equals && *test != Filter::Test::differs && !is_ordered(field->kind)) {
        errors.push_back({std::string(name), "not_ordered"});
        return;
    }
    const auto texts = many ? split(text, ',') : std::vector<std::string_view>{text};
    if (texts.size() > max_values) {
        errors.push_back({std::string(name), "too_many", {{"max", std::to_string(max_values)}}});
        return;
    }
    for (const std::string_view part : texts) {
        auto value = read_text(*field, part);
        if (!value) {
            FieldError problem = std::move(value.error().fields.front());
            problem.field = std::string(name);
            errors.push_back(std::move(problem));
            return;
        }
        comparison.values.push_back(std::move(*value));
    }
    all.parts.push_back(std::move(comparison));
}

void read_sort(const Entity& entity, std::string_view text, bool sees_sensitive, ListRequest& request, std::vector<FieldError>& errors) {
    for (std::string_view part : split(text, ',')) {
        const bool descending = part.starts_with('-');
        if (descending) part.remove_prefix(1);
        const Field* field = find_visible(entity, part, sees_sensitive);
        if (!field || !(field->spec.sortable || field->kind == Kind::id)) {
            errors.push_back({"sort", field ? "not_sortable" : "unknown_field", {{"value", std::string(part.substr(0, 80))}}});
            continue;
        }
        // Ids keep the order of creation, so the day of creation needs no index of its own.
        request.sort.push_back({field->name == "created_at" ? entity.find("id") : field, descending});
    }
}

/// A sort by a level, a state, a person or a town leaves many rows alike: they follow in the usual order of the list.
void complete_sort(const Entity& entity, ListRequest& request, std::vector<FieldError>& errors) {
    const Sort first = request.sort.front();
    const bool leaves_many_alike = is_grouping(*first.field) || (first.field->kind == Kind::text && first.field->name != entity.facts.default_sort);
    if (request.sort.size() > 1 || !leaves_many_alike) return;
    read_sort(entity, entity.facts.default_sort, true, request, errors);
    if (first.descending && request.sort.size() > 1) request.sort.back().descending = true;
}

void append_search(Sql& sql, const Reader& reader, const Entity& entity, const std::string& folded) {
    sql.add(" AND e.id IN (SELECT t.entity_id FROM search_text t WHERE t.entity = ").bind(std::string(entity.name)).add(" AND ");
    append_contains(sql, reader.connection().engine(), folded);
    sql.add(")");
}

}  // namespace

std::vector<const Field*> visible_fields(const Entity& entity, bool sees_sensitive) {
    std::vector<const Field*> visible;
    for (const Field& field : entity.fields) {
        if (sees_sensitive || !field.spec.sensitive) visible.push_back(&field);
    }
    if (entity.facts.stamped) {
        for (const Field& stamp : stamp_fields) visible.push_back(&stamp);
    }
    return visible;
}

Result<ListRequest> parse_list(const Entity& entity, const QueryParams& params, bool sees_sensitive, std::span<const std::string_view> reserved) {
    ListRequest request;
    std::vector<FieldError> errors;
    std::string cursor;
    bool archived_asked = false;
    for (const auto& [name, text] : params) {
        if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) continue;
        if (name == "limit") {
            const auto number = parse_decimal(text);
            if (!number || number->units % Decimal::one != 0 || number->units < Decimal::one || number->units > max_limit * Decimal::one) {
                errors.push_back({"limit", "out_of_range", {{"min", "1"}, {"max", std::to_string(max_limit)}}});
            } else {
                request.limit = static_cast<int>(number->units / Decimal::one);
            }
        } else if (name == "after") {
            cursor = text;
        } else if (name == "sort") {
            read_sort(entity, text, sees_sensitive, request, errors);
        } else if (name == "q") {
            if (!text::is_valid_utf8(text) || text.size() > 200) errors.push_back({"q", "too_long", {{"max", "200"}}});
            else request.search = text::fold(text);
        } else if (name == "count") {
            request.count = text == "true";
        } else if (name == "fields") {
            for (const std::string_view part : split(text, ',')) {
                const Field* field = find_visible(entity, part, sees_sensitive);
                if (field) request.columns.push_back(field);
                else errors.push_back({"fields", "unknown_field", {{"value", std::string(part.substr(0, 80))}}});
            }
        } else {
            archived_asked = archived_asked || name.starts_with("archived");
            read_comparison(entity, name, text, sees_sensitive, request.filter, errors);
        }
    }
    if (const Field* archived = entity.find("archived"); archived && !archived_asked) {
        request.filter.parts.push_back({.test = Filter::Test::equals, .field = archived, .values = {db::Value{false}}});
    }
    if (request.sort.empty()) read_sort(entity, entity.facts.default_sort, true, request, errors);
    if (!request.sort.empty()) complete_sort(entity, request, errors);
    if (request.sort.empty() || request.sort.back().field->kind != Kind::id) {
        request.sort.push_back({entity.find("id"), !request.sort.empty() && request.sort.back().descending});
    }
    if (request.columns.empty()) request.columns = visible_fields(entity, sees_sensitive);
    if (!cursor.empty()) {
        auto values = decode_cursor(cursor, request.sort);
        if (values) request.after = std::move(*values);
        else errors.push_back({"after", "bad_cursor"});
    }
    if (!errors.empty()) return invalid(std::move(errors));
    return request;
}

void append_filter(Sql& sql, const Filter& filter) {
    if (filter.test == Filter::Test::all || filter.test == Filter::Test::any) {
        sql.add("(").add(filter.test == Filter::Test::all ? "1=1" : "1=0");
        for (const Filter& part : filter.parts) {
            sql.add(filter.test == Filter::Test::all ? " AND " : " OR ");
            append_filter(sql, part);
        }
        sql.add(")");
        return;
    }
    const std::string column = std::string("e.\"").append(filter.field->name).append("\"");
    if (filter.test == Filter::Test::is_null) {
        sql.add(column).add(std::get<bool>(filter.values.front()) ? " IS NULL" : " IS NOT NULL");
        return;
    }
    if (filter.test == Filter::Test::equals && filter.values.size() > 1) {
        sql.add(column).add(" IN (");
        for (std::size_t i = 0; i < filter.values.size(); ++i) {
            if (i > 0) sql.add(", ");
            sql.bind(filter.values[i]);
        }
        sql.add(")");
        return;
    }
    const db::Value& value = filter.values.front();
    if (std::holds_alternative<std::monostate>(value)) {
        sql.add(column).add(filter.test == Filter::Test::differs ? " IS NOT NULL" : " IS NULL");
        return;
    }
    switch (filter.test) {
        case Filter::Test::equals: sql.add(column).add(" = ").bind(value); return;
        case Filter::Test::differs: sql.add("(").add(column).add(" <> ").bind(value).add(" OR ").add(column).add(" IS NULL)"); return;
        case Filter::Test::less: sql.add(column).add(" < ").bind(value); return;
        case Filter::Test::at_most: sql.add(column).add(" <= ").bind(value); return;
        case Filter::Test::greater: sql.add(column).add(" > ").bind(value); return;
        case Filter::Test::at_least: sql.add(column).add(" >= ").bind(value); return;
        case Filter::Test::all:
        case Filter::Test::any:
        case Filter::Test::is_null: return;
    }
}

void append_conditions(Sql& sql, const Reader& reader, const Entity& entity, const ListRequest& request) {
    append_scope(sql, entity, "e", reader.scope(entity, Action::read), reader.context());
    if (!request.filter.parts.empty()) {
        sql.add(" AND ");
        append_filter(sql, request.filter);
    }
    if (!request.search.empty()) append_search(sql, reader, entity, request.search);
}

void write_list(const Reader& reader, const Entity& entity, const ListRequest& request, json::Writer& out) {
    const auto named = named_references(request.columns);
    out.begin_object().key("items").begin_array();
    int written = 0;
    std::string next;
    std::vector<db::Value> last;
    // One row more than asked for tells whether there is a next page.
    run_page(reader, entity, request, named, request.limit + 1, [&](const db::Row& row) {
        if (++written > request.limit) {
            next = encode_cursor(last);
            return;
        }
        write_row(out, row, request.columns, named);
        if (written == request.limit) last = cursor_values(request, row, named.size());
    });
    out.end_array().key("next");
    if (next.empty()) out.null();
    else out.string(next);
    out.key("total");
    if (request.count) {
        Sql sql("SELECT COUNT(*) FROM ");
        sql.name(entity.name).add(" AS e WHERE ");
        append_conditions(sql, reader, entity, request);
        std::int64_t total = 0;
        reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
            total = row.integer(0);
            return true;
        });
        out.integer(total);
    } else {
        out.null();
    }
    out.end_object();
}

void for_each_row(const Reader& reader, const Entity& entity, ListRequest request, FunctionRef<void(const db::Row&)> on_row) {
    constexpr int page = 1000;
    int found = page;
    while (found == page) {
        found = 0;
        std::vector<db::Value> last;
        run_page(reader, entity, request, {}, page, [&](const db::Row& row) {
            on_row(row);
            if (++found == page) last = cursor_values(request, row, 0);
        });
        request.after = std::move(last);
    }
}

Result<> write_record(const Reader& reader, const Entity& entity, const Uuid& id, json::Writer& out) {
    const auto columns = visible_fields(entity, reader.permissions().may_read_sensitive(reader.context(), entity.name));
    const auto named = named_references(columns);
    Sql sql;
    append_select(sql, reader, entity, columns, named, {});
    sql.add("e.id = ").bind(id).add(" AND ");
    append_scope(sql, entity, "e", reader.scope(entity, Action::read), reader.context());
    bool found = false;
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        write_row(out, row, columns, named);
        found = true;
        return false;
    });
    if (!found) return not_found(std::string(entity.name));
    return {};
}

}  // namespace klicnik
