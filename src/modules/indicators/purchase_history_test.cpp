#include "modules/indicators/purchase_history.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "tests/support/cdnow.hpp"

namespace klicnik::indicators {
namespace {

struct Purchase {
    std::uint32_t customer;
    std::int32_t day;
    std::int64_t amount;
};

std::vector<CustomerHistory> histories_of(const std::vector<Purchase>& purchases,
                                          const PurchaseWindow& window) {
    std::vector<std::uint32_t> customers;
    std::vector<Date> days;
    std::vector<std::int64_t> amounts;
    for (const auto& [customer, day, amount] : purchases) {
        customers.push_back(customer);
        days.push_back(Date{day});
        amounts.push_back(amount);
    }
    return customer_histories({customers, days, amounts}, window);
}

TEST(PurchaseHistory, orders_of_one_day_are_one_purchase) {
    const auto histories =
        histories_of({{0, 10, 5}, {0, 17, 1}, {0, 10, 6}, {0, 17, 2}, {0, 24, 9}}, {Date{31}});
    ASSERT_EQ(histories.size(), 1U);
    EXPECT_EQ(histories[0].repeats, 2U);
    EXPECT_EQ(histories[0].recency_weeks(), 2);
    EXPECT_EQ(histories[0].age_weeks(), 3);
    EXPECT_EQ(histories[0].repeat_amount, 12);
    EXPECT_EQ(histories[0].total_amount, 23);
    EXPECT_EQ(histories[0].mean_repeat_amount(), 6);
}

TEST(PurchaseHistory, the_last_day_of_calibration_and_of_holdout_belong_to_them) {
    const PurchaseWindow window{.calibration_end = Date{20}, .holdout_end = Date{30}};
    const auto histories =
        histories_of({{0, 6, 1}, {0, 20, 1}, {0, 21, 1}, {0, 30, 1}, {0, 31, 1}}, window);
    ASSERT_EQ(histories.size(), 1U);
    EXPECT_EQ(histories[0].repeats, 1U);
    EXPECT_EQ(histories[0].recency_days, 14);
    EXPECT_EQ(histories[0].age_days, 14);
    EXPECT_EQ(histories[0].holdout_days, 2U);
}

TEST(PurchaseHistory, a_single_purchase_has_no_recency_and_no_mean_amount) {
    const auto histories = histories_of({{3, 6, 1}}, {Date{20}});
    ASSERT_EQ(histories.size(), 1U);
    EXPECT_EQ(histories[0].customer, 3U);
    EXPECT_EQ(histories[0].repeats, 0U);
    EXPECT_EQ(histories[0].recency_days, 0);
    EXPECT_EQ(histories[0].age_days, 14);
    EXPECT_EQ(histories[0].mean_repeat_amount(), std::nullopt);
}

TEST(PurchaseHistory, whoever_bought_only_later_or_only_returned_is_left_out) {
    EXPECT_TRUE(histories_of({{0, 21, 1}, {2, 5, -7}}, {Date{20}, Date{30}}).empty());
    EXPECT_TRUE(histories_of({}, {Date{20}}).empty());
}

TEST(PurchaseHistory, a_day_of_returns_or_of_a_cancelled_order_is_no_purchase_and_a_free_one_is) {
    const auto histories = histories_of(
        {{0, 1, 9}, {0, 4, -5}, {0, 6, 0}, {0, 9, -5}, {0, 9, 8}, {0, 12, 5}, {0, 12, -5}},
        {Date{20}});
    ASSERT_EQ(histories.size(), 1U);
    EXPECT_EQ(histories[0].repeats, 2U);
    EXPECT_EQ(histories[0].recency_days, 8);
    EXPECT_EQ(histories[0].repeat_amount, 3);
}

TEST(PurchaseHistory, the_order_of_rows_means_nothing_even_over_several_slices) {
    constexpr std::uint32_t customers = 40'000;
    std::mt19937 random(11);
    std::vector<Purchase> rows;
    for (std::uint32_t i = 0; i < 2'200'000; ++i)
        rows.push_back({i % customers, static_cast<std::int32_t>(random() % 400),
                        static_cast<std::int64_t>(random() % 1000)});
    const PurchaseWindow window{.calibration_end = Date{300}, .holdout_end = Date{390}};
    const auto one_order = histories_of(rows, window);
    std::ranges::shuffle(rows, random);
    const auto another = histories_of(rows, window);
    ASSERT_EQ(one_order.size(), customers);
    ASSERT_EQ(another.size(), customers);
    for (std::size_t i = 0; i < one_order.size(); ++i) {
        ASSERT_EQ(one_order[i].customer, i);
        ASSERT_EQ(one_order[i].repeats, another[i].repeats);
        ASSERT_EQ(one_order[i].recency_days, another[i].recency_days);
        ASSERT_EQ(one_order[i].age_days, another[i].age_days);
        ASSERT_EQ(one_order[i].holdout_days, another[i].holdout_days);
        ASSERT_EQ(one_order[i].repeat_amount, another[i].repeat_amount);
        ASSERT_EQ(one_order[i].total_amount, another[i].total_amount);
    }
}

struct CdnowCase {
    std::size_t number;  // of the sample, from 1
    std::uint32_t repeats;
    double recency;
    double age;
};

TEST(PurchaseHistory, of_the_cdnow_sample_equals_the_published_figures_metrics_f1) {
    CDNOW_OR_SKIP(sample);
    EXPECT_EQ(sample.customers.size(), 6919U);
    const auto histories = sample.histories();
    ASSERT_EQ(histories.size(), 2357U);
    constexpr CdnowCase cases[] = {{1, 2, 30.428571, 38.857143},
                                   {2, 1, 1.714286, 38.857143},
                                   {3, 0, 0, 38.857143},
                                   {1516, 26, 30.857143, 31}};
    for (const auto& [number, repeats, recency, age] : cases) {
        const CustomerHistory& history = histories[number - 1];
        EXPECT_EQ(history.repeats, repeats);
        EXPECT_NEAR(history.recency_weeks(), recency, 5e-7);
        EXPECT_NEAR(history.age_weeks(), age, 5e-7);
    }
    EXPECT_NEAR(*histories[0].mean_repeat_amount(), 223'450, 0.1) << "22.35 of Hardie's sheet";
    std::size_t repeaters = 0;
    std::uint64_t repeats = 0;
    std::uint64_t holdout = 0;
    std::uint64_t holdout_of_the_others = 0;
    for (const CustomerHistory& history : histories) {
        repeats += history.repeats;
        holdout += history.holdout_days;
        if (history.repeats > 0)
            ++repeaters;
        else
            holdout_of_the_others += history.holdout_days;
    }
    EXPECT_EQ(repeaters, 946U);
    EXPECT_EQ(repeats, 2457U);
    EXPECT_EQ(holdout, 1882U);
    EXPECT_EQ(holdout_of_the_others, 334U);
    EXPECT_EQ(histories.size() + repeats + holdout, 6696U) << "customer-days, CLVTools";
}

}  // namespace
}  // namespace klicnik::indicators
