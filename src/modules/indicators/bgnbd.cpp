#include "modules/indicators/bgnbd.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "platform/numerics/special.hpp"

namespace klicnik::indicators {

namespace {

using numerics::digamma;
using numerics::log_beta;
using numerics::log_gamma;

/// All classes of one x.
struct RepeatBlock {
    double repeats = 0;
    double customers = 0;
    std::size_t begin = 0;  ///< into the classes
    std::size_t end = 0;
};

/// The book reduced to what the likelihood needs. A million customers have almost as many classes;
/// what is left per class is one exponential and one logarithm, because functions of x are computed
/// once per block and functions of a day once per day.
class TimingBook {
  public:
    explicit TimingBook(std::vector<TimingClass> classes) : classes_(std::move(classes)) {
        for (std::size_t i = 0; i < classes_.size(); ++i) {
            const TimingClass& timing = classes_[i];
            longest_ = std::max(longest_, timing.age_days);
            if (blocks_.empty() || blocks_.back().repeats != timing.repeats)
                blocks_.push_back({timing.repeats, 0, i, i});
            blocks_.back().customers += timing.customers;
            blocks_.back().end = i + 1;
        }
        logarithms_.resize(static_cast<std::size_t>(longest_) + 1);
        reciprocals_.resize(logarithms_.size());
    }

    std::size_t classes() const { return classes_.size(); }

    /// ln L of the book; parameters and gradient in the order r, alpha, a, b.
    double operator()(std::span<const double> parameters, std::span<double> gradient) {
        const double alpha = parameters[1];
        for (std::size_t day = 0; day < logarithms_.size(); ++day) {
            const double sum = alpha + static_cast<double>(day) / days_per_week;
            logarithms_[day] = std::log(sum);
            reciprocals_[day] = 1 / sum;
        }
        std::fill(gradient.begin(), gradient.end(), 0.0);
        double value = 0;
        for (const RepeatBlock& block : blocks_) value += add_block(block, parameters, gradient);
        return value;
    }

  private:
    /// With u = ln of the odds of having left: ln(e^active + e^left) = active + ln(1 + e^u), and
    /// 1 / (1 + e^−u) is the chance of having left, by which the derivatives of both are weighed.
    double add_block(const RepeatBlock& block, std::span<const double> parameters,
                     std::span<double> gradient) const {
        const double r = parameters[0];
        const double alpha = parameters[1];
        const double a = parameters[2];
        const double b = parameters[3];
        const double x = block.repeats;
        const bool can_have_left = x > 0;
        const double log_odds_of_leaving = can_have_left ? std::log(a / (b + x - 1)) : 0;
        double value = 0;
        double logarithms = 0;   // Σ of the derivative by −(r + x)
        double reciprocals = 0;  // Σ of the derivative by alpha, over −(r + x)
        double left = 0;         // Σ of the chances of having left
        for (std::size_t i = block.begin; i < block.end; ++i) {
            const TimingClass& timing = classes_[i];
            const auto age = static_cast<std::size_t>(timing.age_days);
            const double log_age = logarithms_[age];
            if (!can_have_left) {
                value -= timing.customers * r * log_age;
                logarithms += timing.customers * log_age;
                reciprocals += timing.customers * reciprocals_[age];
                continue;
            }
            const auto recency = static_cast<std::size_t>(timing.recency_days);
            const double log_recency = logarithms_[recency];
            const double odds = log_odds_of_leaving + (r + x) * (log_age - log_recency);
            const double small = std::exp(-std::abs(odds));
            const double chance_left = (odds > 0 ? 1 : small) / (1 + small);
            value +=
                timing.customers * (-(r + x) * log_age + std::max(odds, 0.0) + std::log1p(small));
            logarithms += timing.customers * (log_age + chance_left * (log_recency - log_age));
            reciprocals +=
                timing.customers *
                (reciprocals_[age] + chance_left * (reciprocals_[recency] - reciprocals_[age]));
            left += timing.customers * chance_left;
        }
        value += block.customers * (log_gamma(r + x) - log_gamma(r) + r * std::log(alpha) +
                                    log_beta(a, b + x) - log_beta(a, b));
        const double both = digamma(a + b) - digamma(a + b + x);
        gradient[0] +=
            block.customers * (digamma(r + x) - digamma(r) + std::log(alpha)) - logarithms;
        gradient[1] += block.customers * r / alpha - (r + x) * reciprocals;
        gradient[2] += block.customers * both + left / a;
        gradient[3] += block.customers * (digamma(b + x) - digamma(b) + both);
        if (can_have_left) gradient[3] -= left / (b + x - 1);
        return value;
    }

