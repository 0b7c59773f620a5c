#pragma once

#include <string>

namespace klicnik::test {

/// Creates a database in the server of this test process, starting it when needed, and answers its connection string.
/// `template_name` may name a database made before. Throws std::runtime_error when there is no PostgreSQL.
std::string create_postgres_database(const std::string& name, const std::string& template_name);

void drop_postgres_database(const std::string& name);

/// A name that no other test process uses at the same time.
std::string unique_database_name();

}  // namespace klicnik::test
