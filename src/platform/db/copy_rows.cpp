#include "platform/db/copy_rows.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace klicnik::db {

namespace {

/// What a column holds. PostgreSQL knows: to SQLite a truth value is a whole number.
enum class Kind { integer, boolean, text, id };

struct Column {
    std::string name;
    Kind kind = Kind::text;
};

struct Table {
    std::string name;
    std::vector<Column> columns;
    std::vector<std::size_t> key;     ///< places in `columns`
    std::set<std::string> references; ///< other tables
};

std::string quoted(std::string_view name) {
    return '"' + std::string(name) + '"';
}

Kind kind_of(const std::string& table, std::string_view postgres_type) {
    if (postgres_type == "bigint" || postgres_type == "integer") return Kind::integer;
    if (postgres_type == "boolean") return Kind::boolean;
    if (postgres_type == "text") return Kind::text;
    if (postgres_type == "uuid") return Kind::id;
    throw std::logic_error("a column of " + table + " has the unknown type " + std::string(postgres_type));
}

Table table_of(Connection& sqlite, Connection& postgres, const std::string& name) {
    Table table{name, {}, {}, {}};
    postgres.query("SELECT CAST(column_name AS text), CAST(data_type AS text) FROM information_schema.columns "
                   "WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
                   [&](const Row& row) { table.columns.push_back({std::string(row.text(0)), kind_of(name, row.text(1))}); }, name);
    std::size_t columns = 0;
    sqlite.query("SELECT name FROM pragma_table_info($1)", [&](const Row&) { ++columns; }, name);
    if (columns != table.columns.size()) throw std::logic_error("the engines differ in the columns of " + name);
    sqlite.query("SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk", [&](const Row& row) {
        const auto at = std::find_if(table.columns.begin(), table.columns.end(), [&](const Column& column) { return column.name == row.text(0); });
        if (at == table.columns.end()) throw std::logic_error("the engines differ in the columns of " + name);
        table.key.push_back(static_cast<std::size_t>(at - table.columns.begin()));
    }, name);
    if (table.key.empty()) throw std::logic_error("a table without a key: " + name);
    sqlite.query("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list($1)", [&](const Row& row) {
        if (row.text(0) != name) table.references.emplace(row.text(0));
    }, name);
    return table;
}

/// Each after those it refers to.
std::vector<Table> in_order_of_references(std::vector<Table> tables) {
    std::vector<Table> ordered;
    std::set<std::string> placed;
    while (!tables.empty()) {
        const auto ready = std::find_if(tables.begin(), tables.end(), [&](const Table& table) {
            return std::includes(placed.begin(), placed.end(), table.references.begin(), table.references.end());
        });
        if (ready == tables.end()) throw std::logic_error("tables refer to each other in a circle: " + tables.front().name);
        placed.insert(ready->name);
        ordered.push_back(std::move(*ready));
        tables.erase(ready);
    }
    return ordered;
}

std::vector<Table> tables_of(Connection& sqlite, Connection& postgres) {
    std::vector<std::string> names;
    postgres.query("SELECT CAST(table_name AS text) FROM information_schema.tables WHERE table_schema = current_schema() "
                   "AND table_type = 'BASE TABLE' AND table_name <> 'schema_migration' ORDER BY table_name",
                   [&](const Row& row) { names.emplace_back(row.text(0)); });
    std::vector<Table> tables;
    for (const std::string& name : names) tables.push_back(table_of(sqlite, postgres, name));
    return in_order_of_references(std::move(tables));
}

Value value_of(const Row& row, int column, Kind kind) {
    if (row.is_null(column)) return {};
    switch (kind) {
        case Kind::integer: return row.integer(column);
        case Kind::boolean: return row.boolean(column);
        case Kind::text: return std::string(row.text(column));
        case Kind::id: return row.uuid(column);
    }
    return {};
}

/// The rows of a table in order of its key, some at a time.
class Pages {
  public:
    Pages(Connection& from, const Table& table) : from_(from), table_(table) {
        const auto list = [&](const auto& of, const auto& text) {
            std::string all;
            for (std::size_t i = 0; i < of.size(); ++i) all += (i == 0 ? "" : ", ") + text(i);
            return all;
        };
        const std::string key = list(table.key, [&](std::size_t i) { return quoted(table.columns[table.key[i]].name); });
        const std::string marks = list(table.key, [](std::size_t i) { return '$' + std::to_string(i + 1); });
        const std::string select = "SELECT " + list(table.columns, [&](std::size_t i) { return quoted(table.columns[i].name); }) + " FROM " + quoted(table.name);
        const std::string order = " ORDER BY " + key + " LIMIT " + std::to_string(rows_at_once);
        first_page_ = select + order;
        next_page_ = select + " WHERE (" + key + ") > (" + marks + ")" + order;
    }