    std::vector<TimingClass> classes_;
    std::vector<RepeatBlock> blocks_;
    std::int32_t longest_ = 0;
    std::vector<double> logarithms_;   ///< ln(alpha + day / 7)
    std::vector<double> reciprocals_;  ///< 1 / (alpha + day / 7)
};

/// ln of the odds of having left, x > 0.
double log_odds_left(const BgNbdParameters& p, const PurchaseTiming& timing) {
    return std::log(p.a / (p.b + timing.repeats - 1)) +
           (p.r + timing.repeats) *
               std::log((p.alpha + timing.age_weeks) / (p.alpha + timing.recency_weeks));
}

double chance_active_in_model(const BgNbdParameters& parameters, const PurchaseTiming& timing) {
    if (timing.repeats <= 0 || parameters.a == 0) return 1;
    return 1 / (1 + std::exp(log_odds_left(parameters, timing)));
}

/// Away from zero, where a formula has a singularity that its limit does not have.
double not_zero(double value) {
    constexpr double nearest = 1e-9;
    return std::abs(value) < nearest ? nearest : value;
}

/// Purchases in `weeks` of a customer who is active for certain.
double purchases_while_active(const BgNbdParameters& p, const PurchaseTiming& timing,
                              double weeks) {
    if (weeks <= 0) return 0;
    const double x = timing.repeats;
    if (p.a == 0) return (p.r + x) / (p.alpha + timing.age_weeks) * weeks;
    const double a_less_one = not_zero(p.a - 1);
    const double c = not_zero(p.a + p.b + x - 1);
    const double until = p.alpha + timing.age_weeks;
    const double z = weeks / (until + weeks);
    // The formula is c / (a − 1) · [1 − (1 − z)^(r+x) · F(r + x, b + x; c; z)]. Euler's
    // transformation turns the product into (1 − z)^(a−1) · F(a − 1, a + b − 1 − r; c; z), which
    // cannot overflow for many repeats; the other form serves an a that is larger still. Both are
    // taken without the one that is subtracted anyway, so that a near 1 loses nothing.
    double power = a_less_one;
    double first = a_less_one;
    double second = p.a + p.b - 1 - p.r;
    if (p.r + x < a_less_one) {
        power = p.r + x;
        first = p.r + x;
        second = p.b + x;
    }
    const double log_power = -power * std::log1p(weeks / until);
    const double bracket =
        -std::expm1(log_power) -
        std::exp(log_power) * numerics::hypergeometric_excess(first, second, c, z);
    return c / a_less_one * bracket;
}

/// ln L of a book in which nobody leaves; by r and alpha.
class StayingLikelihood {
  public:
    explicit StayingLikelihood(std::vector<TimingClass> classes) : classes_(std::move(classes)) {}

    double operator()(std::span<const double> parameters, std::span<double> gradient) const {
        const double r = parameters[0];
        const double alpha = parameters[1];
        std::fill(gradient.begin(), gradient.end(), 0.0);
        double value = 0;
        for (const TimingClass& each : classes_) {
            const double x = each.repeats;
            const double sum = alpha + each.age_days / days_per_week;
            value += each.customers * (log_gamma(r + x) - log_gamma(r) + r * std::log(alpha) -
                                       (r + x) * std::log(sum));
            gradient[0] +=
                each.customers * (digamma(r + x) - digamma(r) + std::log(alpha) - std::log(sum));
            gradient[1] += each.customers * (r / alpha - (r + x) / sum);
        }
        return value;
    }

