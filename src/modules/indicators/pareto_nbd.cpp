#include "modules/indicators/pareto_nbd.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "platform/numerics/quadrature.hpp"
#include "platform/numerics/special.hpp"

namespace klicnik::indicators {

namespace {

using numerics::digamma;
using numerics::log_gamma;

/// I = ∫ (α+τ)^−(r+x) (β+τ)^−(s+1) dτ over the moments τ = t_x … T at which the customer may have
/// left, and the means of what its derivatives consist of, weighed by the integrand. The papers
/// write it as a difference of two hypergeometric functions, which loses its digits where both are
/// almost equal (T near t_x, or many repeats); the integrand itself is smooth and positive.
struct Departure {
    double log_integral = 0;
    double log_alpha = 0;   ///< mean of ln(α + τ)
    double over_alpha = 0;  ///< mean of 1 / (α + τ)
    double log_beta = 0;
    double over_beta = 0;
};

/// The smaller of α and β measures time: with (near + τ) = (near + t_x) · e^u the integrand over u
/// has no steep place but near its beginning, close to which it is largest.
class DepartureIntegral {
  public:
    DepartureIntegral(const ParetoNbdParameters& p, double repeats, double recency, double age)
        : alpha_is_near_(p.alpha <= p.beta),
          near_(std::min(p.alpha, p.beta)),
          gap_(std::max(p.alpha, p.beta) - near_),
          near_power_(alpha_is_near_ ? p.r + repeats : p.s + 1),
          far_power_(alpha_is_near_ ? p.s + 1 : p.r + repeats),
          first_(near_ + recency),
          log_first_(std::log(first_)),
          log_far_first_(std::log(first_ + gap_)),
          end_(cut_off(std::log1p((age - recency) / first_))) {}

    Departure result() const {
        double sum = 0, u_mean = 0, far_mean = 0, over_near = 0, over_far = 0;
        for (const auto& [at, weight] : numerics::gauss_points()) {
            const double u = at * end_;
            const double near = first_ * std::exp(u);
            const double log_far = std::log(near + gap_);
            const double share = weight * std::exp(exponent(u, log_far));
            sum += share;
            u_mean += share * u;
            far_mean += share * log_far;
            over_near += share / near;
            over_far += share / (near + gap_);
        }
        const double log_integral =
            std::log(sum * end_) + (1 - near_power_) * log_first_ - far_power_ * log_far_first_;
        const double log_near = log_first_ + u_mean / sum;
        if (alpha_is_near_)
            return {log_integral, log_near, over_near / sum, far_mean / sum, over_far / sum};
        return {log_integral, far_mean / sum, over_far / sum, log_near, over_near / sum};
    }

  private:
    /// ln of the integrand over u, relative to its first value.
    double exponent(double u, double log_far) const {
        return (1 - near_power_) * u - far_power_ * (log_far - log_far_first_);
    }

    /// Once the integrand falls, it falls ever faster; what is below e^−40 of its beginning does not count.
    double cut_off(double end) const {
        constexpr double lowest = -44;
        const auto drop = [&](double u) {
            return exponent(u, std::log(first_ * std::exp(u) + gap_));
        };
        if (drop(end) >= lowest) return end;
        double above = 0;
        for (int i = 0; i < 60; ++i) {
            const double middle = (above + end) / 2;
            const double there = drop(middle);
            if (there >= lowest && there <= -40) return middle;
            (there > -40 ? above : end) = middle;
        }
        return end;
    }

    bool alpha_is_near_;
    double near_;
    double gap_;  ///< far − near
    double near_power_;
    double far_power_;
    double first_;  ///< near + t_x
    double log_first_;
    double log_far_first_;  ///< ln(far + t_x)
    double end_;            ///< of u
};

/// ln of: still active, (α+T)^−(r+x) (β+T)^−s; and gone, s · I.
struct TwoWays {
    double active = 0;
    std::optional<Departure> departure;  ///< none when the last purchase is the end of calibration
    double gone = 0;

    /// ln of the sum of both.
    double either() const {
        if (!departure) return active;
        return std::max(active, gone) + std::log1p(std::exp(-std::abs(active - gone)));
    }
    double chance_active() const { return departure ? 1 / (1 + std::exp(gone - active)) : 1; }
    double chance_gone() const { return departure ? 1 / (1 + std::exp(active - gone)) : 0; }
};

TwoWays two_ways(const ParetoNbdParameters& p, double repeats, double recency, double age,
                 double log_alpha_age, double log_beta_age) {
    TwoWays ways{-(p.r + repeats) * log_alpha_age - p.s * log_beta_age, std::nullopt};
    if (!(age > recency)) return ways;
    ways.departure = DepartureIntegral(p, repeats, recency, age).result();
    ways.gone = std::log(p.s) + ways.departure->log_integral;
    return ways;
}

TwoWays two_ways(const ParetoNbdParameters& p, const PurchaseTiming& timing) {
    return two_ways(p, timing.repeats, timing.recency_weeks, timing.age_weeks,
                    std::log(p.alpha + timing.age_weeks), std::log(p.beta + timing.age_weeks));
}

/// ln L of a book with its derivatives by r, alpha, s, beta.
class BookLikelihood {
  public:
    explicit BookLikelihood(std::vector<TimingClass> classes) : classes_(std::move(classes)) {}

    std::size_t classes() const { return classes_.size(); }

