#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/id.hpp"
#include "base/money.hpp"
#include "modules/accounts/account.hpp"
#include "modules/indicators/movements.hpp"
#include "modules/indicators/order_rhythm.hpp"

/// The words of the indicators: what can be asked for and how an answer looks (domain 5.10).
namespace klicnik::indicators {

/// What is measured; each has a definition under `indicator.<code>` in the texts.
enum class IndicatorCode {
    net_retention,         ///< I-7
    booked_retention,      ///< I-7 with the credits of lost clients counted against it
    gross_retention,       ///< I-6
    logo_retention,        ///< I-5 with the window of revenue
    expansion,             ///< I-8
    revenue,               ///< the book at the end of the period
    clients,               ///< with a positive base at the end
    new_business,
    reactivation,
    churn,
    contraction,
    top_share,             ///< I-2: the largest client's share in the margin of the window
    top_five_share,
    concentration_index,   ///< I-2: HHI
    existential_clients,   ///< I-2: more than a quarter of the margin
    late_clients,          ///< I-33: later than 1.5 of their own intervals
    margin_variation,      ///< I-34
};

enum class IndicatorUnit { ratio, money, count, number };

/// Why there is no value.
enum class NoValue {
    no_clients,          ///< nobody had a base at the start
    no_books,            ///< nothing is booked
    too_short,           ///< the books do not reach back to the start of the period
    not_known_then,      ///< nothing was known on that day
    no_margin,           ///< the margin of the window is not positive
    no_contracts,
    too_few_months,
    too_few_clients,
    not_allowed,         ///< the role does not see margins
    no_cost,             ///< no such cost is recorded
    too_few_won,         ///< fewer than five clients were won
    not_of_a_family,     ///< days of orders are known of the client, not of a family
};

/// Which knowledge counts: all of today, or what was booked on the day.
enum class Knowledge { now, then };

/// By what a figure can be split.
enum class SplitBy { none, manager, tier, industry_code, country, size_band, lifecycle, care_model, city, family };

struct IndicatorValue {
    IndicatorCode code = IndicatorCode::net_retention;
    IndicatorUnit unit = IndicatorUnit::ratio;
    std::optional<std::int64_t> value_bp;  ///< of a ratio
    std::optional<Decimal> value;          ///< of money, counts and numbers
    std::optional<Decimal> numerator;      ///< of a ratio: money or clients
    std::optional<Decimal> denominator;
    std::int64_t clients = 0;              ///< that the value rests on
    std::int64_t unknown = 0;              ///< left out, because a rate is missing
    std::optional<NoValue> reason;         ///< why there is no value
};

struct TrendPoint {
    Month month;
    std::optional<std::int64_t> value_bp;
    std::optional<Decimal> value;
};

/// What was asked for, as it was understood: stands on every report.
struct AskedPeriod {
    Currency currency;
    Base base = Base::invoices;
    Knowledge known = Knowledge::now;
    Date as_of;
    std::int32_t window = 12;
    Month start_first;  ///< the months of the start …
    Month start_last;
    Month end_first;    ///< … and of the end
    Month end_last;
    bool group = false;
    std::optional<std::string> family;  ///< only the money of this family, by its name; "" = what belongs to none
    std::int64_t clients_chosen = 0;
    std::int64_t clients_without_rate = 0;  ///< of those: nothing is known, as an exchange rate is missing
    std::optional<Month> books_first;
    std::optional<Month> books_end;
};

struct OverviewItem {
    IndicatorValue value;
    std::vector<TrendPoint> trend;  ///< oldest first
};

struct Overview {
    AskedPeriod period;
    std::vector<OverviewItem> items;
    std::optional<Decimal> without_account;  ///< revenue of the end without a client; absent where clients were chosen
};

struct IndicatorGroup {
    std::optional<std::string> key;   ///< a value of the field, or an id; null where there is none
    std::optional<std::string> name;  ///< of a person
    IndicatorValue value;
};

struct IndicatorReport {
    AskedPeriod period;
    IndicatorValue value;
    std::vector<TrendPoint> trend;
    std::vector<IndicatorGroup> groups;
};

enum class WaterfallStep { start, new_business, reactivation, expansion, contraction, churn, rates, end };

struct WaterfallLine {
    WaterfallStep step = WaterfallStep::start;
    Decimal amount;             ///< signed: what it adds
    std::int64_t clients = 0;
};

/// The steps from the start to the end, divided by `days`; that of exchange rates only when they changed anything.
std::vector<WaterfallLine> waterfall_of(const Movements& movements, std::int32_t days = 1);

/// One client behind a figure.
struct IndicatorRow {
    Id<Account> account_id;
    std::string name;
    Movement movement = Movement::unchanged;
    std::optional<Decimal> start;
    std::optional<Decimal> end;
    std::optional<Decimal> change;
    std::optional<std::int64_t> weight_bp;  ///< how far the client counts for the manager asked about
    std::optional<Decimal> margin;          ///< of the window, where the indicator is about margins
    std::optional<std::int64_t> share_bp;   ///< in the margin of all clients asked about
    std::optional<std::int64_t> days_since; ///< the last order, where the indicator is about the rhythm of orders
    std::optional<Decimal> usual_days;      ///< the median interval
    std::optional<RhythmState> rhythm;
};

struct IndicatorRows {
    AskedPeriod period;
    std::vector<IndicatorRow> items;  ///< the largest change first
    std::optional<std::string> next;
    std::int64_t total = 0;
};

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::IndicatorValue);
KLICNIK_SHAPE(indicators::TrendPoint);
KLICNIK_SHAPE(indicators::AskedPeriod);
KLICNIK_SHAPE(indicators::OverviewItem);
KLICNIK_SHAPE(indicators::Overview);
KLICNIK_SHAPE(indicators::IndicatorGroup);
KLICNIK_SHAPE(indicators::IndicatorReport);
KLICNIK_SHAPE(indicators::WaterfallLine);
KLICNIK_SHAPE(indicators::IndicatorRow);
KLICNIK_SHAPE(indicators::IndicatorRows);
}  // namespace klicnik
