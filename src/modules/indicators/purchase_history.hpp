#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/date.hpp"

/// From single purchases to the few figures per customer that the models of value need, as
/// metrics (f.1) says.
namespace klicnik::indicators {

constexpr double days_per_week = 7;

/// Purchases as columns of equal length, in any order: ten million rows fit 160 MB.
struct PurchaseColumns {
    std::span<const std::uint32_t> customers;  ///< dense numbers from 0
    std::span<const Date> days;
    std::span<const std::int64_t> amounts;  ///< ten-thousandths; credits are negative
};

struct PurchaseWindow {
    Date calibration_end;  ///< the last day that the model may learn from
    /// The last day of the time after it, with which the model is compared.
    std::optional<Date> holdout_end = std::nullopt;
};

/// One customer at the end of the calibration. Purchases of one day count as one.
struct CustomerHistory {
    std::uint32_t customer = 0;
    std::uint32_t repeats = 0;       ///< x: days of purchase after the first one
    std::int32_t recency_days = 0;   ///< t_x: from the first to the last purchase, 0 when x = 0
    std::int32_t age_days = 0;       ///< T: from the first purchase to the end of calibration
    std::uint32_t holdout_days = 0;  ///< days of purchase after calibration, to the end of holdout
    std::int64_t repeat_amount = 0;  ///< of the repeat days together, ten-thousandths
    std::int64_t total_amount = 0;   ///< with the first day

    double recency_weeks() const { return recency_days / days_per_week; }
    double age_weeks() const { return age_days / days_per_week; }
    /// z̄: the mean amount of a repeat day in ten-thousandths; nothing without one.
    std::optional<double> mean_repeat_amount() const;
    friend bool operator==(const CustomerHistory&, const CustomerHistory&) = default;
};

struct DatedAmount {
    Date day;
    std::int64_t amount = 0;      ///< ten-thousandths; credits are negative
    bool holds_credits = false;  ///< the amount is a sum in which negative ones went under
};

/// The history of one customer from his purchases in order of days; nothing when none of them is
/// before the end of calibration. A day whose credits take back everything is a return or an order
/// cancelled at once and no purchase, so it counts nowhere; one with free goods alone is a purchase.
std::optional<CustomerHistory> history_of(std::span<const DatedAmount> purchases,
                                          const PurchaseWindow& window);

/// Histories of the customers who bought until the end of calibration, in order of their numbers;
/// the others are left out. Linear in the rows apart from sorting each customer's days; needs about
/// 20 MB and 48 bytes per customer beside the columns.
std::vector<CustomerHistory> customer_histories(const PurchaseColumns& purchases,
                                                const PurchaseWindow& window);

}  // namespace klicnik::indicators
