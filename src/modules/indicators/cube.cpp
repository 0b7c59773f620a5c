#include "modules/indicators/cube.hpp"

#include <algorithm>

namespace klicnik::indicators {

std::span<const std::int64_t> MonthColumns::before(std::int32_t index) const {
    if (index <= 0 || sums_.empty()) return nothing_;
    return sums_[std::min(static_cast<std::size_t>(index), sums_.size()) - 1];
}

void MonthColumns::accumulate() {
    for (std::size_t month = 1; month < sums_.size(); ++month) {
        const std::int64_t* const before = sums_[month - 1].data();
        std::int64_t* const sum = sums_[month].data();
        for (std::size_t account = 0; account < accounts_; ++account) sum[account] += before[account];
    }
}

void MonthColumns::append() {
    ++accounts_;
    nothing_.push_back(0);
    for (std::vector<std::int64_t>& sums : sums_) sums.push_back(0);
}

void MonthColumns::replace(std::size_t account, std::span<const std::int64_t> amounts) {
    std::int64_t sum = 0;
    for (std::size_t month = 0; month < sums_.size(); ++month) {
        sum += amounts[month];
        sums_[month][account] = sum;
    }
}

std::optional<std::uint32_t> Cube::find(const Uuid& account) const {
    const auto at = std::lower_bound(accounts.begin(), accounts.end(), account);
    if (at == accounts.end() || *at != account) return std::nullopt;
    return static_cast<std::uint32_t>(at - accounts.begin());
}

const Attribute* Cube::attribute(std::string_view field) const {
    for (const Attribute& one : attributes) {
        if (one.field == field) return &one;
    }
    return nullptr;
}

}  // namespace klicnik::indicators
