#include "tests/support/store.hpp"

#include "base/text.hpp"
#include "modules/accounts/actions.hpp"
#include "records/query.hpp"

namespace klicnik::test {

User EachStore::make_user(const std::string& name, std::vector<Role> roles) {
    User user;
    user.full_name = name;
    user.email = ascii_lower(name) + "@example.com";
    user.roles = std::move(roles);
    return must(store_.write(as_system(), [&](UnitOfWork& work) { return work.create(user); }));
}

Account EachStore::make_account(const std::string& name) {
    Account account;
    account.name = name;
    return must(store_.write(as_system(), [&](UnitOfWork& work) { return accounts::create_account(work, account); }));
}

AccountAssignment EachStore::make_lead(const Account& account, const User& user) {
    AccountAssignment lead;
    lead.account_id = account.id;
    lead.user_id = user.id;
    lead.from_on = *parse_date("2026-01-01");
    return must(store_.write(as_system(), [&](UnitOfWork& work) { return accounts::add_assignment(work, lead); }));
}

std::string EachStore::list_json(const Context& context, const QueryParams& params) {
    return store_.read(context, [&](const Reader& reader) {
        const auto request = parse_list(entity_of<Account>(), params, true);
        if (!request) return "error " + request.error().fields.front().field + " " + request.error().fields.front().code;
        json::Writer out;
        write_list(reader, entity_of<Account>(), *request, out);
        return out.take();
    });
}

std::vector<std::string> EachStore::names(const Context& context, const QueryParams& params) {
    const auto parsed = json::parse(list_json(context, params));
    std::vector<std::string> found;
    if (!parsed) return found;
    for (const json::Value& item : parsed->find("items")->items()) found.push_back(*item.find("name")->as_string());
    return found;
}

}  // namespace klicnik::test
