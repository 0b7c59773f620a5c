#include "modules/indicators/movements.hpp"

#include <gtest/gtest.h>

#include <random>

namespace klicnik::indicators {
namespace {

constexpr std::int64_t thousand_crowns = 1'000 * Decimal::one;

/// A cube of some clients over four years, each month of a client written by hand.
class Book {
  public:
    static constexpr std::int32_t months = 48;

    std::uint32_t client() {
        Uuid id;
        id.bytes[15] = static_cast<std::uint8_t>(amounts_.size() + 1);
        cube_.accounts.push_back(id);
        amounts_.emplace_back(months);
        return static_cast<std::uint32_t>(amounts_.size() - 1);
    }
    /// The whole amount of a year in one of its months; year 0 is 2023.
    void year(std::uint32_t client, std::int32_t year, std::int64_t amount, std::int32_t month = 5) {
        amounts_[client][static_cast<std::size_t>(year * 12 + month)] += amount;
    }
    /// A client with revenue before, in the year of the start (2025) and of the end (2026).
    std::uint32_t client(std::int64_t before, std::int64_t start, std::int64_t end) {
        const std::uint32_t made = client();
        year(made, 1, before);
        year(made, 2, start);
        year(made, 3, end);
        return made;
    }
    Cube& take() {
        const std::size_t count = amounts_.size();
        cube_.first = *parse_month("2023-01");
        cube_.revenue = MonthColumns(count, months);
        cube_.first_paid.assign(count, -1);
        cube_.incomplete.assign(count, 0);
        cube_.top.resize(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            if (cube_.top[i] == 0) cube_.top[i] = i;
            for (std::int32_t month = months - 1; month >= 0; --month) {
                cube_.revenue.put(i, static_cast<std::size_t>(month), amounts_[i][static_cast<std::size_t>(month)]);
                if (amounts_[i][static_cast<std::size_t>(month)] > 0) cube_.first_paid[i] = static_cast<std::int16_t>(month);
            }
        }
        cube_.revenue.accumulate();
        return cube_;
    }
    Cube& cube() { return cube_; }

