#include "modules/ledger/operations.hpp"

#include "modules/ledger/actions.hpp"
#include "modules/ledger/queries.hpp"
#include "records/json_values.hpp"

namespace klicnik::ledger {

namespace {

Result<Reply> get_ledger_summary(const Reader& reader, const Operation& operation, const Call& call) {
    const bool sensitive = reader.permissions().may_read_sensitive(reader.context(), operation.entity->name);
    TRY(const ListRequest request, parse_list(*operation.entity, call.query, sensitive));
    return shape_reply(summarise(reader, request));
}

Result<Reply> get_revenue(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Id<Account> account, path_id<Account>(call));
    std::int32_t months = 36;
    if (const auto text = call.param("months"); !text.empty()) {
        const auto number = parse_decimal(text);
        if (!number || number->units % Decimal::one != 0 || number->units < Decimal::one || number->units > 240 * Decimal::one) {
            return invalid("months", "out_of_range", {{"min", "1"}, {"max", "240"}});
        }
        months = static_cast<std::int32_t>(number->units / Decimal::one);
    }
    TRY(const RevenueByMonth revenue, account_revenue(reader, account, months, call.param("group") == "true"));
    return shape_reply(revenue);
}

Result<Reply> post_rate_list(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(const RateList list, read_input<RateList>(call.body));
    TRY(const RateListReport report, import_rate_list(work, list.text));
    return shape_reply(report);
}

}  // namespace

std::vector<Operation> operations() {
    const Entity& entry = entity_of<LedgerEntry>();
    const Entity& rate = entity_of<ExchangeRate>();
    return {
        list_operation(entry),
        export_operation(entry),
        get_operation(entry),
        create_operation<LedgerEntry, create_entry>(),
        update_operation<LedgerEntry, update_entry>(),
        history_operation(entry),
        {.name = "ledger_entry.summary", .verb = Verb::get, .path = "/ledger/summary", .permission = {"ledger_entry", Action::read},
         .entity = &entry, .answer = Answer::shape, .output = &shape_of<LedgerSummary>(), .read = get_ledger_summary},
        {.name = "account.revenue", .verb = Verb::get, .path = "/accounts/{id}/revenue", .permission = {"ledger_entry", Action::read},
         .entity = &entity_of<Account>(), .answer = Answer::shape, .output = &shape_of<RevenueByMonth>(), .read = get_revenue},
        list_operation(rate),
        export_operation(rate),
        get_operation(rate),
        create_operation<ExchangeRate, create_rate>(),
        update_operation<ExchangeRate, update_rate>(),
        history_operation(rate),
        {.name = "exchange_rate.import_list", .verb = Verb::post, .path = "/exchange_rates/list",
         .permission = {"exchange_rate", Action::create}, .entity = &rate, .input = &shape_of<RateList>(), .answer = Answer::shape,
         .output = &shape_of<RateListReport>(), .write = post_rate_list},
    };
}

}  // namespace klicnik::ledger
