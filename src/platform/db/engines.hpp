#pragma once

#include <memory>

#include "platform/db/database.hpp"

namespace klicnik::db {

std::unique_ptr<Database> open_sqlite(const Options& options);
std::unique_ptr<Database> open_postgres(const Options& options);

/// Marks that this thread is inside read() or write() of a database. A call inside another one would wait for a
/// connection that its own caller holds, so it is refused at once instead of hanging under load.
class InsideDatabase {
  public:
    explicit InsideDatabase(const Database& database);
    ~InsideDatabase();
    InsideDatabase(const InsideDatabase&) = delete;
    InsideDatabase& operator=(const InsideDatabase&) = delete;

    static void refuse_nesting(const Database& database);
};

}  // namespace klicnik::db
