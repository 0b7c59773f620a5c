#pragma once

#include "platform/db/connection.hpp"

namespace klicnik::db {

/// Copies every row of a database of one engine into one of the other; both must be migrated to the same step, and what the
/// migrations put into the target gives way. Tables are written after those they refer to, each in one statement, and
/// read in pages, so that memory does not depend on their size. What an engine derives (identities, the index for search) is
/// made anew. Throws Error of the engines, and std::logic_error when their tables differ.
void copy_all_rows(Connection& from, Connection& to);

}  // namespace klicnik::db
