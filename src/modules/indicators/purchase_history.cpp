#include "modules/indicators/purchase_history.hpp"

#include <algorithm>
#include <cstddef>

namespace klicnik::indicators {

namespace {

bool is_earlier(const DatedAmount& a, const DatedAmount& b) {
    return a.day < b.day;
}

/// Purchases of a run of customers, gathered customer by customer.
class Slice {
  public:
    /// `begins` says where the rows of each customer begin when all are in order, and where they
    /// end.
    Slice(const PurchaseColumns& purchases, std::span<const std::uint32_t> begins)
        : purchases_(purchases), begins_(begins) {}

    void gather(std::uint32_t from, std::uint32_t until) {
        from_ = from;
        rows_.resize(begins_[until] - begins_[from]);
        next_.assign(begins_.begin() + from, begins_.begin() + until);
        const std::uint32_t count = until - from;
        for (std::size_t i = 0; i < purchases_.customers.size(); ++i) {
            // Below `from` it wraps around and is too large as well.
            const std::uint32_t place = purchases_.customers[i] - from;
            if (place >= count) continue;
            rows_[next_[place]++ - begins_[from]] = {purchases_.days[i], purchases_.amounts[i], false};
        }
    }

    std::span<DatedAmount> of(std::uint32_t customer) {
        const std::uint32_t base = begins_[from_];
        return std::span(rows_).subspan(begins_[customer] - base,
                                        begins_[customer + 1] - begins_[customer]);
    }

  private:
    const PurchaseColumns& purchases_;
    std::span<const std::uint32_t> begins_;
    std::uint32_t from_ = 0;
    std::vector<DatedAmount> rows_;
    std::vector<std::uint32_t> next_;
};

/// begins[c] = rows of all customers before c; one more at the end.
std::vector<std::uint32_t> row_begins(std::span<const std::uint32_t> customers) {
    if (customers.empty()) return {0};
    std::vector<std::uint32_t> begins(std::size_t{std::ranges::max(customers)} + 2);
    for (const std::uint32_t customer : customers) ++begins[std::size_t{customer} + 1];
    for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
    return begins;
}

}  // namespace

std::optional<double> CustomerHistory::mean_repeat_amount() const {
    if (repeats == 0) return std::nullopt;
    return static_cast<double>(repeat_amount) / repeats;
}

std::optional<CustomerHistory> history_of(std::span<const DatedAmount> purchases,
                                          const PurchaseWindow& window) {
    CustomerHistory history;
    bool has_bought = false;
    Date first;
    for (std::size_t i = 0; i < purchases.size();) {
        const Date day = purchases[i].day;
        std::int64_t amount = 0;
        bool has_credit = false;
        for (; i < purchases.size() && purchases[i].day == day; ++i) {
            amount += purchases[i].amount;
            has_credit = has_credit || purchases[i].amount < 0 || purchases[i].holds_credits;
        }
        if (has_credit && amount <= 0) continue;
        if (day > window.calibration_end) {
            if (window.holdout_end && day <= *window.holdout_end) ++history.holdout_days;
            continue;
        }
        history.total_amount += amount;
        if (!has_bought) {
            has_bought = true;
            first = day;
            history.age_days = window.calibration_end - first;
            continue;
        }
        ++history.repeats;
        history.repeat_amount += amount;
        history.recency_days = day - first;
    }
    if (!has_bought) return std::nullopt;
    return history;
}

std::vector<CustomerHistory> customer_histories(const PurchaseColumns& purchases,
                                                const PurchaseWindow& window) {
    // Sorting by counting, but only some customers at a time: reading the first column again and
    // again costs less than a second copy of all rows, in memory and in time.
    constexpr std::uint32_t rows_at_once = 1'000'000;
    const std::vector<std::uint32_t> begins = row_begins(purchases.customers);
    const auto customers = static_cast<std::uint32_t>(begins.size() - 1);
    std::vector<CustomerHistory> histories;
    histories.reserve(customers);
    Slice slice(purchases, begins);
    for (std::uint32_t from = 0; from < customers;) {
        std::uint32_t until = from + 1;
        while (until < customers && begins[until + 1] - begins[from] <= rows_at_once) ++until;
        slice.gather(from, until);
        for (std::uint32_t customer = from; customer < until; ++customer) {
            const std::span<DatedAmount> rows = slice.of(customer);
            if (!std::ranges::is_sorted(rows, is_earlier)) std::ranges::sort(rows, is_earlier);
            if (auto history = history_of(rows, window)) {
                history->customer = customer;
                histories.push_back(*history);
            }
        }
        from = until;
    }
    return histories;
}

}  // namespace klicnik::indicators
