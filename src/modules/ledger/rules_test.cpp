#include "modules/ledger/rules.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/enum_names.hpp"
#include "modules/ledger/cnb_list.hpp"
#include "modules/ledger/rate_source.hpp"

namespace klicnik::ledger::rules {
namespace {

Decimal decimal(std::string_view text) {
    return *parse_decimal(text);
}

std::optional<Decimal> maybe(std::string_view text) {
    return parse_decimal(text);
}

Date day(std::string_view iso) {
    return *parse_date(iso);
}

Currency currency(std::string_view code) {
    return *parse_currency(code);
}

const Currency crown = *parse_currency("CZK");

// --- kinds and signs

TEST(LedgerRules, every_kind_belongs_to_one_figure) {
    const std::pair<EntryKind, Figure> cases[] = {
        {EntryKind::revenue, Figure::revenue},
        {EntryKind::credit_note, Figure::revenue},
        {EntryKind::direct_cost, Figure::direct_cost},
        {EntryKind::time_cost, Figure::cost_to_serve},
        {EntryKind::service_cost, Figure::cost_to_serve},
        {EntryKind::discount, Figure::cost_to_serve},
        {EntryKind::travel, Figure::cost_to_serve},
        {EntryKind::care_cost, Figure::cost_to_serve},
        {EntryKind::acquisition_cost, Figure::acquisition},
    };
    EXPECT_EQ(std::size(cases), enum_names<EntryKind>().size());
    for (const auto& [kind, figure] : cases) EXPECT_EQ(figure_of(kind), figure) << to_text(kind);
}

TEST(LedgerRules, a_credit_note_is_stored_negative_whichever_way_it_came) {
    EXPECT_EQ(stored_amount(EntryKind::credit_note, decimal("100")), decimal("-100"));
    EXPECT_EQ(stored_amount(EntryKind::credit_note, decimal("-100")), decimal("-100"));
    EXPECT_EQ(stored_amount(EntryKind::credit_note, Decimal{}), Decimal{});
}

TEST(LedgerRules, other_kinds_keep_their_sign) {
    for (const auto kind :
         {EntryKind::revenue, EntryKind::direct_cost, EntryKind::discount, EntryKind::travel}) {
        EXPECT_EQ(stored_amount(kind, decimal("-7.5")), decimal("-7.5")) << to_text(kind);
        EXPECT_EQ(stored_amount(kind, decimal("7.5")), decimal("7.5")) << to_text(kind);
    }
    EXPECT_EQ(kind_of_line(decimal("-0.0001")), EntryKind::credit_note);
    EXPECT_EQ(kind_of_line(Decimal{}), EntryKind::revenue);
}

// --- lines

struct LineCase {
    std::string_view quantity, price, discount;
    std::optional<std::int32_t> discount_bp;
    std::string_view amount;
    std::string_view outcome;  ///< the amount, or "field code"
};

TEST(LedgerRules, an_amount_is_quantity_times_price_less_discount) {
    const LineCase cases[] = {
        {"6", "2.55", "", {}, "", "15.3"},
        {"-6", "2.55", "", {}, "", "-15.3"},
        {"3", "0.333", "", {}, "", "0.999"},
        {"0.5", "0.0001", "", {}, "", "0"},  // half of a ten-thousandth, to the even side
        {"1.5", "0.0001", "", {}, "", "0.0002"},
        {"10", "100", "50", {}, "", "950"},
        {"10", "100", "", 1500, "", "850"},
        {"3", "33.3333", "", 3333, "", "66.6699"},  // 99.9999 × 0.6667 = 66.66993…
        {"10", "100", "50", {}, "950", "950"},
        {"3", "0.335", "", {}, "1.01", "1.01"},  // 1.005, rounded by the source
        {"3", "0.335", "", {}, "1.00", "1"},
        {"3", "0.335", "", {}, "1.02", "amount not_quantity_times_price"},
        {"6", "2.55", "", {}, "-15.30", "-15.3"},  // a credit note whose quantity is positive
        {"6", "2.55", "", {}, "15.31", "15.31"},
        {"6", "2.55", "", {}, "15.3101", "amount not_quantity_times_price"},
        {"", "", "", {}, "123.4567", "123.4567"},
        {"6", "", "", {}, "12", "12"},
        {"6", "", "", {}, "", "amount required"},
        {"", "", "", {}, "", "amount required"},
        {"1", "1", "", 10001, "", "discount out_of_range"},
        {"1", "1", "", -1, "1", "discount out_of_range"},
        {"900000000000000", "900000000000000", "", {}, "", "amount too_large"},
        {"900000000000", "1000", "", {}, "", "amount too_large"},
    };
    for (const auto& item : cases) {
        const auto amount =
            line_amount({maybe(item.quantity), maybe(item.price), maybe(item.discount),
                         item.discount_bp, maybe(item.amount)},
                        crown);
        const std::string outcome =
            amount ? to_text(*amount)
                   : amount.error().fields[0].field + " " + amount.error().fields[0].code;
        EXPECT_EQ(outcome, item.outcome) << item.quantity << " × " << item.price;
    }
}

TEST(LedgerRules, the_tolerance_is_one_minor_unit_of_the_currency) {
    const LineNumbers numbers{
        .quantity = decimal("3"), .unit_price = decimal("33.4"), .amount = decimal("101")};
    EXPECT_FALSE(line_amount(numbers, crown));
    EXPECT_TRUE(line_amount(numbers, currency("JPY")));
    const auto refused = line_amount(numbers, crown);
    EXPECT_EQ(refused.error().fields[0].params, (Params{{"expected", "100.20"}}));
}

// --- months

TEST(LedgerRules, money_belongs_to_the_month_of_the_document_unless_said_otherwise) {
    EXPECT_EQ(to_text(service_month_of(std::nullopt, day("2026-11-30"))), "2026-11");
    EXPECT_EQ(to_text(service_month_of(parse_month("2026-09"), day("2026-11-30"))), "2026-09");
}

TEST(LedgerRules, twelve_months_end_with_the_last_one) {
    const MonthWindow year = window_to(*parse_month("2026-10"));
    EXPECT_EQ(to_text(year.first), "2025-11");
    EXPECT_EQ(year.months(), 12);
    EXPECT_TRUE(year.contains(*parse_month("2025-11")));
    EXPECT_TRUE(year.contains(*parse_month("2026-10")));
    EXPECT_FALSE(year.contains(*parse_month("2025-10")));
    EXPECT_FALSE(year.contains(*parse_month("2026-11")));
    EXPECT_EQ(window_before(year), (MonthWindow{*parse_month("2024-11"), *parse_month("2025-10")}));
    EXPECT_EQ(to_text(last_closed_month(day("2026-11-01"))), "2026-10");
    EXPECT_EQ(to_text(last_closed_month(day("2026-01-31"))), "2025-12");
}

// --- exchange, metrics (k)

ExchangeRate quoted(std::string_view code, std::string_view on, std::int64_t units,
                    std::string_view crowns, RateSource source = RateSource::cnb) {
    ExchangeRate rate;
    rate.valid_on = day(on);
    rate.currency = currency(code);
    rate.units = units;
    rate.rate = decimal(crowns);
    rate.source = source;
    return rate;
}

RateBook september() {
    return RateBook(std::vector{quoted("EUR", "2022-09-21", 1, "24.635"),
                                quoted("USD", "2022-09-21", 1, "24.870"),
                                quoted("HUF", "2022-09-21", 100, "6.082"),
                                quoted("JPY", "2022-09-21", 100, "17.273"),
                                quoted("IDR", "2022-09-21", 1000, "1.658")},
                    crown);
}

struct ConversionCase {
    std::string_view amount, from, to, expected;
};

TEST(Exchange, worked_conversions_of_metrics_k) {
    const ConversionCase cases[] = {
        {"1234.56", "EUR", "CZK", "30413.39"}, {"1000", "HUF", "CZK", "60.82"},
        {"50000", "JPY", "CZK", "8636.5"},     {"100", "EUR", "USD", "99.06"},
        {"0.02", "HUF", "CZK", "0"},           {"-1234.56", "EUR", "CZK", "-30413.39"},
        {"8636.50", "CZK", "JPY", "50000"},    {"100", "CZK", "IDR", "60313.63"},
        {"1.2345", "CZK", "CZK", "1.2345"},    {"1.2345", "USD", "USD", "1.2345"},
    };
    for (const auto& item : cases) {
        const auto outcome = september().convert(decimal(item.amount), currency(item.from),
                                                 currency(item.to), day("2022-09-21"));
        ASSERT_TRUE(outcome) << item.from;
        EXPECT_EQ(to_text(*outcome), item.expected)
            << item.amount << ' ' << item.from << " → " << item.to;
    }
}

TEST(Exchange, half_a_minor_unit_goes_away_from_zero_metrics_k) {
    const RateBook book(std::vector{quoted("EUR", "2022-09-21", 1, "0.5")}, crown);
    const auto crowns = [&](std::string_view amount) {
        return to_text(*book.convert(decimal(amount), currency("EUR"), crown, day("2022-09-21")));
    };
    EXPECT_EQ(crowns("0.01"), "0.01");
    EXPECT_EQ(crowns("0.05"), "0.03");
    EXPECT_EQ(crowns("-0.01"), "-0.01");
    EXPECT_EQ(crowns("0.0099"), "0");
}

TEST(Exchange, a_list_holds_over_the_weekend_and_holidays_metrics_k) {
    const RateBook book(
        std::vector{quoted("EUR", "2025-12-22", 1, "24.5"), quoted("EUR", "2025-12-23", 1, "24.6"),
                    quoted("EUR", "2025-12-29", 1, "24.7")},
        crown);
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"2025-12-22", "24.5"}, {"2025-12-23", "24.6"}, {"2025-12-24", "24.6"},
        {"2025-12-26", "24.6"}, {"2025-12-28", "24.6"}, {"2025-12-29", "24.7"},
        {"2026-06-01", "24.7"},
    };
    for (const auto& [on, expected] : cases) {
        const auto rate = book.rate(currency("EUR"), day(on));
        ASSERT_TRUE(rate) << on;
        EXPECT_EQ(to_text(rate->rate), expected) << on;
    }
}

