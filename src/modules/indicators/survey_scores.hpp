#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

/// What answers of clients amount to: NPS, CSAT and CES with how sure they are (metrics (b)). Pure arithmetic on counts.
namespace klicnik::indicators {

enum class PromoterBand { detractor, passive, promoter };

/// 0–6, 7–8 and 9–10; nothing for a number that is no answer.
std::optional<PromoterBand> promoter_band(int answer);

struct PromoterCounts {
    std::int64_t promoters = 0;
    std::int64_t passives = 0;
    std::int64_t detractors = 0;
    std::int64_t all() const { return promoters + passives + detractors; }
};

struct NetPromoterScore {
    double score = 0;           ///< −100…100, from the counts and never from rounded percentages
    double standard_error = 0;  ///< points
    double margin = 0;          ///< ± points at 95 %
};

/// Nothing without an answer. `asked` is the number of clients there are when all of them were asked: the fewer are missing, the
/// surer the score; at least the number of answers.
std::optional<NetPromoterScore> net_promoter_score(const PromoterCounts& counts, std::optional<std::int64_t> asked = std::nullopt);

/// How many standard errors two scores are apart; nothing when both are exact.
std::optional<double> difference_of_scores(const NetPromoterScore& a, const NetPromoterScore& b);

/// Answers that make the margin at most `margin` points, when the shares of promoters and detractors are about these.
std::int64_t answers_for_margin(double margin, double promoters, double detractors);

/// CSAT: the share 0..1 of answers 4 and 5; counts of the answers 1…5. Nothing without an answer.
std::optional<double> satisfied_share(const std::array<std::int64_t, 5>& counts);

/// CES 2.0: the mean 1…7, and the share of those who agree (5…7); counts of the answers 1…7. Nothing without an answer.
struct EffortScore {
    double mean = 0;
    double agree = 0;
};
std::optional<EffortScore> effort_score(const std::array<std::int64_t, 7>& counts);

/// The mean answer of counts of 1, 2, 3 …; nothing without an answer.
std::optional<double> mean_answer(std::span<const std::int64_t> counts);

}  // namespace klicnik::indicators
