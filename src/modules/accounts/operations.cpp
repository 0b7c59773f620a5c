#include "modules/accounts/operations.hpp"

#include "base/identifiers.hpp"
#include "modules/accounts/actions.hpp"
#include "modules/accounts/queries.hpp"
#include "records/json_values.hpp"

namespace klicnik::accounts {

namespace {

/// Odd identifiers are shown, never refused: foreign and exceptional numbers exist.
void append_warnings(Reply& reply, const Account& account) {
    json::Writer out;
    out.begin_array();
    const auto view = [](const std::optional<std::string>& text) { return text ? std::string_view(*text) : std::string_view{}; };
    const identifiers::Identifiers known{.reg_no = view(account.reg_no), .vat_no = view(account.vat_no), .country = view(account.country),
                                         .email = view(account.email), .phone = view(account.phone), .website = view(account.website),
                                         .postal_code = view(account.postal_code)};
    for (const identifiers::Warning& warning : identifiers::warnings(known)) {
        out.begin_object().key("field").string(warning.field).key("code").string(warning.code).end_object();
    }
    out.end_array();
    reply.body.pop_back();
    reply.body.append(",\"warnings\":").append(out.view()).append("}");
}

Result<Reply> with_warnings(const Reader& reader, Result<Reply> reply) {
    if (!reply) return reply;
    const auto body = reply->body.find("\"id\":\"");
    const auto id = parse_id("acc", std::string_view(reply->body).substr(body + 6, 30));
    if (const auto account = id ? reader.find(Id<Account>{*id}) : std::nullopt) append_warnings(*reply, *account);
    return reply;
}

Result<Reply> get_account(const Reader& reader, const Operation& operation, const Call& call) {
    return with_warnings(reader, get_operation(entity_of<Account>()).read(reader, operation, call));
}

Result<Reply> post_account(UnitOfWork& work, const Operation& operation, const Call& call) {
    return with_warnings(work, create_operation<Account, create_account>().write(work, operation, call));
}

Result<Reply> patch_account(UnitOfWork& work, const Operation& operation, const Call& call) {
    return with_warnings(work, update_operation<Account, update_account>().write(work, operation, call));
}

Result<Reply> get_summary(const Reader& reader, const Operation& operation, const Call& call) {
    const bool sensitive = reader.permissions().may_read_sensitive(reader.context(), "account");
    TRY(const ListRequest request, parse_list(*operation.entity, call.query, sensitive));
    return shape_reply(summarise(reader, request));
}

Result<Reply> get_group(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Id<Account> id, path_id<Account>(call));
    TRY(const Group found, group(reader, id));
    return shape_reply(found);
}

}  // namespace

std::vector<Operation> operations() {
    const Entity& account = entity_of<Account>();
    const Entity& assignment = entity_of<AccountAssignment>();
    Operation get = get_operation(account);
    get.read = get_account;
    Operation create = create_operation<Account, create_account>();
    create.write = post_account;
    Operation update = update_operation<Account, update_account>();
    update.write = patch_account;
    return {
        list_operation(account),
        export_operation(account),
        {.name = "account.summary", .verb = Verb::get, .path = "/accounts/summary", .permission = {"account", Action::read},
         .entity = &account, .answer = Answer::shape, .output = &shape_of<Summary>(), .read = get_summary},
        get,
        create,
        update,
        history_operation(account),
        archive_operation(account),
        restore_operation(account),
        {.name = "account.group", .verb = Verb::get, .path = "/accounts/{id}/group", .permission = {"account", Action::read},
         .entity = &account, .answer = Answer::shape, .output = &shape_of<Group>(), .read = get_group},
        list_operation(assignment),
        get_operation(assignment),
        history_operation(assignment),
    };
}

}  // namespace klicnik::accounts