    double operator()(std::span<const double> values, std::span<double> gradient) const {
        const ParetoNbdParameters p{values[0], values[1], values[2], values[3]};
        std::fill(gradient.begin(), gradient.end(), 0.0);
        double value = 0;
        OfRepeats of_repeats(p, 0);
        for (const TimingClass& timing : classes_) {
            if (timing.repeats != of_repeats.repeats) of_repeats = OfRepeats(p, timing.repeats);
            value += add(p, of_repeats, timing, gradient);
        }
        return value;
    }

  private:
    /// What depends on x alone, the same for many classes.
    struct OfRepeats {
        OfRepeats(const ParetoNbdParameters& p, double x)
            : repeats(x),
              value(log_gamma(p.r + x) - log_gamma(p.r) + p.r * std::log(p.alpha) +
                    p.s * std::log(p.beta)),
              by_r(digamma(p.r + x) - digamma(p.r) + std::log(p.alpha)) {}
        double repeats;
        double value;
        double by_r;
    };

    static double add(const ParetoNbdParameters& p, const OfRepeats& of_repeats,
                      const TimingClass& timing, std::span<double> gradient) {
        const double x = timing.repeats;
        const double age = timing.age_days / days_per_week;
        const double log_alpha = std::log(p.alpha + age);
        const double log_beta = std::log(p.beta + age);
        const TwoWays ways =
            two_ways(p, x, timing.recency_days / days_per_week, age, log_alpha, log_beta);
        const double gone = ways.chance_gone();
        const double active = 1 - gone;
        const Departure departure = ways.departure.value_or(Departure{});
        const double n = timing.customers;
        gradient[0] += n * (of_repeats.by_r - active * log_alpha - gone * departure.log_alpha);
        gradient[1] += n * (p.r / p.alpha -
                            (p.r + x) * (active / (p.alpha + age) + gone * departure.over_alpha));
        gradient[2] +=
            n * (std::log(p.beta) - active * log_beta + gone * (1 / p.s - departure.log_beta));
        gradient[3] += n * (p.s / p.beta - active * p.s / (p.beta + age) -
                            gone * (p.s + 1) * departure.over_beta);
        return n * (of_repeats.value + ways.either());
    }

    std::vector<TimingClass> classes_;
};

}  // namespace

double log_likelihood(const ParetoNbdParameters& p, const PurchaseTiming& timing) {
    return log_gamma(p.r + timing.repeats) - log_gamma(p.r) + p.r * std::log(p.alpha) +
           p.s * std::log(p.beta) + two_ways(p, timing).either();
}

ParetoNbdFit fit_pareto_nbd(std::span<const CustomerHistory> histories,
                            const PurchaseBookLimits& limits) {
    // As BG/NBD begins; and half of the customers leave within about a mean age.
    ParetoNbdFit fit = fit_purchases<ParetoNbdParameters, BookLikelihood>(
        histories, limits, [](const PurchaseBook& book) {
            constexpr double r = 0.5;
            return std::array{r, r * book.weeks / static_cast<double>(book.repeats), 0.5,
                              std::max(1.0, book.weeks / static_cast<double>(book.customers) / 2)};
        });
    // The search ran away to where nobody leaves within the lifetimes seen.
    const double mean_age =
        book_of(histories).weeks / static_cast<double>(std::max<std::size_t>(fit.customers, 1));
    if (fit.refusal == FitRefusal::no_clear_maximum &&
        fit.last_seen.s / fit.last_seen.beta * mean_age < 0.01)
        fit.refusal = FitRefusal::nobody_seems_gone;
    return fit;
}

double chance_active(const ParetoNbdParameters& parameters, const PurchaseTiming& timing) {
    return two_ways(parameters, timing).chance_active();
}

double purchase_rate(const ParetoNbdParameters& p, const PurchaseTiming& timing) {
    return (p.r + timing.repeats) / (p.alpha + timing.age_weeks);
}

double weeks_active(const ParetoNbdParameters& p, double age_weeks, double weeks) {
    if (weeks <= 0) return 0;
    // ∫ (1 + t / (β+T))^−s dt = (1 − e^(−(s−1)·growth)) · (β+T) / (s − 1), whose limit is the
    // growth.
    const double until = p.beta + age_weeks;
    const double growth = std::log1p(weeks / until);
    const double less_one = p.s - 1;
    if (std::abs(less_one) < 1e-12) return until * growth;
    return until * -std::expm1(-less_one * growth) / less_one;
}

double discounted_weeks_active(const ParetoNbdParameters& p, double age_weeks,
                               double weekly_discount) {
    const double until = p.beta + age_weeks;
    return until * numerics::discounted_decay(weekly_discount * until, p.s);
}

double expected_repeats(const ParetoNbdParameters& p, double weeks) {
    return purchase_rate(p, {}) * weeks_active(p, 0, weeks);
}

double expected_purchases(const ParetoNbdParameters& p, const PurchaseTiming& timing,
                          double weeks) {
    return chance_active(p, timing) * purchase_rate(p, timing) *
           weeks_active(p, timing.age_weeks, weeks);
}

double discounted_purchases(const ParetoNbdParameters& p, const PurchaseTiming& timing,
                            double weekly_discount) {
    return chance_active(p, timing) * purchase_rate(p, timing) *
           discounted_weeks_active(p, timing.age_weeks, weekly_discount);
}

}  // namespace klicnik::indicators
