#pragma once

#include <optional>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "modules/offerings/contract.hpp"
#include "modules/offerings/entitlement.hpp"

/// The life of a contract: pure functions of the contract and a day. Ends are half-open: an end is the first day without the
/// contract, so that twelve months from 1 January end on 1 January and adjoining contracts share no day.
namespace klicnik::offerings::rules {

/// What a person may say of a contract. Fields: `ends_on` before_start; `renewal_term_months` required when a contract that is
/// not over renews itself after an end; `annual_value` and `notice_days` out_of_range below 0; `ends_on` required of an expired,
/// `notice_given_on` and `terminated_on` of one with notice, `terminated_on` of a terminated contract, before_start when it ends
/// before it starts.
Result<> check_contract(const Contract& contract);

/// Field `period_to` before_start, `quantity` out_of_range below 0.
Result<> check_entitlement(const Entitlement& entitlement);

/// Does it go on by itself after the end of its term? Only an active one with an end and a known length of renewal.
bool renews(const Contract& contract);

/// The end of the term that runs on `day` (the first term before the start): the day that ends it when somebody ended it, else
/// `ends_on`, else of one that renews itself the first `ends_on` + k · `renewal_term_months` after `day`, counted from
/// `ends_on` so that a 31st stays one. Nothing when no end is agreed.
std::optional<Date> current_term_end(const Contract& contract, Date day);

/// The last day on which notice can be given so that the contract ends with its term: the last day of the term less
/// `notice_days`, because the period of notice begins on the day after (§ 605 of the Civil Code). Of a contract that renews
/// itself the first such day on or after `day`. Nothing unless active and with an end.
std::optional<Date> notice_deadline(const Contract& contract, Date day);

/// The first day without the contract when notice is given on `day`: the end of the first term for which it is in time; without
/// a term, or before the end of a term that does not renew itself, the day after the period of notice.
Date end_after_notice(const Contract& contract, Date day);

/// Never a draft or an archived one; else from `starts_on` up to, without, the end of the term.
bool is_in_force(const Contract& contract, Date day);

/// The state that the calendar makes of the stored one: an active contract whose end has come is expired, one with notice is
/// terminated, and an expired one whose end was moved into the future is active again.
ContractState implied_state(const Contract& contract, Date day);

/// Every way from one state to another that a person can take.
enum class Step { activate, give_notice, take_back_notice, terminate, renew };

/// Rule contract.step_not_allowed {state}: a draft is activated; active ones are given notice, terminated or renewed; notice is
/// taken back or hastened by termination; an expired one can be renewed late. A terminated contract stays so.
Result<> check_step(ContractState state, Step step);

/// The contract with its end where notice puts it. `terminated_on` absent: end_after_notice(). Errors: check_step; field
/// `notice_given_on` out_of_range before the start; `terminated_on` not_after, or out_of_range beyond the agreed end.
Result<Contract> with_notice(Contract contract, Date notice_given_on, std::optional<Date> terminated_on, Date today);

/// The contract as if notice had never been given.
Result<Contract> without_notice(Contract contract, Date today);

/// Ends it on `terminated_on` by agreement. Errors: check_step; field `terminated_on` before_start, or out_of_range beyond the
/// agreed end.
Result<Contract> terminated(Contract contract, Date terminated_on);

/// Its next term, up to `ends_on`; absent: `renewal_term_months` after the end of the term that runs. Errors: check_step; rule
/// contract.has_no_term when it runs without an end; field `ends_on` required without either, not_after the end of now.
Result<Contract> renewed(Contract contract, std::optional<Date> ends_on, Date today);

/// Of an edit: who switches renewal off or changes its length means the term that runs today, so that is kept as `ends_on`.
Contract with_running_term(const Contract& before, Contract after, Date today);

/// Annual values of contracts of one currency; exact until it is asked for a month.
class AnnualSum {
  public:
    void add(const Contract& contract) { units_ += contract.annual_value ? contract.annual_value->units : 0; }
    /// Σ annual / 12, rounded half-even once: twelve parts would not add up to the year.
    Decimal monthly() const { return {divide_half_even(units_, 12)}; }

  private:
    __int128 units_ = 0;
};

/// A twelfth of the annual value (metrics I-6: base = recurring monthly value × 12); sums go through AnnualSum.
std::optional<Decimal> monthly_value(const Contract& contract);

}  // namespace klicnik::offerings::rules
