#pragma once

#include "modules/accounts/terms.hpp"
#include "modules/indicators/attention.hpp"
#include "modules/indicators/question.hpp"
#include "modules/indicators/terms.hpp"

/// The report on attention (I-4, S4–S8): what was spent on clients of each tier against what they bring, and what winning a client
/// costs against keeping one. Attention is money here, because time entries do not exist yet: hours count as the time cost that
/// is booked for them.
namespace klicnik::indicators {

struct AttentionLine {
    std::optional<accounts::Tier> tier;          ///< null: clients without one
    std::int64_t clients = 0;                    ///< with revenue or a cost of care in the period
    Decimal care_cost;
    std::optional<std::int64_t> cost_share_bp;   ///< of all care and acquisition
    Decimal margin;
    std::optional<std::int64_t> margin_share_bp;
    std::optional<std::int64_t> balance_bp;      ///< the one share by the other
    std::optional<AttentionVerdict> verdict;
};

struct AttentionReport {
    AskedPeriod period;
    std::optional<NoValue> reason;
    std::optional<Decimal> care_cost;            ///< time, service, travel and care, also of lines without a client
    std::optional<Decimal> care_without_account;
    std::optional<Decimal> acquisition_cost;     ///< also of lines without a client
    std::optional<std::int64_t> acquisition_share_bp;
    std::optional<Decimal> margin;
    std::optional<std::int64_t> clients_won;     ///< who had never paid before
    std::optional<std::int64_t> clients_kept;
    std::optional<Decimal> cost_to_win;          ///< CAC
    std::optional<Decimal> cost_to_keep;
    std::optional<Decimal> ratio;                ///< of the two; the firm's own, from five clients won on
    std::optional<NoValue> ratio_reason;
    std::int64_t unknown = 0;                    ///< clients without a rate
    std::int64_t costs_without_rate = 0;
    bool margin_is_revenue = false;
    std::vector<AttentionLine> lines;
};

/// Lines without a client count when all clients are asked about: nobody knows to which of them they belong.
AttentionReport attention_report(const Reader& reader, const Question& question);

}  // namespace klicnik::indicators

namespace klicnik {
KLICNIK_SHAPE(indicators::AttentionLine);
KLICNIK_SHAPE(indicators::AttentionReport);
}  // namespace klicnik
