#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "records/operation.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::test {

/// Stands in every text of the foreign client: who may not see that client must never receive this word.
constexpr std::string_view canary = "kanarekvklecizpiva";

/// One request that an operation accepts.
struct Example {
    std::string path;  ///< below /api/v1, with its query
    std::string body;  ///< empty when the operation takes none
    Headers headers;   ///< If-Match where the operation needs one
};

/// A small firm on a real server with somebody of every role. `own` are records of a client that `manager` leads and that
/// `colleague` works for; `foreign` are records of a client that only `rival` looks after.
class ApiWorld {
  public:
    ApiWorld();

    /// The one of this test process, made at the first call.
    static ApiWorld& shared();

    std::uint16_t port() const { return server_.port(); }
    pid_t server_pid() const { return server_.pid(); }
    std::filesystem::path database_file() const;
    const std::vector<Operation>& operations() const { return operations_; }
    const Operation& operation(std::string_view name) const;

    Person& owner() { return people_.at("owner"); }
    /// By the name of the role; "rival" is a second account manager.
    Person& person(std::string_view role) { return people_.find(role)->second; }

    /// Empty when there is none.
    const std::string& own(std::string_view entity) const;
    bool has_foreign(std::string_view entity) const { return foreign_.contains(entity); }
    const std::string& foreign(std::string_view entity) const { return foreign_.find(entity)->second; }

    /// A request that the owner's server accepts once, on records made for it.
    Example fresh_example(const Operation& operation);
    /// The same on the `own` records, which stay as they are when the request is a dry run.
    Example own_example(const Operation& operation);
    /// A valid body of generated values, with placeholders filled in; "" when the operation takes none.
    std::string example_body(const Operation& operation);
    /// A new record of the entity, made by the owner; its id.
    std::string make(std::string_view entity);
    /// The entity whose id stands in the path.
    static const Entity* entity_in_path(const Operation& operation);

  private:
    void found_firm();
    void make_clients();
    std::string make_as(Person& person, std::string_view entity, std::string_view members);
    Example example_on(const Operation& operation, bool fresh);
    std::string prepared(const Operation& operation);
    std::string version_of(const Operation& operation, std::string_view id);
    json::Value example_value(const Field& field);
    json::Value example_shape(const Shape& shape);
    std::string filled_in(std::string_view text);
    std::string wait_for_import(const std::string& id);

    TemporaryFolder folder_;
    ServerProcess server_;
    std::vector<Operation> operations_;
    std::map<std::string, Person, std::less<>> people_;
    std::map<std::string, std::string, std::less<>> own_;
    std::map<std::string, std::string, std::less<>> foreign_;
    int serial_ = 0;
};

/// "/accounts/{id}" with the names in braces replaced.
std::string with_path_ids(std::string_view path, std::string_view id);

std::string_view verb_of(const Operation& operation);

}  // namespace klicnik::test
