#pragma once

#include "modules/indicators/maximum_likelihood.hpp"
#include "modules/indicators/question.hpp"
#include "modules/offerings/contract.hpp"

/// What contracts secure, when they end, and what is at risk (domain I-32, I-34; AC44.1).
namespace klicnik::indicators {

/// The chance that a contract is renewed, by the state of the client: until the health of clients is measured, 0.95, 0.8 and 0.5
/// (I-32).
std::int64_t renewal_chance_bp(accounts::Lifecycle lifecycle);

/// What a contract brings in the days of [from, to): its yearly value by the days on which it runs; ten-thousandths.
std::int64_t contracted_between(std::int64_t annual, Date starts, std::optional<Date> ends, Date from, Date to);

struct Renewal {
    Id<Contract> contract_id;
    Id<Account> account_id;
    std::string name;                ///< of the client
    std::string contract;            ///< its name or number
    std::optional<accounts::Tier> tier;
    Date term_ends_on;
    std::optional<Date> notice_deadline_on;
    bool auto_renew = false;
    std::optional<Decimal> annual_value;  ///< base currency; absent when a rate is missing
    std::int64_t chance_bp = 0;
    std::optional<Decimal> at_risk;       ///< annual value × (1 − chance)
};

struct RenewalMonth {
    Month month;
    std::int64_t contracts = 0;   ///< whose term ends in it
    Decimal annual_value;
    Decimal forecast;             ///< what of it is expected to be renewed: value × chance
};

/// The shifted-beta-geometric model of how long contracts are kept (metrics (f.6)), by periods of `period_months`.
struct KeepingModel {
    std::int32_t period_months = 12;
    std::int64_t contracts = 0;
    std::optional<FitRefusal> refusal;
    std::optional<Decimal> alpha;
    std::optional<Decimal> beta;
    std::optional<Decimal> payments_to_come;  ///< DERL of a client who has just paid the first time, at 10 % a year
};

struct RenewalsReport {
    AskedPeriod period;
    std::optional<NoValue> reason;            ///< no_contracts
    std::int64_t contracts = 0;               ///< in force on the day
    Decimal annual_value;                     ///< of these
    Decimal contracted_12m;                   ///< what runs for sure in the twelve months after the day, without renewals
    std::optional<std::int64_t> contracted_share_bp;  ///< of the revenue of the last twelve months
    Decimal at_risk_180d;                     ///< I-32: of terms whose notice ends, or which end, within 180 days
    std::optional<std::int64_t> margin_variation_bp;  ///< I-34, 24 months
    std::int64_t key_clients = 0;             ///< of tier A
    std::optional<std::int64_t> two_deciders_bp;      ///< of these, with two people who decide
    std::int64_t unknown = 0;                 ///< contracts left out: a rate is missing
    std::vector<RenewalMonth> months;         ///< twelve, from the month of the day
    std::vector<Renewal> items;               ///< by what comes first, at most 200
    KeepingModel keeping;
};

RenewalsReport renewals_report(const Reader& reader, const Question& question);

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::Renewal);
KLICNIK_SHAPE(indicators::RenewalMonth);
KLICNIK_SHAPE(indicators::KeepingModel);
KLICNIK_SHAPE(indicators::RenewalsReport);
}  // namespace klicnik
