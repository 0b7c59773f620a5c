#include "modules/indicators/purchase_fit.hpp"

#include <algorithm>

namespace klicnik::indicators {

PurchaseTiming timing_of(const CustomerHistory& history) {
    return {static_cast<double>(history.repeats), history.recency_weeks(), history.age_weeks()};
}

std::vector<TimingClass> timing_classes(std::span<const CustomerHistory> histories) {
    // x, T and t_x in one number: days of ten thousand years fit 22 bits, and so do repeats.
    constexpr unsigned day_bits = 22;
    constexpr std::uint64_t day_mask = (std::uint64_t{1} << day_bits) - 1;
    std::vector<std::uint64_t> keys;
    keys.reserve(histories.size());
    for (const CustomerHistory& each : histories) {
        keys.push_back(std::uint64_t{each.repeats} << (2 * day_bits) |
                       static_cast<std::uint64_t>(each.age_days) << day_bits |
                       static_cast<std::uint64_t>(each.recency_days));
    }
    std::ranges::sort(keys);
    std::vector<TimingClass> classes;
    for (std::size_t i = 0; i < keys.size();) {
        const std::uint64_t key = keys[i];
        const std::size_t first = i;
        while (i < keys.size() && keys[i] == key) ++i;
        classes.push_back({static_cast<double>(key >> (2 * day_bits)),
                           static_cast<std::int32_t>(key & day_mask),
                           static_cast<std::int32_t>(key >> day_bits & day_mask),
                           static_cast<double>(i - first)});
    }
    return classes;
}

PurchaseBook book_of(std::span<const CustomerHistory> histories) {
    PurchaseBook book{.customers = histories.size()};
    for (const CustomerHistory& each : histories) {
        book.repeats += each.repeats;
        book.weeks += each.age_weeks();
    }
    return book;
}

std::optional<FitRefusal> too_small(const PurchaseBook& book, const PurchaseBookLimits& limits) {
    if (book.customers == 0 || book.customers < limits.customers)
        return FitRefusal::too_few_customers;
    if (book.repeats == 0 || book.repeats < limits.repeats) return FitRefusal::too_few_repeats;
    return std::nullopt;
}

}  // namespace klicnik::indicators
