#include "modules/segmentation/concentration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "tests/support/shared_data.hpp"

namespace klicnik::segmentation {
namespace {

std::vector<ClientAmount> book(const std::vector<std::int64_t>& amounts) {
    std::vector<ClientAmount> clients;
    for (const std::int64_t amount : amounts) {
        Uuid id;
        id.bytes[14] = static_cast<std::uint8_t>(clients.size() / 256);
        id.bytes[15] = static_cast<std::uint8_t>(clients.size() % 256);
        clients.push_back({id, amount});
    }
    return clients;
}

Concentration measured(const std::vector<std::int64_t>& amounts) {
    return concentration_of(book(amounts));
}

// --- published values, metrics (c)

struct HhiCase {
    std::vector<std::int64_t> shares;
    std::int64_t hhi;
};

TEST(Concentration, hhi_equals_the_published_examples_of_metrics_c) {
    const HhiCase cases[] = {
        {{30, 30, 20, 20}, 2600},
        {{70, 30}, 5800},
        {{25, 20, 15, 10, 9, 8, 7, 6}, 1580},
        {{45, 15, 10, 8, 7, 6, 5, 4}, 2540},
        {{100}, 10000},
    };
    for (const auto& [shares, hhi] : cases) {
        EXPECT_EQ(measured(shares).hhi, hhi * Concentration::hhi_scale);
        EXPECT_EQ(measured(shares).effective,
                  divide_half_even(__int128{10'000} * Concentration::hhi_scale, hhi));
    }
}

TEST(Concentration, gini_equals_the_published_vector_to_its_last_digit_metrics_c) {
    const auto outcome = measured({541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261});
    EXPECT_EQ(outcome.gini, 462'091'130'267'624);
    EXPECT_EQ(shown(*outcome.gini_corrected, Concentration::gini_scale, 4), Decimal{5134});
    EXPECT_EQ((*outcome.gini_corrected + 50'000'000) / 100'000'000, 5'134'346);
}

TEST(Concentration, abc_classes_by_the_share_before_the_client_metrics_c) {
    const auto outcome = measured({3, 500, 200, 7, 100, 60, 50, 40, 25, 15});
    EXPECT_EQ(outcome.abc, (std::array<std::size_t, 3>{3, 3, 4}));
    EXPECT_EQ(outcome.ranked[0].abc, AbcClass::A);
    EXPECT_EQ(outcome.ranked[3].abc, AbcClass::B);
    EXPECT_EQ(outcome.ranked[9].abc, AbcClass::C);
}

TEST(Concentration, a_single_giant_is_always_A) {
    EXPECT_EQ(measured({1'000'000, 1, 1, 1}).abc, (std::array<std::size_t, 3>{1, 0, 3}));
    EXPECT_EQ(measured({5}).abc, (std::array<std::size_t, 3>{1, 0, 0}));
}

TEST(Concentration, a_class_begins_exactly_at_its_limit) {
    // 80 % lie before the second client, 95 % before the third.
    EXPECT_EQ(measured({80, 15, 5}).abc, (std::array<std::size_t, 3>{1, 1, 1}));
    EXPECT_EQ(measured({79, 16, 5}).abc, (std::array<std::size_t, 3>{2, 0, 1}));
}

TEST(Concentration, the_example_of_one_dominating_client_of_metrics_c) {
    const auto outcome = measured({600, 150, 100, 90, 60});
    EXPECT_EQ(outcome.top(1).share_bp, 6000);
    EXPECT_EQ(outcome.top(3).share_bp, 8500);
    EXPECT_EQ(shown(*outcome.hhi, Concentration::hhi_scale, 0), Decimal::from_integer(4042));
    EXPECT_TRUE(outcome.is_existential(600));
    EXPECT_FALSE(outcome.is_existential(150));
}

// --- edges

TEST(Concentration, nobody_and_nothing_are_unknown_and_never_zero) {
    EXPECT_EQ(measured({}).reason, ConcentrationReason::no_clients);
    for (const auto& amounts : {std::vector<std::int64_t>{0, 0}, {-5}, {5, -5}, {3, -9}}) {
        const auto outcome = measured(amounts);
        EXPECT_EQ(outcome.reason, ConcentrationReason::total_not_positive);
        EXPECT_FALSE(outcome.hhi);
        EXPECT_FALSE(outcome.gini);
        EXPECT_FALSE(outcome.top(1).share_bp);
        EXPECT_TRUE(outcome.pareto().empty());
        EXPECT_FALSE(outcome.is_existential(5));
        EXPECT_EQ(outcome.ranked.size(), amounts.size());
    }
}

TEST(Concentration, one_client_has_gini_zero_and_no_corrected_one) {
    EXPECT_EQ(measured({7}).gini, 0);
    EXPECT_EQ(measured({7}).gini_corrected, std::nullopt);
}

TEST(Concentration, equal_clients_have_gini_zero_and_count_as_many_as_they_are) {
    const auto outcome = measured(std::vector<std::int64_t>(31, 1234));
    EXPECT_EQ(outcome.gini, 0);
    EXPECT_EQ(outcome.effective, 31 * Concentration::hhi_scale);
    EXPECT_EQ(shown(*outcome.hhi, Concentration::hhi_scale, 2), Decimal{3'225'800});
}

TEST(Concentration, net_credits_are_listed_and_leave_hhi_and_gini_alone) {
    const auto with = measured({70, -10, 30, -5});
    const auto without = measured({70, 30});
    EXPECT_EQ(with.hhi, without.hhi);
    EXPECT_EQ(with.gini, without.gini);
    EXPECT_EQ(with.excluded, (std::vector<std::size_t>{3, 1}));
    EXPECT_EQ(with.total, 85) << "shares are of the net book, so that they tie with the ledger";
    EXPECT_EQ(with.top(1).share_bp, 8235);
    EXPECT_EQ(with.top(2).share_bp, 11765);
    EXPECT_EQ(with.top(4).share_bp, 10000);
}

TEST(Concentration, equal_amounts_are_ranked_by_id_whatever_their_order) {
    auto clients = book({5, 9, 5, 5});
    std::vector<Uuid> expected = {clients[1].id, clients[0].id, clients[2].id, clients[3].id};
    std::mt19937 random(3);
    for (int round = 0; round < 10; ++round) {
        std::shuffle(clients.begin(), clients.end(), random);
        std::vector<Uuid> order;
        for (const auto& client : concentration_of(clients).ranked)
            order.push_back(clients[client.index].id);
        EXPECT_EQ(order, expected);
    }
}

TEST(Concentration, amounts_near_the_limit_of_64_bits_stay_exact) {
    constexpr std::int64_t large = std::int64_t{1} << 61;
    const auto outcome = measured({large, large, large});
    EXPECT_EQ(outcome.effective, 3 * Concentration::hhi_scale);
    EXPECT_EQ(outcome.gini, 0);
    EXPECT_EQ(outcome.top(1).share_bp, 3333);
    EXPECT_EQ(measured({large, large, large, large}).reason, ConcentrationReason::too_large);
}

TEST(Concentration, the_tenth_of_the_book_makes_a_major_client_IFRS_8_34) {
    EXPECT_EQ(measured({50, 30, 10, 5, 5}).major_clients(), 3U);
    EXPECT_EQ(measured({501, 300, 99, 50, 50}).major_clients(), 2U);
}

TEST(Concentration, exactly_a_quarter_is_not_existential_and_a_little_more_is_AC12_1) {
    EXPECT_FALSE(measured({2500, 2500, 2500, 2500}).is_existential(2500));
    EXPECT_TRUE(measured({2501, 2500, 2500, 2499}).is_existential(2501));
}

TEST(Concentration, the_pareto_curve_has_at_most_two_hundred_points_and_both_ends) {
    const auto few = measured({50, 30, 20}).pareto();
    ASSERT_EQ(few.size(), 3U);
    EXPECT_EQ(few[1].rank, 2U);
    EXPECT_EQ(few[1].cumulative_bp, 8000);
    std::vector<std::int64_t> amounts(4372);
    std::iota(amounts.begin(), amounts.end(), 1);
    const auto many = measured(amounts).pareto();
    ASSERT_EQ(many.size(), 200U);
    EXPECT_EQ(many.front().rank, 1U);
    EXPECT_EQ(many.back().rank, 4372U);
    EXPECT_EQ(many.back().cumulative_bp, 10000);
    EXPECT_TRUE(std::is_sorted(many.begin(), many.end(),
                               [](const auto& a, const auto& b) { return a.rank < b.rank; }));
    EXPECT_EQ(measured({5}).pareto().size(), 1U);
}

TEST(Concentration, figures_are_shown_rounded_half_even) {
    EXPECT_EQ(to_text(shown(322'415'000, Concentration::hhi_scale, 2), 2), "322.42");
    EXPECT_EQ(to_text(shown(322'425'000, Concentration::hhi_scale, 2), 2), "322.42");
    EXPECT_EQ(to_text(shown(731'249'999'999'999, Concentration::gini_scale, 4), 4), "0.7312");
}

// --- whole data sets

/// The last cell of the line, which is cut off. Only the description, before them all, may be
/// quoted.
std::string_view take_last(std::string_view& line) {
    const auto comma = line.rfind(',');
    const auto cell = line.substr(comma + 1);
    line = line.substr(0, comma);
    return cell;
}

/// Net revenue per customer in ten-thousandths of a pound.
std::map<std::string, std::int64_t> retail_customers(const std::filesystem::path& packed) {
    std::map<std::string, std::int64_t> net;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(
        popen(("zcat '" + packed.string() + "'").c_str(), "r"), pclose);
    if (!pipe) return net;
    char* line = nullptr;
    std::size_t room = 0;
    for (ssize_t length = 0; (length = getline(&line, &room, pipe.get())) > 0;) {
        std::string_view row(line, static_cast<std::size_t>(length) - 1);
        take_last(row);  // country
        const std::string customer(take_last(row));
        const auto price = parse_decimal(take_last(row));
        take_last(row);  // date
        const auto quantity = parse_decimal(take_last(row));
        if (customer.empty() || !price || !quantity)
            continue;  // without a customer, or the heading
        net[customer] += quantity->units / Decimal::one * price->units;
    }
    std::free(line);
    return net;
}

TEST(Concentration, of_the_uci_retail_book_equals_its_truth) {
    SHARED_DATA_OR_SKIP(file, "uci_online_retail/online_retail.csv.gz");
    const auto net = retail_customers(file);
    std::vector<std::int64_t> amounts;
    for (const auto& [customer, amount] : net) amounts.push_back(amount);
    const auto outcome = measured(amounts);
    EXPECT_EQ(outcome.ranked.size(), 4372U);
    EXPECT_EQ(outcome.total, 83'000'658'140) << "8,300,065.814 GBP";
    EXPECT_EQ(outcome.abc, (std::array<std::size_t, 3>{1171, 1436, 1765}));
    const std::tuple<std::uint32_t, std::size_t, std::int32_t> shares[] = {
        {1, 44, 2992}, {5, 219, 4859}, {10, 438, 6005}, {20, 875, 7385}};
    for (const auto& [percent, clients, share] : shares) {
        EXPECT_EQ(outcome.top_percent(percent).clients, clients);
        EXPECT_EQ(outcome.top_percent(percent).share_bp, share) << percent;
    }
    EXPECT_EQ(outcome.ranked[0].amount, 2'794'890'200) << "customer 14646, 279,489.02 GBP";
    const auto not_positive =
        std::count_if(amounts.begin(), amounts.end(), [](auto amount) { return amount <= 0; });
    EXPECT_EQ(not_positive, 55);
    EXPECT_EQ(outcome.excluded.size() +
                  static_cast<std::size_t>(std::count(amounts.begin(), amounts.end(), 0)),
              55U);
}

TEST(Concentration, of_the_cdnow_sample_equals_metrics_c) {
    SHARED_DATA_OR_SKIP(file, "cdnow/CDNOW_sample.txt");
    std::map<std::string, std::int64_t> spent;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        std::istringstream words(line);
        std::string master, sample, date, discs, dollars;
        if (words >> master >> sample >> date >> discs >> dollars) {
            spent[master] += parse_decimal(dollars).value_or(Decimal{}).units / 100;
        }
    }
    std::vector<std::int64_t> amounts;
    for (const auto& [customer, cents] : spent) amounts.push_back(cents);
    const auto outcome = measured(amounts);
    EXPECT_EQ(outcome.ranked.size(), 2357U);
    EXPECT_EQ(outcome.total, 24'409'194);
    EXPECT_EQ(outcome.hhi, 22'857'964);
    EXPECT_EQ((*outcome.gini + 50'000'000) / 100'000'000, 6'309'171);
    EXPECT_EQ(outcome.top(471).share_bp, 6740);
    EXPECT_EQ(outcome.top(1).share_bp, 268);
    EXPECT_EQ(outcome.abc, (std::array<std::size_t, 3>{777, 801, 779}));
}

}  // namespace
}  // namespace klicnik::segmentation
