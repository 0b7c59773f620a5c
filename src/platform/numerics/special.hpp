#pragma once

#include <optional>
#include <span>

/// Special functions and small statistics that the models of customer value stand on.
namespace klicnik::numerics {

/// ln Γ(x), x > 0.
double log_gamma(double x);
/// ψ(x) = d ln Γ(x) / dx, x > 0.
double digamma(double x);
/// ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), a and b > 0.
double log_beta(double a, double b);
/// The regularised incomplete beta function I_x(a, b): the share of a beta distribution below x.
/// a and b > 0, 0 ≤ x ≤ 1.
double regularised_beta(double a, double b, double x);

/// Gauss's hypergeometric function 2F1(a, b; c; z) for 0 ≤ z < 1; c is no integer ≤ 0. Not a number
/// outside of that. Infinite where the true value exceeds a double.
double hypergeometric(double a, double b, double c, double z);
/// 2F1(a, b; c; z) − 1, to full relative precision also where the function is close to one.
double hypergeometric_excess(double a, double b, double c, double z);

/// Pearson's correlation coefficient; nothing for fewer than two pairs or when one side is
/// constant. The two sides are of equal length.
std::optional<double> correlation(std::span<const double> left, std::span<const double> right);

}  // namespace klicnik::numerics