  private:
    Cube cube_;
    std::vector<std::vector<std::int64_t>> amounts_;
};

const Period year_2026{Base::invoices, *parse_date("2026-12-31"), 12};

Movements measured(const Cube& cube, const Period& period = year_2026, const Rates& rates = {}, bool by_group = false) {
    return movements_of(ends_of(cube, period, rates, by_group), Chosen(cube.accounts.size(), 1));
}

std::int64_t thousands(__int128 amount) {
    return static_cast<std::int64_t>(amount / thousand_crowns);
}

TEST(Movements, the_worked_example_of_metrics_a_4_holds_to_the_last_digit) {
    // AC32.1: golden numbers with a returning client, a lost one and a new one.
    Book book;
    book.client(0, 100 * thousand_crowns, 120 * thousand_crowns);
    book.client(0, 200 * thousand_crowns, 200 * thousand_crowns);
    book.client(0, 150 * thousand_crowns, 90 * thousand_crowns);
    book.client(0, 50 * thousand_crowns, 0);
    book.client(0, 0, 80 * thousand_crowns);
    book.client(30 * thousand_crowns, 0, 40 * thousand_crowns);
    const Movements found = measured(book.take());
    EXPECT_EQ(thousands(found.start), 500);
    EXPECT_EQ(thousands(found.expansion), 20);
    EXPECT_EQ(thousands(found.contraction), 60);
    EXPECT_EQ(thousands(found.churn), 50);
    EXPECT_EQ(thousands(found.new_business), 80);
    EXPECT_EQ(thousands(found.reactivation), 40);
    EXPECT_EQ(thousands(found.end()), 530);
    EXPECT_EQ(found.net_retention_bp(), 8'200);
    EXPECT_EQ(found.gross_retention_bp(), 7'800);
    EXPECT_EQ(found.logo_retention_bp(), 7'500);
    EXPECT_EQ(found.clients, 4);
    EXPECT_EQ(found.won, 1);
    EXPECT_EQ(found.returned, 1);
}

TEST(Movements, an_empty_cohort_has_no_rates_instead_of_zero) {
    Book book;
    book.client(0, 0, 80 * thousand_crowns);
    const Movements found = measured(book.take());
    EXPECT_EQ(found.net_retention_bp(), std::nullopt);
    EXPECT_EQ(found.gross_retention_bp(), std::nullopt);
    EXPECT_EQ(found.logo_retention_bp(), std::nullopt);
    EXPECT_EQ(thousands(found.end()), 80);
}

TEST(Movements, a_dip_and_recovery_inside_the_period_is_no_loss) {
    Book book;
    const std::uint32_t client = book.client(0, 100 * thousand_crowns, 0);
    book.year(client, 3, 20 * thousand_crowns, 0);
    book.year(client, 3, 100 * thousand_crowns, 11);
    const Movements found = measured(book.take());
    EXPECT_EQ(found.gross_retention_bp(), 10'000);
    EXPECT_EQ(found.net_retention_bp(), 12'000);
}

TEST(Movements, credit_notes_beyond_the_invoices_are_churn_and_stay_visible) {
    Book book;
    book.client(0, 100 * thousand_crowns, -30 * thousand_crowns);
    const Movements found = measured(book.take());
    EXPECT_EQ(found.net_retention_bp(), 0);
    EXPECT_EQ(found.lost, 1);
    EXPECT_EQ(thousands(found.end()), 0);
    EXPECT_EQ(thousands(found.booked_end()), -30) << "the book of the ledger";
}

TEST(Movements, one_large_client_lost_shows_in_money_and_hardly_in_clients) {
    Book book;
    book.client(0, 890 * thousand_crowns, 0);
    for (int i = 0; i < 10; ++i) book.client(0, 11 * thousand_crowns, 11 * thousand_crowns);
    const Movements found = measured(book.take());
    EXPECT_EQ(found.logo_retention_bp(), 9'091);
    EXPECT_EQ(found.net_retention_bp(), 1'100);
}

TEST(Movements, sums_beyond_thirty_two_bits_and_beyond_sixty_four_weighted_are_exact) {
    Book book;
    constexpr std::int64_t large = 90'000'000'000 * Decimal::one;  // ninety thousand million crowns
    for (int i = 0; i < 100; ++i) book.client(0, large, large + 1);
    const Movements found = measured(book.take());
    EXPECT_EQ(found.start, static_cast<__int128>(large) * 100);
    EXPECT_EQ(found.expansion, 100);
}

TEST(Movements, firms_of_a_group_count_as_one_when_asked_to) {
    Book book;
    const std::uint32_t mother = book.client(0, 100 * thousand_crowns, 250 * thousand_crowns);
    const std::uint32_t daughter = book.client(0, 150 * thousand_crowns, 0);
    book.cube().top = {mother, mother};
    Cube& cube = book.take();
    cube.top = {mother, mother};
    EXPECT_EQ(measured(cube).churn, 150 * thousand_crowns) << "each by itself: a daughter was lost";
    const Movements together = measured(cube, year_2026, {}, true);
    EXPECT_EQ(together.churn, 0);
    EXPECT_EQ(together.clients, 1);
    EXPECT_EQ(together.net_retention_bp(), 10'000);
    EXPECT_EQ(movement_of(ends_of(cube, year_2026, {}, true), daughter), Movement::absent);
}

TEST(Movements, a_change_of_the_exchange_rate_is_no_movement_but_a_line_of_its_own) {
    // metrics (a.4): 1000 EUR flat, 24 → 25 CZK.
    Book book;
    const std::uint32_t client = book.client(0, 24 * thousand_crowns, 25 * thousand_crowns);
    Cube& cube = book.take();
    const Currency eur = *parse_currency("EUR");
    ForeignRow row{client, eur, std::vector<std::int64_t>(Book::months), std::vector<std::int64_t>(Book::months)};
    row.amounts[29] = row.amounts[41] = thousand_crowns;
    row.in_base[29] = 24 * thousand_crowns;
    row.in_base[41] = 25 * thousand_crowns;
    cube.foreign.push_back(row);
    const Movements found = measured(cube, year_2026, {{{eur, 24, 1}}, {}});
    EXPECT_EQ(found.net_retention_bp(), 10'000);
    EXPECT_EQ(found.rates, thousand_crowns);
    EXPECT_EQ(found.end(), 25 * thousand_crowns);
    EXPECT_EQ(ratio_bp(found.end(), found.start), 10'417) << "104.1667 % as booked";
    EXPECT_EQ(measured(cube, year_2026, {}).unknown, 1) << "a missing rate is no rate of 1";
}

TEST(Movements, contracts_count_on_the_day_and_their_rates_apart) {
    Book book;
    const std::uint32_t one = book.client();
    const std::uint32_t two = book.client();
    Cube& cube = book.take();
    const auto day = [](const char* text) { return *parse_date(text); };
    const Currency eur = *parse_currency("EUR");
    cube.contracts = {
        {one, day("2025-01-01"), day("2026-12-30"), {}, 100},                  // ends the day before
        {one, day("2026-06-01"), Cube::never, {}, 130},                        // and was replaced by more
        {two, day("2025-12-31"), Cube::never, eur, thousand_crowns},
    };
    const Period year{Base::contracts, day("2026-12-31"), 12};
    const Movements found = measured(cube, year, {{{eur, 24, 1}}, {{eur, 25, 1}}});
    EXPECT_EQ(found.start, 100 + 24 * thousand_crowns);
    EXPECT_EQ(found.expansion, 30);
    EXPECT_EQ(found.churn, 0);
    EXPECT_EQ(found.rates, thousand_crowns);
    EXPECT_EQ(found.end(), 130 + 25 * thousand_crowns);
}

TEST(Movements, a_client_counts_for_each_lead_by_his_days_and_the_shares_make_the_whole) {
    Book book;
    const std::uint32_t handed_over = book.client(0, 100 * thousand_crowns, 50 * thousand_crowns);
    book.client(0, 40 * thousand_crowns, 60 * thousand_crowns);
    Cube& cube = book.take();
    Uuid before;
    before.bytes[0] = 1;
    Uuid after;
    after.bytes[0] = 2;
    cube.leads = {{handed_over, before, *parse_date("2020-01-01"), *parse_date("2026-03-15")},
                  {handed_over, after, *parse_date("2026-03-15"), Cube::never}};
    const Ends ends = ends_of(cube, year_2026);
    const ByLead by = movements_by_lead(cube, ends, {1, 1}, year_2026);
    EXPECT_EQ(by.days, 365);
    ASSERT_EQ(by.shares.size(), 3U) << "two people and nobody";
    EXPECT_TRUE(by.shares[0].user.is_nil());
    EXPECT_EQ(by.shares[1].movements.clients, 73) << "1 January to 14 March";
    EXPECT_EQ(by.shares[2].movements.clients, 292);
    EXPECT_EQ(by.shares[1].movements.net_retention_bp(), 5'000) << "the loss is his who led, as long as he led";
    Movements sum;
    for (const ByLead::Share& share : by.shares) sum.add(share.movements);
    const Movements whole = movements_of(ends, {1, 1});
    EXPECT_EQ(sum.start, whole.start * by.days);
    EXPECT_EQ(sum.contraction, whole.contraction * by.days);
    EXPECT_EQ(sum.expansion, whole.expansion * by.days);
}

TEST(Movements, a_thousand_random_books_keep_the_identity_and_their_groups_add_up) {
    std::mt19937_64 random(20261126);
    for (int round = 0; round < 1'000; ++round) {
        Book book;
        const std::uint32_t clients = 1 + static_cast<std::uint32_t>(random() % 12);
        for (std::uint32_t i = 0; i < clients; ++i) {
            const std::uint32_t client = book.client();
            for (int lines = static_cast<int>(random() % 6); lines > 0; --lines) {
                book.year(client, static_cast<std::int32_t>(random() % 4), static_cast<std::int64_t>(random() % 2'000'000) - 400'000,
                          static_cast<std::int32_t>(random() % 12));
            }
        }
        Cube& cube = book.take();
        const Period period{Base::invoices, last_day(cube.first + static_cast<std::int32_t>(24 + random() % 24)), 1 + static_cast<std::int32_t>(random() % 12)};
        const Ends ends = ends_of(cube, period);
        const Movements found = movements_of(ends, Chosen(clients, 1));
        __int128 start = 0;
        __int128 end = 0;
        for (std::uint32_t i = 0; i < clients; ++i) {
            start += ends.start[i];
            end += ends.end[i];
        }
        ASSERT_EQ(found.booked_start(), start);
        ASSERT_EQ(found.booked_end(), end) << "Start + New + Reactivation + Expansion − Contraction − Churn = End";
        std::vector<std::uint32_t> codes;
        for (std::uint32_t i = 0; i < clients; ++i) codes.push_back(static_cast<std::uint32_t>(random() % 3));
        Movements sum;
        for (const Movements& group : movements_by(ends, Chosen(clients, 1), codes, 3)) sum.add(group);
        ASSERT_EQ(sum, found);
        ASSERT_LE(found.gross_retention_bp().value_or(0), 10'000);
    }
}

}  // namespace
}  // namespace klicnik::indicators