TEST(Exchange, a_missing_rate_is_an_error_and_never_one) {
    for (const auto& [code, on] :
         {std::pair("GBP", "2022-09-21"), std::pair("EUR", "2022-09-20")}) {
        const auto refused = september().convert(decimal("1"), currency(code), crown, day(on));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "exchange_rate.missing");
        EXPECT_EQ(refused.error().params[0].second, code);
    }
    EXPECT_FALSE(september().convert(decimal("1"), crown, currency("GBP"), day("2022-09-21")));
    EXPECT_FALSE(RateBook({}, crown).rate(currency("EUR"), day("2022-09-21")));
}

TEST(Exchange, a_currency_that_vanished_from_the_lists_has_no_rate_any_more_metrics_k) {
    const RateBook book(
        std::vector{quoted("HRK", "2022-12-30", 1, "3.2"), quoted("EUR", "2022-12-30", 1, "24.1"),
                    quoted("EUR", "2023-01-02", 1, "24.2")},
        crown);
    EXPECT_TRUE(book.rate(currency("HRK"), day("2023-01-01")));
    EXPECT_FALSE(book.rate(currency("HRK"), day("2023-01-02")));
}

TEST(Exchange, a_rate_entered_by_hand_holds_from_its_day_and_before_a_list_of_that_day) {
    const RateBook book(
        std::vector{quoted("RUB", "2022-03-01", 100, "22", RateSource::manual),
                    quoted("EUR", "2022-03-02", 1, "25.5", RateSource::manual),
                    quoted("EUR", "2022-03-02", 1, "25.6"), quoted("EUR", "2022-03-03", 1, "25.7")},
        crown);
    EXPECT_EQ(book.rate(currency("RUB"), day("2022-06-01"))->units, 100)
        << "lists do not end a manual rate";
    EXPECT_EQ(to_text(book.rate(currency("EUR"), day("2022-03-02"))->rate), "25.5");
    EXPECT_EQ(to_text(book.rate(currency("EUR"), day("2022-03-03"))->rate), "25.7");
}

