#pragma once

#include <optional>

#include "base/function_ref.hpp"
#include "modules/indicators/bgnbd.hpp"
#include "modules/indicators/gamma_gamma.hpp"

/// What a client will bring in future, discounted to today (metrics (f.5)).
namespace klicnik::indicators {

/// Weeks of a year of discounting: 15 % a year are ln 1.15 / 52 a week (metrics (f.5)).
constexpr double weeks_per_year = 52;

struct ValueTerms {
    double horizon_weeks = 52;        ///< > 0; nobody knows what comes after
    double step_weeks = 4;            ///< > 0; what comes within a step counts as coming at its end
    double margin_share = 1;          ///< of the amount, 0..1
    double yearly_discount_rate = 0;  ///< 0.15 = 15 %, > −1
};

struct LifetimeValue {
    double purchases = 0;     ///< expected within the horizon
    double amount = 0;        ///< expected of one purchase, in the unit of the spend
    double undiscounted = 0;  ///< margin within the horizon
    double value = 0;         ///< margin within the horizon, discounted
};

/// Σ_k [E Y(t_k) − E Y(t_{k−1})] · amount · margin · (1 + d)^(−t_k / 52), the last step ending at
/// the horizon. `purchases_until` gives the purchases expected within that many weeks. Nothing
/// comes within a horizon or by steps that are not positive.
LifetimeValue lifetime_value(FunctionRef<double(double weeks)> purchases_until, double amount,
                             const ValueTerms& terms);

/// By BG/NBD and Gamma-Gamma, for one customer.
LifetimeValue lifetime_value(const BgNbdParameters& purchases, const PurchaseTiming& timing,
                             const GammaGammaParameters& amounts, const RepeatSpend& spend,
                             const ValueTerms& terms);

/// What a client of constant retention is worth depends on when one looks (Fader & Hardie, note
/// 024); whoever shows the figure says which case it is.
enum class RetentionCase {
    first_payment_included,  ///< 1: a new client who pays at the start of each period, the first
                             ///< too
    just_paid,               ///< 2: what remains of a client who has just paid
    paid_at_end,             ///< 3: a new client who pays at the end of each period
};

/// The value over an endless time: m(1+d)/(1+d−r), m·r/(1+d−r) or m/(1+d−r). `margin` per period,
/// `retention` 0..1 and `discount_rate` ≥ 0 per period; nothing outside of that, nor when the value
/// is infinite.
std::optional<double> constant_retention_value(double margin, double retention,
                                               double discount_rate, RetentionCase which);

}  // namespace klicnik::indicators
