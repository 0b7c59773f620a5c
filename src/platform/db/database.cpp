#include "platform/db/database.hpp"

#include <algorithm>
#include <vector>

#include "platform/db/engines.hpp"

namespace klicnik::db {

namespace {

/// The databases this thread is working in: two at most, when one is copied to the other.
std::vector<const Database*>& databases_of_thread() {
    thread_local std::vector<const Database*> databases;
    return databases;
}

}  // namespace

InsideDatabase::InsideDatabase(const Database& database) { databases_of_thread().push_back(&database); }
InsideDatabase::~InsideDatabase() { databases_of_thread().pop_back(); }

void InsideDatabase::refuse_nesting(const Database& database) {
    const auto& inside = databases_of_thread();
    if (std::find(inside.begin(), inside.end(), &database) != inside.end()) {
        throw std::logic_error("read() or write() inside another: pass the connection on");
    }
}

std::unique_ptr<Database> Database::open(const Options& options) {
    if (!options.postgres.empty()) return open_postgres(options);
    return open_sqlite(options);
}

}  // namespace klicnik::db
