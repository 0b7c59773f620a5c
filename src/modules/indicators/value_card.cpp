#include "modules/indicators/value_card.hpp"

#include "modules/indicators/renewals.hpp"
#include "modules/ledger/queries.hpp"
#include "modules/offerings/contract.hpp"
#include "modules/segmentation/account_judgement.hpp"
#include "records/entity.hpp"

namespace klicnik::indicators {

namespace {

ValueComponent unknown(ValuePart part, ValueUnknown why, ValueUnit unit = ValueUnit::money) {
    return {.part = part, .unit = unit, .unknown = why};
}

ValueComponent known(ValuePart part, Decimal value, ValueSource source, Date on) {
    return {.part = part, .value = value, .source = source, .on = on};
}

ValueComponent margin_of(const Reader& reader, const Account& account) {
    if (!reader.permissions().may_read_sensitive(reader.context(), "account")) return unknown(ValuePart::margin, ValueUnknown::not_allowed);
    const auto end = ledger::book_end(reader);
    if (!end || !account.first_revenue_on) return unknown(ValuePart::margin, ValueUnknown::no_books);
    if (!account.margin_12m) return unknown(ValuePart::margin, ValueUnknown::rate_missing);
    return known(ValuePart::margin, *account.margin_12m, ValueSource::ledger, last_day(*end));
}

ValueComponent contracted_of(const Reader& reader, const Account& account) {
    if (!reader.sees_account(account.id.value, {"contract_value", Action::read})) return unknown(ValuePart::contracted, ValueUnknown::not_allowed);
    // The days and the rate are those of the report on renewals, so that both say the same.
    const Date today = reader.context().today;
    const Currency base = ledger::base_currency(reader);
    ledger::MonthConverter converter(reader, base);
    Decimal sum;
    bool any = false, complete = true;
    for (const Contract& contract : reader.all<Contract>("account_id = $1 AND NOT archived AND state <> 'draft' AND annual_value > 0", account.id)) {
        const Date from = today + 1;
        const Date to = add_months(today, 12) + 1;
        if (contracted_between(contract.annual_value->units, contract.starts_on, contract.term_ends_on, from, to) == 0) continue;
        any = true;
        const auto worth = converter.worth(contract.currency.value_or(base), today);
        complete = complete && worth;
        if (!worth) continue;
        const std::int64_t value = divide_half_even(static_cast<__int128>(contract.annual_value->units) * worth->numerator, worth->denominator);
        sum.units += contracted_between(value, contract.starts_on, contract.term_ends_on, from, to);
    }
    if (!any) return unknown(ValuePart::contracted, ValueUnknown::no_contract);
    if (!complete) return unknown(ValuePart::contracted, ValueUnknown::rate_missing);
    return known(ValuePart::contracted, sum, ValueSource::contracts, today);
}

ValueComponent judged(const Reader& reader, const Account& account, ValuePart part) {
    if (!reader.sees_account(account.id.value, {"account_judgement", Action::read})) return unknown(part, ValueUnknown::not_allowed, ValueUnit::points);
    std::optional<AccountJudgement> newest;
    for (AccountJudgement& one : reader.all<AccountJudgement>("account_id = $1 AND criterion = $2", account.id, to_text(part))) {
        const auto rank = [](const AccountJudgement& judgement) { return std::pair(judgement.judged_on, judgement.id); };
        if (!newest || rank(*newest) < rank(one)) newest = std::move(one);
    }
    if (!newest) return unknown(part, ValueUnknown::not_judged, ValueUnit::points);
    ValueComponent component{.part = part, .unit = ValueUnit::points, .value = newest->value, .source = ValueSource::judgement, .on = newest->judged_on};
    component.reason = newest->reason;
    component.judged_by_id = newest->judged_by_id;
    if (newest->judged_by_id) {
        if (const auto user = reader.find(*newest->judged_by_id)) component.judged_by = user->full_name;
    }
    component.stale = newest->judged_on && add_months(*newest->judged_on, 12) < reader.context().today;
    return component;
}

}  // namespace

Result<ValueCard> value_card(const Reader& reader, Id<Account> account_id) {
    if (!reader.sees_account(account_id.value, {"account", Action::read})) return not_found("account");
    const auto account = reader.find(account_id);
    if (!account) return not_found("account");
    ValueCard card{account_id, ledger::base_currency(reader), {}};
    card.components = {margin_of(reader, *account),
                       contracted_of(reader, *account),
                       judged(reader, *account, ValuePart::potential),
                       judged(reader, *account, ValuePart::strategic),
                       unknown(ValuePart::whitespace, ValueUnknown::not_recorded),
                       unknown(ValuePart::referrals, ValueUnknown::not_recorded)};
    return card;
}

}  // namespace klicnik::indicators

namespace klicnik {

using indicators::ValueCard;
using indicators::ValueComponent;

static constexpr Field value_component_fields[] = {
    field<&ValueComponent::part>(),   field<&ValueComponent::unit>(), field<&ValueComponent::value>(),        field<&ValueComponent::unknown>(),
    field<&ValueComponent::source>(), field<&ValueComponent::on>(),   field<&ValueComponent::judged_by_id>(), field<&ValueComponent::judged_by>(),
    field<&ValueComponent::reason>(), field<&ValueComponent::stale>(),
};
KLICNIK_DEFINE_SHAPE(ValueComponent, "value_component", value_component_fields);

static constexpr Field value_card_fields[] = {field<&ValueCard::account_id>(), field<&ValueCard::currency>(), field<&ValueCard::components>()};
KLICNIK_DEFINE_SHAPE(ValueCard, "value_card", value_card_fields);

}  // namespace klicnik
