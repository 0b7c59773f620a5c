#include "modules/indicators/transaction_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "modules/indicators/book_report.hpp"
#include "modules/indicators/customer_value.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::indicators {
namespace {

using ::testing::ElementsAre;

class TransactionFile : public ::testing::Test {
  protected:
    Result<Transactions> read(std::string_view text, const TransactionColumns& columns = {}) {
        const auto file = folder_.path() / "purchases.csv";
        std::ofstream(file, std::ios::binary) << text;
        return read_transactions(file, columns);
    }
    /// A reading that must succeed.
    Transactions must(std::string_view text, const TransactionColumns& columns = {}) {
        auto read_text = read(text, columns);
        if (!read_text) ADD_FAILURE() << read_text.error().code;
        return read_text ? std::move(read_text).value() : Transactions{};
    }
    static std::string days(const Transactions& transactions) {
        std::string text;
        for (const Date day : transactions.days) text.append(to_text(day)).append(" ");
        return text;
    }

    test::TemporaryFolder folder_;
};

TEST_F(TransactionFile, of_any_common_writing_gives_the_same_purchases) {
    const char* const files[] = {
        "customer_id,date,product,qty,amount\nK1,2025-01-31,P1,1,1250.50\nK2,2025-02-01,P1,2,-3\n",
        "\xEF\xBB\xBFZ\xC3\xA1kazn\xC3\xADk;Datum;\xC4\x8C\xC3\xA1stka\r\nK1;31. 1. 2025;1 250,50\r\nK2;1. 2. 2025;-3\r\n",
        "Klient\tDatum\t\xC8\xE1stka\nK1\t31.1.2025\t1250,5\nK2\t1.2.2025\t-3,00\n",  // windows-1250
        "  K1 20250131    1250.50\n  K2 20250201      -3.00\n",
    };
    for (const char* const text : files) {
        const Transactions found = must(text);
        EXPECT_THAT(found.keys, ElementsAre("K1", "K2")) << text;
        EXPECT_EQ(days(found), "2025-01-31 2025-02-01 ") << text;
        EXPECT_THAT(found.amounts, ElementsAre(12'505'000, -30'000)) << text;
        EXPECT_EQ(found.rows, 2);
    }
}

TEST_F(TransactionFile, multiplies_quantity_and_price_where_there_is_no_amount) {
    const Transactions found = must("Customer,InvoiceDate,Quantity,UnitPrice\nK1,2025-01-31 08:15:00,6,2.555\n");
    EXPECT_THAT(found.amounts, ElementsAre(153'300));
    EXPECT_THAT(found.columns, ElementsAre("Customer", "InvoiceDate", "UnitPrice", "Quantity"));
}

TEST_F(TransactionFile, says_which_rows_it_left_out_and_why) {
    const Transactions found = must("customer,date,amount\nK1,2025-02-30,1\n,2025-01-01,2\nK1,2025-01-01,much\nK1,2025-01-02,3\n");
    EXPECT_EQ(found.rows, 4);
    EXPECT_EQ(found.without_customer, 1);
    EXPECT_EQ(found.refused, 2);
    ASSERT_EQ(found.refusals.size(), 2U);
    EXPECT_EQ(found.refusals[0].row, 1);
    EXPECT_EQ(found.refusals[0].code, "date.no_such_day");
    EXPECT_EQ(found.refusals[1].column, "amount");
    EXPECT_THAT(found.amounts, ElementsAre(30'000));
}

TEST_F(TransactionFile, refuses_numbers_that_no_amount_can_hold) {
    const Transactions found = must("customer,date,amount\nK1,2025-01-01,9999999999999999\nK1,2025-01-01,99999999999.99\nK1,2025-01-02,1.23456\n");
    EXPECT_THAT(found.amounts, ElementsAre(999'999'999'999'900));
    ASSERT_EQ(found.refusals.size(), 2U);
    EXPECT_EQ(found.refusals[0].code, "decimal.too_large");
    EXPECT_EQ(found.refusals[1].code, "decimal.too_precise");
}

TEST_F(TransactionFile, asks_for_the_columns_that_it_cannot_find) {
    const auto nothing = read("a,b\nx,y\n");
    ASSERT_FALSE(nothing.ok());
    ASSERT_EQ(nothing.error().fields.size(), 2U);
    EXPECT_EQ(nothing.error().fields[0].field, "day");
    EXPECT_EQ(nothing.error().fields[1].field, "amount");
    EXPECT_EQ(read("a,b,c\nx,2025-01-01,7\n", {.customer = "nobody"}).error().fields.front().code, "column_missing");
    EXPECT_EQ(must("a,b,c\nx,2025-01-01,7\n", {.customer = "a", .day = "2", .amount = "c"}).amounts.size(), 1U);
    EXPECT_EQ(read("k,d,a\nx,3/4/2025,7\nx,5/6/2025,7\n", {.customer = "k", .day = "d", .amount = "a"}).error().fields.front().code, "date.ambiguous");
    EXPECT_EQ(read_transactions(folder_.path() / "none.csv").error().code, "file.cannot_read");
}

TEST_F(TransactionFile, larger_than_a_piece_loses_no_row_at_the_seams) {
    std::string text = "customer,date,note,amount\n";
    constexpr int rows = 150'000;
    for (int i = 0; i < rows; ++i) {
        text.append("K").append(std::to_string(i % 997)).append(",2025-03-").append(i % 2 == 0 ? "04" : "15");
        text.append(i % 11 == 0 ? ",\"two\nlines, and a \"\"quote\"\"\"," : ",plain words that make the file long,").append(std::to_string(i)).append("\n");
    }
    ASSERT_GT(text.size(), 5U * 1024 * 1024);
    const Transactions found = must(text);
    EXPECT_EQ(found.rows, rows);
    EXPECT_EQ(found.refused, 0);
    EXPECT_EQ(found.keys.size(), 997U);
    std::int64_t sum = 0;
    for (const std::int64_t amount : found.amounts) sum += amount;
    EXPECT_EQ(sum, std::int64_t{rows} * (rows - 1) / 2 * Decimal::one);
}

std::string parameter(const ValueReport& report, const std::string& name) {
    for (const FittedParameter& one : report.parameters) {
        if (one.name == name) return to_text(one.value);
    }
    return "(none)";
}

TEST(CustomerValue, of_the_cdnow_purchases_equals_the_published_fits) {  // metrics (f.2), (f.4)
    SHARED_DATA_OR_SKIP(file, "cdnow/CDNOW_sample.txt");
    const auto transactions = read_transactions(file);
    ASSERT_TRUE(transactions.ok());
    EXPECT_EQ(transactions->rows, 6'919);
    EXPECT_EQ(transactions->keys.size(), 2'357U);
    ValueQuestion question;
    question.as_of = *parse_date("1997-09-30");
    question.margin_bp = 4'000;
    question.discount_bp = 1'500;
    const auto histories = customer_histories(transactions->purchases(), {.calibration_end = question.as_of});
    const ValueReport report = value_report(histories, fit_value(histories), question, [&](std::uint32_t customer) {
        return std::pair(std::optional<Id<Account>>{}, transactions->keys[customer]);
    });
    EXPECT_EQ(parameter(report, "r"), "0.2426");
    EXPECT_EQ(parameter(report, "alpha"), "4.4136");
    EXPECT_EQ(parameter(report, "a"), "0.7929");
    EXPECT_EQ(parameter(report, "b"), "2.4259");
    EXPECT_EQ(to_text(*report.purchases_log_likelihood), "-9582.4292");
    EXPECT_EQ(parameter(report, "p"), "6.2496");
    EXPECT_EQ(parameter(report, "q"), "3.7442");
    EXPECT_EQ(parameter(report, "gamma"), "15.4435");
    EXPECT_EQ(to_text(*report.amounts_log_likelihood), "-4055.9177");
    EXPECT_EQ(to_text(*report.second_log_likelihood), "-9594.9762");
    EXPECT_EQ(report.second_customers, 2'357);
    const double second = static_cast<double>(report.second_expected_purchases->units);
    EXPECT_NEAR(second / static_cast<double>(report.expected_purchases->units), 1, .1) << "the models agree on the year to come";
    EXPECT_NEAR(static_cast<double>(report.second_active_customers->units) / static_cast<double>(report.active_customers->units), 1, .15);
    EXPECT_GT(*report.second_active_without_repeat, Decimal{}) << "some with a single purchase come back";
    EXPECT_GT(*report.endless_value, *report.value);
    EXPECT_TRUE(report.items.front().second_active_bp && report.items.front().endless_value);
    EXPECT_EQ(report.repeaters, 946);
    EXPECT_EQ(report.without_repeat, 1'411);
    EXPECT_EQ(report.repeats, 2'457);
    ASSERT_FALSE(report.items.empty());
    for (std::size_t i = 1; i < report.items.size(); ++i) EXPECT_GE(report.items[i - 1].value, report.items[i].value);
}

TEST(CustomerValue, without_a_discount_there_is_no_value_without_a_horizon) {
    SHARED_DATA_OR_SKIP(file, "cdnow/CDNOW_sample.txt");
    const auto transactions = read_transactions(file);
    ASSERT_TRUE(transactions.ok());
    ValueQuestion question;
    question.as_of = *parse_date("1997-09-30");
    question.discount_bp = 0;
    const auto histories = customer_histories(transactions->purchases(), {.calibration_end = question.as_of});
    const ValueReport report = value_report(histories, fit_value(histories), question, [](std::uint32_t) { return std::pair(std::optional<Id<Account>>{}, std::string()); });
    EXPECT_TRUE(report.value && report.second_active_customers);
    EXPECT_FALSE(report.endless_value || report.endless_value_without_repeat || report.items.front().endless_value);
}

TEST(CustomerValue, of_a_small_book_is_refused_with_the_reason_and_keeps_the_segments) {
    std::vector<CustomerHistory> histories(10);
    for (std::uint32_t i = 0; i < histories.size(); ++i) histories[i] = {i, i, 7 * static_cast<std::int32_t>(i), 100, 0, 50'000, 60'000};
    const ValueReport report = value_report(histories, fit_value(histories), {.as_of = Date{20'000}}, [](std::uint32_t) { return std::pair(std::optional<Id<Account>>{}, std::string()); });
    EXPECT_EQ(report.purchases_refusal, FitRefusal::too_few_customers);
    EXPECT_FALSE(report.value.has_value());
    EXPECT_TRUE(report.items.empty());
    EXPECT_FALSE(report.segments.empty());
}

TEST(BookReport, of_the_retail_file_equals_its_truth) {
    SHARED_DATA_OR_SKIP(packed, "uci_online_retail/online_retail.csv.gz");
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "retail.csv";
    ASSERT_EQ(std::system(("gunzip -c '" + packed.string() + "' > '" + file.string() + "'").c_str()), 0);
    const auto transactions = read_transactions(file);
    ASSERT_TRUE(transactions.ok());
    EXPECT_EQ(transactions->rows, 541'909);
    EXPECT_EQ(transactions->without_customer, 135'080);
    EXPECT_EQ(transactions->refused, 0);
    const BookReport report = book_report(*transactions, cube_of(*transactions), 6, *parse_month("2011-11"));
    EXPECT_EQ(report.customers, 4'372);
    EXPECT_EQ(report.booked_bp, 12'039) << "as the truth counts it: credits of lost customers included";
    EXPECT_EQ(report.net_bp, 12'043) << "clamped at nothing, as metrics (a.1) defines it";
    EXPECT_EQ(report.gross_bp, 7'412);
    EXPECT_EQ(report.logo_bp, 6'952);
    EXPECT_EQ(report.abc.a, 1'171);
    EXPECT_EQ(report.abc.b, 1'436);
    EXPECT_EQ(report.abc.c, 1'765);
    EXPECT_EQ(to_text(report.waterfall.front().amount), "3126456.241");
    EXPECT_EQ(report.waterfall.front().clients, 2'707);
}

}  // namespace
}  // namespace klicnik::indicators