  private:
    std::vector<TimingClass> classes_;
};

/// The search ran away to where fewer than a hundredth of a leaving falls on each customer.
bool seems_nobody_gone(const BgNbdFit& fit) {
    const auto& [r, alpha, a, b] = fit.last_seen;
    return fit.refusal == FitRefusal::no_clear_maximum &&
           a / (a + b) * static_cast<double>(fit.repeats) <
               0.01 * static_cast<double>(fit.customers);
}

BgNbdFit fit_without_leaving(std::span<const CustomerHistory> histories, BgNbdFit fit) {
    const LikelihoodFit found = maximise_likelihood(
        StayingLikelihood(timing_classes(histories)),
        std::array{fit.last_seen.r, fit.last_seen.alpha}, static_cast<double>(fit.customers));
    if (found.refusal) return fit;
    fit.refusal = std::nullopt;
    fit.nobody_seems_gone = true;
    fit.log_likelihood = found.log_likelihood;
    fit.evaluations += found.evaluations;
    fit.parameters = {found.parameters[0], found.parameters[1], 0, 0};
    fit.standard_errors = {found.standard_errors[0], found.standard_errors[1], 0, 0};
    return fit;
}

}  // namespace

double log_likelihood(const BgNbdParameters& p, const PurchaseTiming& timing) {
    const double x = timing.repeats;
    const double active = -(p.r + x) * std::log(p.alpha + timing.age_weeks);
    const double buying = log_gamma(p.r + x) - log_gamma(p.r) + p.r * std::log(p.alpha);
    if (p.a == 0) return buying + active;
    double either = active;
    if (x > 0) {
        const double odds = log_odds_left(p, timing);
        either += std::max(odds, 0.0) + std::log1p(std::exp(-std::abs(odds)));
    }
    return buying + log_beta(p.a, p.b + x) - log_beta(p.a, p.b) + either;
}

BgNbdFit fit_bgnbd(std::span<const CustomerHistory> histories, const PurchaseBookLimits& limits) {
    // alpha begins where the mean rate explains the mean number of repeats if nobody left; the
    // other parameters begin at customers who differ much and leave after a fifth of the purchases.
    BgNbdFit fit =
        fit_purchases<BgNbdParameters, TimingBook>(histories, limits, [](const PurchaseBook& book) {
            constexpr double r = 0.5;
            return std::array{r, r * book.weeks / static_cast<double>(book.repeats), 0.5, 2.0};
        });
    return seems_nobody_gone(fit) ? fit_without_leaving(histories, fit) : fit;
}

ActivityChance chance_active(const BgNbdParameters& parameters, const PurchaseTiming& timing) {
    if (parameters.a == 0) return {std::nullopt, ActivityUnknown::nobody_seems_gone};
    if (timing.repeats <= 0) return {std::nullopt, ActivityUnknown::no_repeat_yet};
    return {chance_active_in_model(parameters, timing)};
}

double expected_repeats(const BgNbdParameters& parameters, double weeks) {
    return purchases_while_active(parameters, {}, weeks);
}

double expected_purchases(const BgNbdParameters& parameters, const PurchaseTiming& timing,
                          double weeks) {
    const double active = chance_active_in_model(parameters, timing);
    if (active == 0) return 0;
    return purchases_while_active(parameters, timing, weeks) * active;
}

double probability_of_repeats(const BgNbdParameters& p, std::uint32_t count, double weeks) {
    if (weeks <= 0) return count == 0 ? 1 : 0;
    const double x = count;
    const double z = weeks / (p.alpha + weeks);
    const double log_exactly = log_gamma(p.r + x) - log_gamma(p.r) - log_gamma(x + 1) -
                               p.r * std::log1p(weeks / p.alpha) + x * std::log(z);
    if (p.a == 0) return std::exp(log_exactly);
    const double beta = log_beta(p.a, p.b);
    const double stayed = std::exp(log_beta(p.a, p.b + x) - beta + log_exactly);
    if (count == 0) return stayed;
    // 1 − Σ_{j<x} NB(j) is an incomplete beta function, which keeps the digits of small tails.
    const double at_least = numerics::regularised_beta(x, p.r, z);
    return stayed + std::exp(log_beta(p.a + 1, p.b + x - 1) - beta) * at_least;
}

}  // namespace klicnik::indicators