TEST(Exchange, the_amount_of_a_quote_may_change_between_lists_metrics_k) {
    const RateBook book(std::vector{quoted("TRY", "2023-12-29", 1, "0.757"),
                                    quoted("TRY", "2024-01-02", 100, "75.8")},
                        crown);
    EXPECT_EQ(to_text(*book.convert(decimal("1000"), currency("TRY"), crown, day("2024-01-01"))),
              "757");
    EXPECT_EQ(to_text(*book.convert(decimal("1000"), currency("TRY"), crown, day("2024-01-02"))),
              "758");
}

TEST(Exchange, what_does_not_fit_is_an_error) {
    const RateBook book(std::vector{quoted("EUR", "2022-09-21", 1, "900000000000"),
                                    quoted("USD", "2022-09-21", 1000000, "0.0001")},
                        crown);
    EXPECT_EQ(book.convert(decimal("900000000000000"), currency("EUR"), crown, day("2022-09-21"))
                  .error()
                  .code,
              "exchange_rate.too_large");
    EXPECT_EQ(book.convert(decimal("900000000000000"), currency("EUR"), currency("USD"),
                           day("2022-09-21"))
                  .error()
                  .code,
              "exchange_rate.too_large");
}

}  // namespace
}  // namespace klicnik::ledger::rules
