#include "platform/db/sqlite_rows.hpp"

#include <sqlite3.h>

#include <string>

#include "platform/db/sql_text.hpp"

namespace klicnik::db {

/// The functions that SQLite calls; nothing may be thrown through it.
struct SqliteRows::Module {
    struct Table {
        sqlite3_vtab base;
        SqliteRows* rows;
    };
    struct Cursor {
        sqlite3_vtab_cursor base;
        sqlite3_int64 number;
    };

    static Source* source_of(sqlite3_vtab_cursor* cursor) { return reinterpret_cast<Table*>(cursor->pVtab)->rows->source_; }

    static int connect(sqlite3* handle, void* rows, int, const char* const*, sqlite3_vtab** out, char**) {
        std::string columns = "CREATE TABLE bulk_rows (";
        for (std::size_t i = 0; i < most_columns; ++i) columns.append(i > 0 ? ", c" : "c").append(std::to_string(i));
        const int code = sqlite3_declare_vtab(handle, columns.append(")").c_str());
        if (code != SQLITE_OK) return code;
        *out = reinterpret_cast<sqlite3_vtab*>(new Table{{}, static_cast<SqliteRows*>(rows)});
        return SQLITE_OK;
    }
    static int disconnect(sqlite3_vtab* table) {
        delete reinterpret_cast<Table*>(table);
        return SQLITE_OK;
    }
    static int best_index(sqlite3_vtab*, sqlite3_index_info*) { return SQLITE_OK; }
    static int open(sqlite3_vtab*, sqlite3_vtab_cursor** out) {
        *out = reinterpret_cast<sqlite3_vtab_cursor*>(new Cursor{{}, 0});
        return SQLITE_OK;
    }
    static int close(sqlite3_vtab_cursor* cursor) {
        delete reinterpret_cast<Cursor*>(cursor);
        return SQLITE_OK;
    }
    static int filter(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value**) { return next(cursor); }
    static int next(sqlite3_vtab_cursor* cursor) {
        ++reinterpret_cast<Cursor*>(cursor)->number;
        Source* source = source_of(cursor);
        return source != nullptr && source->advance() ? SQLITE_OK : SQLITE_ERROR;
    }
    static int eof(sqlite3_vtab_cursor* cursor) { return source_of(cursor)->ended_ ? 1 : 0; }
    static int rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* out) {
        *out = reinterpret_cast<Cursor*>(cursor)->number;
        return SQLITE_OK;
    }
    static int column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int index) {
        const Param& value = source_of(cursor)->values_[static_cast<std::size_t>(index)];
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            sqlite3_result_int64(context, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            // Static: the value stands until the next row. A null pointer would give NULL instead of the empty text.
            sqlite3_result_text64(context, text->empty() ? "" : text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
        } else if (const auto* uuid = std::get_if<Uuid>(&value)) {
            sqlite3_result_blob(context, uuid->bytes.data(), 16, SQLITE_STATIC);
        } else if (const auto* flag = std::get_if<bool>(&value)) {
            sqlite3_result_int(context, *flag ? 1 : 0);
        } else {
            sqlite3_result_null(context);
        }
        return SQLITE_OK;
    }
};

void SqliteRows::attach(sqlite3* handle) {
    static const sqlite3_module module = [] {
        sqlite3_module made{};
        made.xConnect = Module::connect;  // no xCreate: it is only ever used by its own name
        made.xBestIndex = Module::best_index;
        made.xDisconnect = Module::disconnect;
        made.xOpen = Module::open;
        made.xClose = Module::close;
        made.xFilter = Module::filter;
        made.xNext = Module::next;
        made.xEof = Module::eof;
        made.xColumn = Module::column;
        made.xRowid = Module::rowid;
        return made;
    }();
    if (sqlite3_create_module_v2(handle, "bulk_rows", &module, this, nullptr) != SQLITE_OK) {
        throw Error(ErrorCause::other, sqlite3_errmsg(handle));
    }
}

SqliteRows::Source::Source(SqliteRows& rows, std::size_t columns, NextRow next) : rows_(rows), next_(next), values_(columns) {
    if (columns > most_columns) throw Error(ErrorCause::other, "a bulk insert of too many columns");
    if (rows_.source_ != nullptr) throw Error(ErrorCause::other, "a bulk insert within another");
    rows_.source_ = this;
}

SqliteRows::Source::~Source() { rows_.source_ = nullptr; }

void SqliteRows::Source::rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
}

bool SqliteRows::Source::advance() noexcept {
    try {
        ended_ = !next_(values_);
        for (const Param& value : values_) {
            if (ended_) break;
            if (const auto* text = std::get_if<std::string_view>(&value)) require_storable_text(*text);
        }
        return true;
    } catch (...) {
        thrown_ = std::current_exception();
        return false;
    }
}

}  // namespace klicnik::db
