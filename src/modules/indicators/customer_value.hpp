#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/function_ref.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/accounts/account.hpp"
#include "modules/indicators/bgnbd.hpp"
#include "modules/indicators/gamma_gamma.hpp"
#include "modules/indicators/pareto_nbd.hpp"
#include "modules/indicators/rfm.hpp"

/// The report on the value of customers without a contract: the fitted models, what to expect, who still buys, and what each is
/// worth (metrics (f)). The same for the ledger and for a bare file.
namespace klicnik::indicators {

struct ValueQuestion {
    Date as_of;                          ///< the last day that the models learn from
    std::int32_t horizon_weeks = 52;     ///< 1…520
    std::int64_t margin_bp = 10'000;     ///< share of the amount that is margin
    std::int64_t discount_bp = 1'000;    ///< a year
    std::int64_t most_items = 50;
};

/// One fitted parameter; four decimals are more than the standard error ever allows.
struct FittedParameter {
    std::string model;  ///< bg_nbd, gamma_gamma, pareto_nbd
    std::string name;   ///< r, alpha, a, b; p, q, gamma; r, alpha, s, beta
    Decimal value;
    std::optional<Decimal> standard_error;
};

enum class ActivityReason { no_repeat_yet, nobody_seems_gone };

struct CustomerValue {
    std::optional<Id<Account>> account_id;  ///< absent for a bare file
    std::string name;                       ///< of the client; the key in the file
    std::int64_t repeats = 0;               ///< x: days of purchase after the first
    Date first_on;
    Date last_on;
    std::optional<std::int64_t> active_bp;  ///< the probability that the customer still buys
    std::optional<ActivityReason> active_reason;
    std::optional<std::int64_t> second_active_bp;  ///< the same by Pareto/NBD, also after a single purchase
    Decimal expected_purchases;             ///< within the horizon
    Decimal expected_amount;                ///< of one purchase
    Decimal value;                          ///< margin within the horizon, discounted
    std::optional<Decimal> endless_value;   ///< margin without a horizon, discounted, by Pareto/NBD
};

struct SegmentLine {
    std::optional<RfmSegment> segment;  ///< null: scores that no segment covers
    std::int64_t customers = 0;
    Decimal amount;
};

struct ValueReport {
    std::optional<Currency> currency;   ///< absent for a bare file
    Date as_of;
    std::int32_t horizon_weeks = 52;
    std::int64_t margin_bp = 10'000;
    std::int64_t discount_bp = 0;
    std::int64_t customers = 0;         ///< who bought by the day
    std::int64_t repeaters = 0;         ///< of those, with a repeat
    std::int64_t repeats = 0;           ///< repeat purchases of all
    std::int64_t without_repeat = 0;    ///< the zero class, of whom the model knows least
    std::int64_t clients_without_rate = 0;  ///< left out, because an exchange rate is missing
    std::optional<FitRefusal> purchases_refusal;  ///< why BG/NBD was not fitted; then nothing of it follows
    std::optional<FitRefusal> amounts_refusal;    ///< why Gamma-Gamma was not fitted
    bool nobody_seems_gone = false;               ///< the purchases do not tell who left: what is expected is an upper bound
    std::vector<FittedParameter> parameters;
    std::optional<Decimal> purchases_log_likelihood;
    std::optional<Decimal> amounts_log_likelihood;
    std::optional<std::int64_t> correlation_bp;   ///< of how often and how much; the models want it near 0
    std::optional<Decimal> expected_purchases;    ///< of all within the horizon
    std::optional<Decimal> active_customers;      ///< Σ of the probabilities of those with a repeat
    std::optional<Decimal> value;                 ///< of all
    std::optional<Decimal> value_without_repeat;  ///< the part of the zero class
    std::optional<FitRefusal> second_refusal;     ///< why Pareto/NBD, the second opinion, was not fitted
    std::int64_t second_customers = 0;            ///< whom it learned from
    std::optional<Decimal> second_log_likelihood; ///< of those; comparable when they are all
    std::optional<Decimal> second_expected_purchases;
    std::optional<Decimal> second_active_customers;       ///< Σ of the probabilities of those with a repeat
    std::optional<Decimal> second_active_without_repeat;  ///< of those with a single purchase
    std::optional<Decimal> endless_value;                 ///< without a horizon; none without a discount, as it has no end
    std::optional<Decimal> endless_value_without_repeat;
    std::vector<CustomerValue> items;             ///< the most valuable first
    std::vector<SegmentLine> segments;            ///< by recency, frequency and money
};

/// What the models learned from a book, whatever is then asked of them.
struct ValueFits {
    BgNbdFit purchases;
    GammaGammaFit amounts;
    ParetoNbdFit second;  ///< see fit_second_opinion()
};

ValueFits fit_value(std::span<const CustomerHistory> histories);

/// `fits` are those of the same histories; `name` tells who a customer is, for the items only.
ValueReport value_report(std::span<const CustomerHistory> histories, const ValueFits& fits, const ValueQuestion& question,
                         FunctionRef<std::pair<std::optional<Id<Account>>, std::string>(std::uint32_t customer)> name);

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::FittedParameter);
KLICNIK_SHAPE(indicators::CustomerValue);
KLICNIK_SHAPE(indicators::SegmentLine);
KLICNIK_SHAPE(indicators::ValueReport);
}  // namespace klicnik
