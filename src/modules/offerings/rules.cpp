#include "modules/offerings/rules.hpp"

#include <algorithm>

#include "base/enum_names.hpp"

namespace klicnik::offerings::rules {

namespace {

Date last_of_days() {
    return *make_date(9999, 12, 31);
}

/// The first end of a term after `day`, k = 0, 1, 2 …
Date renewed_end(const Contract& contract, Date day) {
    const std::int32_t months = *contract.renewal_term_months;
    const Date first = *contract.ends_on;
    std::int32_t terms = std::max(0, (month_of(day) - month_of(first)) / months);
    while (add_months(first, terms * months) <= day) ++terms;
    return add_months(first, terms * months);
}

void require(bool present, const char* field, std::vector<FieldError>& errors) {
    if (!present) errors.push_back({field, "required"});
}

void check_end_of_life(const Contract& contract, std::vector<FieldError>& errors) {
    switch (contract.state) {
        case ContractState::draft:
        case ContractState::active: break;
        case ContractState::expired: require(contract.ends_on.has_value(), "ends_on", errors); break;
        case ContractState::notice_given:
            require(contract.notice_given_on.has_value(), "notice_given_on", errors);
            require(contract.terminated_on.has_value(), "terminated_on", errors);
            break;
        case ContractState::terminated: require(contract.terminated_on.has_value(), "terminated_on", errors); break;
    }
    if (contract.terminated_on && *contract.terminated_on < contract.starts_on) errors.push_back({"terminated_on", "before_start"});
}

/// An end that somebody chose must not lie beyond the one that comes anyway.
Result<> check_not_beyond(const Contract& contract, Date terminated_on) {
    const bool has_end = contract.ends_on && !renews(contract);
    if (terminated_on > last_of_days() || (has_end && terminated_on > *contract.ends_on)) {
        return invalid("terminated_on", "out_of_range", {{"max", to_text(has_end ? *contract.ends_on : last_of_days())}});
    }
    return {};
}

}  // namespace

Result<> check_contract(const Contract& contract) {
    std::vector<FieldError> errors;
    if (contract.ends_on && *contract.ends_on < contract.starts_on) errors.push_back({"ends_on", "before_start"});
    const bool goes_on = contract.state == ContractState::draft || contract.state == ContractState::active;
    if (goes_on && contract.auto_renew && contract.ends_on) require(contract.renewal_term_months.has_value(), "renewal_term_months", errors);
    if (contract.annual_value && contract.annual_value->units < 0) errors.push_back({"annual_value", "out_of_range", {{"min", "0"}}});
    if (contract.notice_days < 0) errors.push_back({"notice_days", "out_of_range", {{"min", "0"}}});
    check_end_of_life(contract, errors);
    if (errors.empty()) return {};
    return invalid(std::move(errors));
}

Result<> check_entitlement(const Entitlement& entitlement) {
    std::vector<FieldError> errors;
    if (entitlement.period_to && *entitlement.period_to < entitlement.period_from) errors.push_back({"period_to", "before_start"});
    if (entitlement.quantity.units < 0) errors.push_back({"quantity", "out_of_range", {{"min", "0"}}});
    if (errors.empty()) return {};
    return invalid(std::move(errors));
}

bool renews(const Contract& contract) {
    return contract.state == ContractState::active && contract.auto_renew && contract.ends_on && contract.renewal_term_months;
}

std::optional<Date> current_term_end(const Contract& contract, Date day) {
    if (contract.terminated_on) return contract.terminated_on;
    if (!renews(contract)) return contract.ends_on;
    return renewed_end(contract, day);
}

std::optional<Date> notice_deadline(const Contract& contract, Date day) {
    if (contract.state != ContractState::active || !contract.ends_on) return std::nullopt;
    const auto deadline_of = [&](Date end) { return end + (-1 - contract.notice_days); };
    if (!renews(contract)) return deadline_of(*contract.ends_on);
    // The first term that ends late enough.
    return deadline_of(renewed_end(contract, day + contract.notice_days));
}

Date end_after_notice(const Contract& contract, Date day) {
    const Date after_notice = day + (1 + contract.notice_days);
    if (!contract.ends_on) return after_notice;
    if (renews(contract)) return renewed_end(contract, day + contract.notice_days);
    return std::min(*contract.ends_on, after_notice);
}

bool is_in_force(const Contract& contract, Date day) {
    if (contract.archived || contract.state == ContractState::draft || day < contract.starts_on) return false;
    const auto end = current_term_end(contract, day);
    return !end || day < *end;
}

ContractState implied_state(const Contract& contract, Date day) {
    const auto end = current_term_end(contract, day);
    const bool is_over = end && *end <= day;
    switch (contract.state) {
        case ContractState::draft:
        case ContractState::terminated: return contract.state;
        case ContractState::active:
        case ContractState::expired: return is_over ? ContractState::expired : ContractState::active;
        case ContractState::notice_given: return is_over ? ContractState::terminated : ContractState::notice_given;
    }
    return contract.state;
}

Result<> check_step(ContractState state, Step step) {
    const auto is_one_of = [&](std::initializer_list<ContractState> states) { return std::find(states.begin(), states.end(), state) != states.end(); };
    bool allowed = false;
    switch (step) {
        case Step::activate: allowed = is_one_of({ContractState::draft}); break;
        case Step::give_notice: allowed = is_one_of({ContractState::active}); break;
        case Step::take_back_notice: allowed = is_one_of({ContractState::notice_given}); break;
        case Step::terminate: allowed = is_one_of({ContractState::active, ContractState::notice_given}); break;
        case Step::renew: allowed = is_one_of({ContractState::active, ContractState::expired}); break;
    }
    if (allowed) return {};
    return rule_violated("contract.step_not_allowed", {{"state", std::string(to_text(state))}});
}

Result<Contract> with_notice(Contract contract, Date notice_given_on, std::optional<Date> terminated_on, Date today) {
    CHECK_OK(check_step(contract.state, Step::give_notice));
    if (notice_given_on < contract.starts_on) return invalid("notice_given_on", "out_of_range", {{"min", to_text(contract.starts_on)}});
    const Date end = terminated_on.value_or(end_after_notice(contract, notice_given_on));
    if (terminated_on && end <= notice_given_on) return invalid("terminated_on", "not_after", {{"after", to_text(notice_given_on)}});
    CHECK_OK(check_not_beyond(contract, end));
    contract.state = ContractState::notice_given;
    contract.notice_given_on = notice_given_on;
    contract.terminated_on = end;
    contract.state = implied_state(contract, today);
    return contract;
}

Result<Contract> without_notice(Contract contract, Date today) {
    CHECK_OK(check_step(contract.state, Step::take_back_notice));
    contract.state = ContractState::active;
    contract.notice_given_on.reset();
    contract.terminated_on.reset();
    contract.end_reason.reset();
    contract.state = implied_state(contract, today);
    return contract;
}

Result<Contract> terminated(Contract contract, Date terminated_on) {
    CHECK_OK(check_step(contract.state, Step::terminate));
    if (terminated_on < contract.starts_on) return invalid("terminated_on", "before_start");
    CHECK_OK(check_not_beyond(contract, terminated_on));
    contract.state = ContractState::terminated;
    contract.terminated_on = terminated_on;
    return contract;
}

Result<Contract> renewed(Contract contract, std::optional<Date> ends_on, Date today) {
    CHECK_OK(check_step(contract.state, Step::renew));
    const auto end = current_term_end(contract, today);
    if (!end) return rule_violated("contract.has_no_term");
    if (!ends_on && !contract.renewal_term_months) return invalid("ends_on", "required");
    const Date next = ends_on ? *ends_on : add_months(*end, *contract.renewal_term_months);
    if (next <= *end) return invalid("ends_on", "not_after", {{"after", to_text(*end)}});
    if (next > last_of_days()) return invalid("ends_on", "out_of_range", {{"max", to_text(last_of_days())}});
    contract.ends_on = next;
    contract.state = ContractState::active;
    contract.state = implied_state(contract, today);
    return contract;
}

Contract with_running_term(const Contract& before, Contract after, Date today) {
    const bool changes_renewal = before.auto_renew != after.auto_renew || before.renewal_term_months != after.renewal_term_months;
    if (renews(before) && changes_renewal && before.ends_on == after.ends_on) after.ends_on = current_term_end(before, today);
    return after;
}

std::optional<Decimal> monthly_value(const Contract& contract) {
    if (!contract.annual_value) return std::nullopt;
    return Decimal{divide_half_even(contract.annual_value->units, 12)};
}

}  // namespace klicnik::offerings::rules
