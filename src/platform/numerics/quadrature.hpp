#pragma once

#include <span>

namespace klicnik::numerics {

struct QuadraturePoint {
    double at = 0;
    double weight = 0;
};

/// The 30 points of Gauss and Legendre over 0…1, ascending: Σ weight · f(at) is the integral of any
/// polynomial f of degree 59, and of smooth functions to about twelve digits.
std::span<const QuadraturePoint> gauss_points();

/// ∫₀^∞ e^(−rate·t) · (1 + t)^(−power) dt = e^rate · E_power(rate), a generalised exponential
/// integral; rate > 0, any power.
double discounted_decay(double rate, double power);

}  // namespace klicnik::numerics
