#include "modules/indicators/survey_scores.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "platform/numerics/proportion.hpp"

namespace klicnik::indicators {

namespace {

/// Of one answer counted as 1, 0 or −1.
double variance_of(double promoters, double detractors) {
    const double mean = promoters - detractors;
    return promoters + detractors - mean * mean;
}

std::int64_t sum_of(std::span<const std::int64_t> counts) {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

}  // namespace

std::optional<PromoterBand> promoter_band(int answer) {
    if (answer < 0 || answer > 10) return std::nullopt;
    if (answer >= 9) return PromoterBand::promoter;
    return answer >= 7 ? PromoterBand::passive : PromoterBand::detractor;
}

std::optional<NetPromoterScore> net_promoter_score(const PromoterCounts& counts, std::optional<std::int64_t> asked) {
    const std::int64_t all = counts.all();
    if (all <= 0) return std::nullopt;
    const auto n = static_cast<double>(all);
    const double promoters = static_cast<double>(counts.promoters) / n;
    const double detractors = static_cast<double>(counts.detractors) / n;
    NetPromoterScore score;
    score.score = 100 * static_cast<double>(counts.promoters - counts.detractors) / n;
    score.standard_error = 100 * std::sqrt(variance_of(promoters, detractors) / n);
    if (asked && *asked > 1) {
        const auto population = static_cast<double>(std::max(*asked, all));
        score.standard_error *= std::sqrt((population - n) / (population - 1));
    }
    score.margin = numerics::normal_95 * score.standard_error;
    return score;
}

std::optional<double> difference_of_scores(const NetPromoterScore& a, const NetPromoterScore& b) {
    const double error = std::hypot(a.standard_error, b.standard_error);
    if (error == 0) return std::nullopt;
    return (a.score - b.score) / error;
}

std::int64_t answers_for_margin(double margin, double promoters, double detractors) {
    const double share = margin / 100;
    const double exact = numerics::normal_95 * numerics::normal_95 * variance_of(promoters, detractors) / (share * share);
    return static_cast<std::int64_t>(std::ceil(exact));
}

std::optional<double> satisfied_share(const std::array<std::int64_t, 5>& counts) {
    const std::int64_t all = sum_of(counts);
    if (all <= 0) return std::nullopt;
    return static_cast<double>(counts[3] + counts[4]) / static_cast<double>(all);
}

std::optional<EffortScore> effort_score(const std::array<std::int64_t, 7>& counts) {
    const auto mean = mean_answer(counts);
    if (!mean) return std::nullopt;
    return EffortScore{*mean, static_cast<double>(counts[4] + counts[5] + counts[6]) / static_cast<double>(sum_of(counts))};
}

std::optional<double> mean_answer(std::span<const std::int64_t> counts) {
    const std::int64_t all = sum_of(counts);
    if (all <= 0) return std::nullopt;
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) sum += static_cast<double>(i + 1) * static_cast<double>(counts[i]);
    return sum / static_cast<double>(all);
}

}  // namespace klicnik::indicators
