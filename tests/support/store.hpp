#pragma once

#include <string>
#include <vector>

#include "app/app.hpp"
#include "modules/accounts/account.hpp"
#include "modules/accounts/account_assignment.hpp"
#include "modules/identity/permissions.hpp"
#include "modules/identity/user.hpp"
#include "records/store.hpp"
#include "tests/support/databases.hpp"

namespace klicnik::test {

/// A store on a fresh database of either engine, with a clock that stands at 2026-11-23 09:00 UTC and people to act as.
class EachStore : public EachEngineWithTables {
  protected:
    EachStore() : store_(database(), identity::default_permissions()) { register_modules(); }
    explicit EachStore(db::Engine engine) : EachEngineWithTables(engine), store_(database(), identity::default_permissions()) { register_modules(); }

    const Store& store() const { return store_; }

    Context as_system() const {
        Context context;
        context.now = now_;
        context.today = *parse_date("2026-11-23");
        context.request_id = "test";
        return context;
    }
    Context as(const User& user) const {
        Context context = as_system();
        context.actor = user.id;
        context.roles = user.roles;
        context.origin = Origin::http;
        if (user.department_id) context.department = user.department_id->value;
        return context;
    }
    void advance_seconds(std::int64_t seconds) { now_.micros += seconds * 1'000'000; }

    /// Fails the test when the write fails.
    template <class T>
    T must(Result<T> result) {
        if (!result) ADD_FAILURE() << result.error().code << " " << (result.error().fields.empty() ? "" : result.error().fields.front().field);
        return result ? std::move(result).value() : T{};
    }
    User make_user(const std::string& name, std::vector<Role> roles);
    Account make_account(const std::string& name);
    AccountAssignment make_lead(const Account& account, const User& user);

    /// The names in a list reply, in their order.
    std::vector<std::string> names(const Context& context, const QueryParams& params);
    std::string list_json(const Context& context, const QueryParams& params);

  private:
    Store store_;
    Timestamp now_ = *parse_timestamp("2026-11-23T09:00:00Z");
};

}  // namespace klicnik::test
