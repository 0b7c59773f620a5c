#pragma once

#include "modules/indicators/care_parameters.hpp"
#include "modules/indicators/care_return.hpp"
#include "modules/indicators/question.hpp"
#include "modules/indicators/terms.hpp"

/// The report on the return of care (I-27, S43): the figures, every assumption, and the clients whose care does not pay.
namespace klicnik::indicators {

enum class CareArmName { programme, comparison };

struct CareArmLine {
    CareArmName arm = CareArmName::programme;
    std::int64_t clients = 0;  ///< of the start
    Decimal start;             ///< their base at the start …
    Decimal end;               ///< … and at the end
    std::optional<std::int64_t> retention_bp;
    std::optional<Decimal> retention_error;  ///< standard error in percentage points
    std::optional<std::int64_t> expansion_bp;
    std::optional<Decimal> expansion_error;
};

enum class CareEstimateName { low, base, high };

struct CareEstimateLine {
    CareEstimateName estimate = CareEstimateName::base;
    Decimal benefit;
    Decimal cost;
    Decimal net;
    std::optional<std::int64_t> return_bp;
};

enum class CostSource { ledger, parameter };

struct CareClient {
    Id<Account> account_id;
    std::string name;
    std::optional<accounts::Tier> tier;
    Decimal margin;                   ///< at the start
    std::optional<Decimal> change;    ///< of its base; absent for who was not there at the start
    std::optional<Decimal> benefit;
    std::optional<Decimal> cost;      ///< absent when nobody knows whose cost it was
    std::optional<Decimal> net;
    bool negative_twice = false;      ///< the net was below zero in the period before, too (AC43.2)
};

struct CareReturnReport {
    AskedPeriod period;
    std::optional<NoValue> reason;
    std::optional<CareVerdict> verdict;
    std::optional<std::int64_t> return_bp;
    std::optional<Decimal> net;
    std::optional<std::int64_t> break_even_bp;
    std::optional<Decimal> payback_months;
    std::optional<Decimal> retained;
    std::optional<Decimal> expanded;
    std::optional<Decimal> referral;
    std::optional<Decimal> benefit;
    std::optional<Decimal> cost;
    std::optional<Decimal> margin;               ///< at the start, of the clients of the start
    std::optional<std::int64_t> before_return_bp;  ///< of the period before
    std::optional<Decimal> before_net;
    bool negative_twice = false;
    std::int64_t clients_negative_twice = 0;
    // What it rests on.
    CareBasis basis = CareBasis::assumption;
    std::int64_t lift_retention_bp = 0;          ///< measured or assumed, as `basis` says
    std::int64_t lift_growth_bp = 0;
    std::int64_t assumed_retention_bp = 0;       ///< what the owner assumes, used or not
    std::int64_t assumed_growth_bp = 0;
    Decimal referral_margin;
    std::int64_t attribution_bp = 0;
    CostSource cost_source = CostSource::ledger;
    std::vector<accounts::Tier> tiers;
    std::int64_t comparison_least = indicators::comparison_least;
    std::optional<Decimal> band_from;            ///< revenue of comparable clients at the start
    std::optional<Decimal> band_to;
    bool margin_is_revenue = false;
    std::int64_t unknown = 0;                    ///< clients left out, because a rate is missing
    std::int64_t costs_without_rate = 0;
    std::vector<CareEstimateLine> estimates;
    std::vector<CareArmLine> arms;
    std::vector<CareClient> items;  ///< twice negative first, then the largest net of either sign; at most fifty
    std::int64_t total = 0;
};

/// The programme are the clients of some tiers, as these are today; comparable are clients asked about outside of it whose base at
/// the start lies between a third of the smallest and three times the largest of the programme. The cost is that of all clients
/// of the programme within the period, new ones too. A cost given as a parameter is divided among clients as the booked costs
/// are; where none is booked it stays with the programme.
CareReturnReport care_return_report(const Reader& reader, const Question& question, const CareParameters& parameters);

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::CareArmLine);
KLICNIK_SHAPE(indicators::CareEstimateLine);
KLICNIK_SHAPE(indicators::CareClient);
KLICNIK_SHAPE(indicators::CareReturnReport);
}  // namespace klicnik
