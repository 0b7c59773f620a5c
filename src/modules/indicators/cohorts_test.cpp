#include "modules/indicators/cohorts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "modules/indicators/dependence.hpp"
#include "modules/indicators/order_rhythm.hpp"
#include "modules/indicators/stability.hpp"
#include "modules/segmentation/concentration.hpp"
#include "tests/support/cdnow.hpp"

namespace klicnik::indicators {
namespace {

using ::testing::ElementsAre;

TEST(OrderRhythm, is_judged_by_the_clients_own_interval) {
    // domain I-33: > 1.5 late, > 2.5 silent, six orders at least.
    std::vector<Date> days;
    for (int i = 0; i < 6; ++i) days.push_back(Date{20'000 + 10 * i});
    const auto state = [&](std::int32_t later) { return order_rhythm(days, days.back() + later).state; };
    EXPECT_EQ(state(15), RhythmState::regular) << "1.5 exactly is not late yet";
    EXPECT_EQ(state(16), RhythmState::late);
    EXPECT_EQ(state(25), RhythmState::late);
    EXPECT_EQ(state(26), RhythmState::silent);
    EXPECT_EQ(order_rhythm(days, days.back()).median_doubled, 20);
    days.pop_back();
    EXPECT_EQ(state(100), RhythmState::too_few);
}

TEST(OrderRhythm, looks_back_from_the_day_asked_about) {
    std::vector<Date> days;
    for (int i = 0; i < 10; ++i) days.push_back(Date{100 + 7 * i});
    const OrderRhythm then = order_rhythm(days, Date{100 + 7 * 6 + 2});
    EXPECT_EQ(then.orders, 7);
    EXPECT_EQ(then.days_since, 2);
    EXPECT_EQ(order_rhythm(days, Date{50}).last, std::nullopt);
}

TEST(Stability, is_the_deviation_over_the_mean_of_a_year_at_least) {
    EXPECT_EQ(variation_bp(std::vector<std::int64_t>(12, 100)), 0);
    std::vector<std::int64_t> months;
    for (int i = 0; i < 12; ++i) months.push_back(i % 2 ? 150 : 50);
    EXPECT_EQ(variation_bp(months), 5'000);
    EXPECT_EQ(variation_bp(std::vector<std::int64_t>(11, 100)), std::nullopt);
    EXPECT_EQ(variation_bp(std::vector<std::int64_t>(24, -1)), std::nullopt);
}

TEST(Dependence, equals_the_whole_report_of_concentration) {
    std::vector<std::int64_t> amounts{541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261, -300, 0};
    std::vector<segmentation::ClientAmount> clients;
    for (const std::int64_t amount : amounts) {
        Uuid id;
        id.bytes[15] = static_cast<std::uint8_t>(clients.size());
        clients.push_back({id, amount});
    }
    const auto whole = segmentation::concentration_of(clients);
    const Dependence found = dependence_of(std::vector<std::int64_t>(amounts.size()), amounts, Chosen(amounts.size(), 1));
    EXPECT_EQ(found.top_share_bp(1), whole.top(1).share_bp);
    EXPECT_EQ(found.top_share_bp(5), whole.top(5).share_bp);
    EXPECT_EQ(found.concentration_index(), *whole.hhi / 100);
    EXPECT_EQ(found.over_a_quarter, 1);
    EXPECT_EQ(dependence_of(amounts, amounts, Chosen(amounts.size(), 1)).top_share_bp(1), std::nullopt);
}

/// CDNOW as a cube: one client a customer.
Cube cdnow_cube(const testing_support::Cdnow& sample) {
    Cube cube;
    cube.first = *parse_month("1997-01");
    const std::size_t count = sample.customers.empty() ? 0 : std::size_t{std::ranges::max(sample.customers)} + 1;
    cube.accounts.resize(count);
    cube.revenue = MonthColumns(count, 18);
    std::vector<std::vector<Date>> days(count);
    for (std::size_t i = 0; i < sample.days.size(); ++i) {
        cube.revenue.put(sample.customers[i], static_cast<std::size_t>(month_of(sample.days[i]) - cube.first), sample.amounts[i]);
        days[sample.customers[i]].push_back(sample.days[i]);
    }
    cube.revenue.accumulate();
    cube.day_offsets.push_back(0);
    for (auto& of : days) {
        std::sort(of.begin(), of.end());
        of.erase(std::unique(of.begin(), of.end()), of.end());
        cube.days.insert(cube.days.end(), of.begin(), of.end());
        cube.day_offsets.push_back(static_cast<std::uint32_t>(cube.days.size()));
    }
    return cube;
}

TEST(Cohorts, of_the_cdnow_sample_equal_metrics_a_5) {
    CDNOW_OR_SKIP(sample);
    const Cube cube = cdnow_cube(sample);
    const auto cohorts = cohorts_of(cube, Chosen(cube.accounts.size(), 1), *parse_month("1998-06"), 1, 24);
    ASSERT_EQ(cohorts.size(), 18U);
    EXPECT_EQ(cohorts[0].size, 781);
    EXPECT_THAT(cohorts[0].active, ElementsAre(781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33));
    EXPECT_EQ(cohorts[0].size + cohorts[1].size + cohorts[2].size, 2'357);
}

TEST(Cohorts, of_all_cdnow_customers_equal_metrics_a_5) {
    CDNOW_COHORT_OR_SKIP(cohort);
    const Cube cube = cdnow_cube(cohort);
    const auto cohorts = cohorts_of(cube, Chosen(cube.accounts.size(), 1), *parse_month("1998-06"), 1, 24);
    ASSERT_EQ(cohorts.size(), 18U);
    EXPECT_EQ(cohorts[0].size, 7'846);
    EXPECT_EQ(cohorts[1].size, 8'476);
    EXPECT_EQ(cohorts[2].size, 7'248);
}

TEST(Cohorts, a_step_that_has_not_ended_is_absent) {
    CDNOW_OR_SKIP(sample);
    const Cube cube = cdnow_cube(sample);
    const Chosen all(cube.accounts.size(), 1);
    EXPECT_EQ(cohorts_of(cube, all, *parse_month("1997-05"), 3, 24).size(), 1U) << "April to June has a month to come";
    const auto quarters = cohorts_of(cube, all, *parse_month("1998-06"), 3, 24);
    ASSERT_EQ(quarters.size(), 6U);
    EXPECT_EQ(quarters[0].size, 2'357);
    EXPECT_EQ(quarters[0].active.size(), 6U);
    const auto years = cohorts_of(cube, all, *parse_month("1998-06"), 12, 24);
    ASSERT_EQ(years.size(), 1U);
    EXPECT_EQ(years[0].active.size(), 1U);
}

}  // namespace
}  // namespace klicnik::indicators
