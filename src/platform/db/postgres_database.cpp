#include "platform/db/engines.hpp"

namespace klicnik::db {

std::unique_ptr<Database> open_postgres(const Options&) {
    throw Error(ErrorCause::connection, "PostgreSQL is not built in yet");
}

}  // namespace klicnik::db
