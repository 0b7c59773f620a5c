#include "tests/support/database_digest.hpp"

#include <sqlite3.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"

namespace klicnik::test {

namespace {

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

template <class OnRow>
void query(sqlite3* database, const std::string& sql, OnRow on_row) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
        throw std::runtime_error(std::string("digest: ") + sqlite3_errmsg(database));
    }
    while (sqlite3_step(statement) == SQLITE_ROW) on_row(statement);
    sqlite3_finalize(statement);
}

std::string rows_of(sqlite3* database, const std::string& table) {
    std::string digest;
    query(database, "SELECT * FROM \"" + table + "\"", [&](sqlite3_stmt* row) {
        std::string text = digest;
        for (int column = 0; column < sqlite3_column_count(row); ++column) {
            if (std::string_view(sqlite3_column_name(row, column)) == "last_seen_at") continue;
            text.push_back(static_cast<char>('0' + sqlite3_column_type(row, column)));
            const auto bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
            if (bytes) text.append(bytes, size);
        }
        digest = crypto::hex(crypto::view(crypto::sha256(text)));
    });
    return digest;
}

}  // namespace

std::map<std::string, std::string> database_digest(const std::filesystem::path& file) {
    sqlite3* handle = nullptr;
    sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
    const Database database(handle, &sqlite3_close);
    std::vector<std::string> tables;
    query(handle, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%' AND name <> 'session'",
          [&](sqlite3_stmt* row) { tables.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(row, 0))); });
    std::map<std::string, std::string> digests;
    for (const std::string& table : tables) digests[table] = rows_of(handle, table);
    return digests;
}

}  // namespace klicnik::test
