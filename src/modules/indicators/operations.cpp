#include "modules/indicators/operations.hpp"

#include "modules/indicators/attention_report.hpp"
#include "modules/indicators/care_return_report.hpp"
#include "modules/indicators/indicator_values.hpp"
#include "modules/indicators/renewals.hpp"
#include "modules/indicators/retention_report.hpp"
#include "modules/indicators/suitability_report.hpp"
#include "modules/indicators/value_card.hpp"
#include "modules/indicators/value_query.hpp"
#include "modules/indicators/what_if.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

constexpr std::int64_t rows_of_a_page = 50;
constexpr std::int64_t most_rows = 200;

Result<IndicatorCode> code_of(const Call& call) {
    const auto code = call.ids.empty() ? std::nullopt : parse_enum<IndicatorCode>(call.ids.front());
    if (!code) return not_found("indicator");
    return *code;
}

Result<Reply> get_overview(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Question question, read_question(reader, call, {}, Families::yes));
    return shape_reply(overview(reader, question));
}

Result<Reply> get_indicator(const Reader& reader, const Operation&, const Call& call) {
    TRY(const IndicatorCode code, code_of(call));
    TRY(const Question question, read_question(reader, call, {}, Families::yes));
    return shape_reply(indicator_report(reader, question, code));
}

Result<Reply> get_rows(const Reader& reader, const Operation&, const Call& call) {
    static constexpr std::string_view paging[] = {"after", "limit"};
    TRY(const IndicatorCode code, code_of(call));
    TRY(const std::int64_t from, number_param(call, "after", 0, 0, 1'000'000'000));
    TRY(const std::int64_t limit, number_param(call, "limit", rows_of_a_page, 1, most_rows));
    TRY(const Question question, read_question(reader, call, paging, Families::yes));
    return shape_reply(indicator_rows(reader, question, code, static_cast<std::size_t>(from), static_cast<std::size_t>(limit)));
}

Result<Reply> get_retention(const Reader& reader, const Operation&, const Call& call) {
    static constexpr std::string_view own[] = {"step"};
    TRY(const std::int64_t step, number_param(call, "step", 3, 1, 12));
    if (12 % step != 0) return invalid("step", "not_a_choice", {{"value", std::to_string(step)}});
    TRY(const Question question, read_question(reader, call, own, Families::yes));
    return shape_reply(retention_report(reader, question, static_cast<std::int32_t>(step)));
}

Result<Reply> get_growth(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Question question, read_question(reader, call, {}, Families::yes));
    return shape_reply(growth_report(reader, question));
}

Result<Reply> get_value(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Question question, read_question(reader, call, value_parameters()));
    TRY(const ValueReport report, value_report(reader, question, call));
    return shape_reply(report);
}

Result<Reply> get_renewals(const Reader& reader, const Operation&, const Call& call) {
    // Contracts hold on any day, whether the books have come that far or not.
    Call of_contracts = call;
    std::erase_if(of_contracts.query, [](const auto& param) { return param.first == "base"; });
    of_contracts.query.emplace_back("base", to_text(Base::contracts));
    TRY(const Question question, read_question(reader, of_contracts));
    return shape_reply(renewals_report(reader, question));
}

/// The period and the clients stand in the address as everywhere, the wishes in the body.
Result<Reply> post_what_if(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Question question, read_question(reader, call));
    TRY(const WhatIf wishes, read_input<WhatIf>(call.body));
    TRY(const WhatIfReport report, what_if(reader, question, wishes));
    return shape_reply(report);
}

Result<Reply> get_care_return(const Reader& reader, const Operation&, const Call& call) {
    TRY(const CareParameters parameters, read_care_parameters(call));
    TRY(const Question question, read_question(reader, call, care_parameter_names()));
    return shape_reply(care_return_report(reader, question, parameters));
}

Result<Reply> get_attention(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Question question, read_question(reader, call));
    return shape_reply(attention_report(reader, question));
}

Result<Reply> get_suitability(const Reader& reader, const Operation&, const Call& call) {
    TRY(const SuitabilityAssumptions assumptions, read_suitability_assumptions(call));
    TRY(const Question question, read_question(reader, call, suitability_parameter_names()));
    return shape_reply(suitability_report(reader, question, assumptions));
}

Result<Reply> get_value_card(const Reader& reader, const Operation&, const Call& call) {
    TRY(const Id<Account> account, path_id<Account>(call));
    TRY(const ValueCard card, value_card(reader, account));
    return shape_reply(card);
}

}  // namespace

static void add_care_operations(std::vector<Operation>& all, const Permission& indicator) {
    all.push_back({.name = "report.care_return", .verb = Verb::get, .path = "/reports/care_return", .permission = indicator, .answer = Answer::shape,
                   .output = &shape_of<CareReturnReport>(), .read = get_care_return});
    all.push_back({.name = "report.attention", .verb = Verb::get, .path = "/reports/attention", .permission = indicator, .answer = Answer::shape,
                   .output = &shape_of<AttentionReport>(), .read = get_attention});
    all.push_back({.name = "report.suitability", .verb = Verb::get, .path = "/reports/suitability", .permission = indicator, .answer = Answer::shape,
                   .output = &shape_of<SuitabilityReport>(), .read = get_suitability});
}

std::vector<Operation> operations() {
    const Permission indicator{"indicator", Action::read};
    std::vector<Operation> all;
    all.push_back({.name = "indicator.overview", .verb = Verb::get, .path = "/indicators", .permission = indicator, .answer = Answer::shape,
                   .output = &shape_of<Overview>(), .read = get_overview});
    all.push_back({.name = "indicator.get", .verb = Verb::get, .path = "/indicators/{code}", .permission = indicator, .answer = Answer::shape,
                   .output = &shape_of<IndicatorReport>(), .read = get_indicator});
    all.push_back({.name = "indicator.rows", .verb = Verb::get, .path = "/indicators/{code}/rows", .permission = indicator, .answer = Answer::shape,
                   .output = &shape_of<IndicatorRows>(), .read = get_rows});
    all.push_back({.name = "report.retention", .verb = Verb::get, .path = "/reports/retention", .permission = indicator, .answer = Answer::shape,
                   .output = &shape_of<RetentionReport>(), .read = get_retention});
    all.push_back({.name = "report.growth", .verb = Verb::get, .path = "/reports/growth", .permission = indicator, .answer = Answer::shape,
                   .output = &shape_of<GrowthReport>(), .read = get_growth});
    all.push_back({.name = "report.value", .verb = Verb::get, .path = "/reports/value", .permission = indicator, .answer = Answer::shape,
                   .output = &shape_of<ValueReport>(), .read = get_value});
    // Values of contracts are for those who see them.
    all.push_back({.name = "report.renewals", .verb = Verb::get, .path = "/reports/renewals", .permission = {"contract_value", Action::read},
                   .answer = Answer::shape, .output = &shape_of<RenewalsReport>(), .read = get_renewals});
    all.push_back({.name = "indicator.what_if", .verb = Verb::post, .path = "/what_if", .permission = indicator, .input = &shape_of<WhatIf>(),
                   .answer = Answer::shape, .output = &shape_of<WhatIfReport>(), .read = post_what_if});
    all.push_back({.name = "account.value_card", .verb = Verb::get, .path = "/accounts/{id}/value_card", .permission = {"account", Action::read},
                   .entity = &entity_of<Account>(), .answer = Answer::shape, .output = &shape_of<ValueCard>(), .read = get_value_card});
    add_care_operations(all, indicator);
    return all;
}

}  // namespace klicnik::indicators