    /// False at the end. The values live until the next call.
    bool next(std::span<Param> values) {
        const std::size_t width = table_.columns.size();
        at_ += width;
        if (at_ >= page_.size() && !read_page()) return false;
        for (std::size_t i = 0; i < width; ++i) values[i] = to_param(page_[at_ + i]);
        return true;
    }

  private:
    static constexpr std::size_t rows_at_once = 1'000;

    bool read_page() {
        const std::size_t width = table_.columns.size();
        const bool is_first = !begun_;
        if (!is_first && page_.size() < rows_at_once * width) return false;
        begun_ = true;
        last_ = std::move(page_);
        page_.clear();
        std::vector<Param> after;
        if (!is_first) {
            for (const std::size_t column : table_.key) after.push_back(to_param(last_[last_.size() - width + column]));
        }
        from_.run(is_first ? first_page_ : next_page_, after, [&](const Row& row) {
            for (std::size_t i = 0; i < width; ++i) page_.push_back(value_of(row, static_cast<int>(i), table_.columns[i].kind));
            return true;
        });
        at_ = 0;
        return !page_.empty();
    }

    Connection& from_;
    const Table& table_;
    std::string first_page_;
    std::string next_page_;
    bool begun_ = false;
    std::size_t at_ = 0;
    std::vector<Value> page_;
    std::vector<Value> last_;  ///< the page before, whose last key the next one follows
};

void copy_table(Connection& from, Connection& to, const Table& table) {
    std::vector<std::string_view> columns;
    for (const Column& column : table.columns) columns.push_back(column.name);
    Pages pages(from, table);
    to.bulk_insert(table.name, columns, [&](std::span<Param> values) { return pages.next(values); });
}

/// Numbers given by the database go on after the largest one.
void continue_identities(Connection& postgres) {
    std::vector<std::pair<std::string, std::string>> identities;
    postgres.query("SELECT CAST(table_name AS text), CAST(column_name AS text) FROM information_schema.columns "
                   "WHERE table_schema = current_schema() AND is_identity = 'YES'",
                   [&](const Row& row) { identities.emplace_back(row.text(0), row.text(1)); });
    for (const auto& [table, column] : identities) {
        postgres.script("SELECT setval(pg_get_serial_sequence('" + quoted(table) + "', '" + column + "'), COALESCE(MAX(" + quoted(column) + "), 0) + 1, false) FROM " +
                        quoted(table));
    }
}

void rebuild_text_indexes(Connection& sqlite) {
    std::vector<std::string> indexes;
    sqlite.query("SELECT name, sql FROM sqlite_schema WHERE type = 'table'", [&](const Row& row) {
        if (row.text(1).find("USING fts5") != std::string_view::npos) indexes.emplace_back(row.text(0));
    });
    for (const std::string& name : indexes) sqlite.script("INSERT INTO " + quoted(name) + " (" + quoted(name) + ") VALUES ('rebuild')");
}

}  // namespace

void copy_all_rows(Connection& from, Connection& to) {
    const bool to_postgres = to.engine() == Engine::postgres;
    const std::vector<Table> tables = to_postgres ? tables_of(from, to) : tables_of(to, from);
    for (auto table = tables.rbegin(); table != tables.rend(); ++table) to.exec("DELETE FROM " + quoted(table->name));
    for (const Table& table : tables) copy_table(from, to, table);
    if (to_postgres) continue_identities(to);
    else rebuild_text_indexes(to);
}

}  // namespace klicnik::db
