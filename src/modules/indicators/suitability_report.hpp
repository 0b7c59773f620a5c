#pragma once

#include "modules/indicators/care_parameters.hpp"
#include "modules/indicators/question.hpp"
#include "modules/indicators/suitability.hpp"
#include "modules/indicators/terms.hpp"

/// The report on which care suits whom (I-26, S39–S40): proposals with their numbers, whom to promote and demote, what that frees.
namespace klicnik::indicators {

enum class SegmentVerdict {
    one_by_one,  ///< each client by its own numbers
    automate,    ///< the hard rule holds: many clients with little margin each
};

/// Clients with one value of the field that the question splits by; all of them without a split.
struct SuitabilitySegment {
    std::optional<std::string> key;
    std::int64_t clients = 0;
    Decimal margin;
    Decimal median_margin;
    SegmentVerdict verdict = SegmentVerdict::one_by_one;
};

struct ProposalLine {
    accounts::CareModel proposal = accounts::CareModel::dedicated;
    std::int64_t clients = 0;
    Decimal margin;
    Decimal uplift;
    Decimal cost;
};

struct SuitabilityItem {
    Id<Account> account_id;
    std::string name;
    std::optional<accounts::Tier> tier;
    std::optional<accounts::CareModel> care_model;
    Decimal margin;
    std::optional<Decimal> potential_points;   ///< judged
    Decimal complexity;
    Decimal uplift;                            ///< U
    Decimal cost;                              ///< K
    std::optional<Decimal> break_even_margin;  ///< with which U = K
    accounts::CareModel proposal = accounts::CareModel::automated;
    bool differs = false;                      ///< from the care model; where none is decided, from the care of its tier
    Decimal freed;                             ///< by following the proposal
    std::vector<SuitabilityReason> reasons;
};

struct SuitabilityReport {
    AskedPeriod period;
    std::optional<NoValue> reason;
    std::optional<std::int64_t> clients;
    std::optional<Decimal> margin;             ///< a year
    std::optional<std::int64_t> promote;       ///< proposed for more care than now
    std::optional<std::int64_t> demote;
    std::optional<Decimal> freed;              ///< by all who are demoted
    std::optional<std::int64_t> unknown_potential;
    // What it rests on.
    std::int64_t lift_retention_bp = 0;
    std::int64_t win_bp = 0;
    Decimal rate;
    Decimal hours_a;
    Decimal hours_b;
    Decimal hours_c;
    Decimal hours_d;
    bool margin_is_revenue = false;
    std::int64_t unknown = 0;                  ///< clients left out, because a rate is missing
    std::int64_t costs_without_rate = 0;
    std::vector<SuitabilitySegment> segments;
    std::vector<ProposalLine> proposals;
    std::vector<SuitabilityItem> items;        ///< who differs first, then the largest |U − K|; at most a hundred
};

/// Clients who are neither archived, prospects nor former, with their money of the window as of a year. The share in the margin is
/// that in the whole book, whoever asks. A segment is a value of the field that `by` names; a manager is none.
SuitabilityReport suitability_report(const Reader& reader, const Question& question, const SuitabilityAssumptions& assumptions);

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::SuitabilitySegment);
KLICNIK_SHAPE(indicators::ProposalLine);
KLICNIK_SHAPE(indicators::SuitabilityItem);
KLICNIK_SHAPE(indicators::SuitabilityReport);
}  // namespace klicnik
