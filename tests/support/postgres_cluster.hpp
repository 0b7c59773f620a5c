#pragma once

#include <string>

namespace klicnik::test {

/// Creates a database in the server of this test process, starting it when needed, and answers its connection string.
/// `template_name` may name a database made before. Throws std::runtime_error when there is no PostgreSQL.
std::string create_postgres_database(const std::string& name, const std::string& template_name);

void drop_postgres_database(const std::string& name);

/// A name that no other test process uses at the same time.
std::string unique_database_name();

/// An empty database in the PostgreSQL of this test process.
class EmptyPostgres {
  public:
    EmptyPostgres() : name_(unique_database_name()), target_(create_postgres_database(name_, "")) {}
    ~EmptyPostgres() { drop_postgres_database(name_); }
    EmptyPostgres(const EmptyPostgres&) = delete;
    EmptyPostgres& operator=(const EmptyPostgres&) = delete;
    const std::string& target() const { return target_; }

  private:
    std::string name_;
    std::string target_;
};

}  // namespace klicnik::test
