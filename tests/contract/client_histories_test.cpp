#include "modules/indicators/client_histories.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "modules/identity/actions.hpp"
#include "modules/ledger/actions.hpp"
#include "tests/support/store.hpp"

/// The histories kept in memory on both engines: what they say, and that they follow every change.
namespace klicnik {
namespace {

using namespace indicators;
using ledger::EntryKind;

class ClientHistoriesKept : public test::EachStore {
  protected:
    void SetUp() override {
        must(store().write(as_system(), [](UnitOfWork& work) { return identity::ensure_workspace(work); }));
    }
    LedgerEntry book(const Account& account, const std::string& day, std::int64_t amount, std::string_view currency = "CZK", EntryKind kind = EntryKind::revenue) {
        LedgerEntry entry;
        entry.account_id = account.id;
        entry.document_date = *parse_date(day);
        entry.amount = Decimal::from_integer(amount);
        entry.currency = *parse_currency(currency);
        entry.entry_kind = kind;
        return must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    }
    /// Those kept, after a look that they are what one would read anew.
    std::shared_ptr<const ClientHistories> kept(const std::string& after) {
        return store().read(as_system(), [&](const Reader& reader) {
            auto histories = current_client_histories(reader, as_of_);
            EXPECT_TRUE(*histories == load_client_histories(reader, as_of_)) << after << ": what followed differs from what is read anew";
            return histories;
        });
    }

    Date as_of_ = *parse_date("2026-06-30");
};
KLICNIK_EACH_ENGINE(ClientHistoriesKept);

TEST_P(ClientHistoriesKept, say_who_bought_when) {
    const Account alfa = make_account("Alfa");
    const Account beta = make_account("Beta");
    make_account("Cyril");
    book(alfa, "2026-01-01", 100);
    book(alfa, "2026-01-11", 20);
    book(alfa, "2026-01-11", 10);
    book(alfa, "2026-02-01", -5, "CZK", EntryKind::credit_note);
    book(alfa, "2026-03-01", 500);
    book(alfa, "2026-03-01", -500, "CZK", EntryKind::credit_note);
    book(beta, "2026-06-30", 7);
    book(beta, "2026-07-01", 9);
    const auto histories = kept("the first books");
    ASSERT_EQ(histories->accounts, (std::vector<Uuid>{alfa.id.value, beta.id.value}));
    EXPECT_EQ(histories->histories[0], (CustomerHistory{.customer = 0, .repeats = 1, .recency_days = 10, .age_days = 180, .repeat_amount = 300'000, .total_amount = 1'300'000}));
    EXPECT_EQ(histories->histories[1], (CustomerHistory{.customer = 1, .total_amount = 70'000}));
}

/// The ledger and a bare file are two mouths of one function: the same purchases are the same histories.
TEST_P(ClientHistoriesKept, are_those_of_the_same_purchases_in_a_file) {
    std::mt19937 random(5);
    std::vector<Account> clients;
    for (int i = 0; i < 6; ++i) clients.push_back(make_account("Klient " + std::to_string(i)));
    std::vector<std::uint32_t> customers;
    std::vector<Date> days;
    std::vector<std::int64_t> amounts;
    for (int i = 0; i < 120; ++i) {
        const auto client = static_cast<std::uint32_t>(random() % 6);
        const Date day = as_of_ + -static_cast<std::int32_t>(random() % 20);
        const bool is_credit = random() % 3 == 0;
        const std::int64_t amount = static_cast<std::int64_t>(random() % 3);
        if (is_credit && amount == 0) continue;
        // What is taken back is a credit note, or a negative line of an invoice.
        const bool is_note = is_credit && random() % 2 == 0;
        book(clients[client], to_text(day), is_credit ? -amount : amount, "CZK", is_note ? EntryKind::credit_note : EntryKind::revenue);
        customers.push_back(client);
        days.push_back(day);
        amounts.push_back((is_credit ? -amount : amount) * Decimal::one);
    }
    const auto expected = customer_histories({customers, days, amounts}, {.calibration_end = as_of_});
    EXPECT_EQ(kept("random books")->histories, expected);
    EXPECT_EQ(expected.size(), 6U);
}

TEST_P(ClientHistoriesKept, follow_every_change) {
    std::vector<Account> clients;
    for (const char* name : {"Alfa", "Beta", "Cyril", "Dana"}) clients.push_back(make_account(name));
    book(clients[1], "2026-01-01", 100);
    book(clients[3], "2026-01-05", 100);
    const auto first = kept("the first books");
    EXPECT_EQ(first->accounts.size(), 2U);
    EXPECT_EQ(kept("nothing"), first) << "nothing changed, nothing is made anew";
    book(clients[0], "2026-03-01", 50);
    book(clients[2], "2026-03-01", 50);
    EXPECT_EQ(kept("new buyers")->accounts.size(), 4U);
    const LedgerEntry repeat = book(clients[1], "2026-03-04", 25);
    EXPECT_EQ(kept("a repeat")->histories[1].repeats, 1U);
    must(store().write(as_system(), [&](UnitOfWork& work) {
        LedgerEntry later = *work.find(repeat.id);
        later.document_date = *parse_date("2026-03-24");
        return ledger::update_entry(work, *work.find(repeat.id), later);
    }));
    EXPECT_EQ(kept("another day of the same month")->histories[1].recency_days, 82);
    book(clients[1], "2026-08-04", 25);
    EXPECT_EQ(kept("a later day")->histories[1].repeats, 1U);
    book(clients[3], "2026-04-01", 10, "EUR");
    EXPECT_EQ(kept("a currency without a rate")->without_rate, std::vector<Uuid>{clients[3].id.value});
    book(clients[0], "2026-05-01", 10, "EUR");
    EXPECT_EQ(kept("another one")->without_rate, (std::vector<Uuid>{clients[0].id.value, clients[3].id.value}));
    ExchangeRate rate;
    rate.currency = *parse_currency("EUR");
    rate.valid_on = *parse_date("2026-01-01");
    rate.rate = Decimal::from_integer(25);
    must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_rate(work, rate); }));
    const auto whole = kept("the rate");
    EXPECT_TRUE(whole->without_rate.empty());
    EXPECT_EQ(whole->histories[3].repeat_amount, 2'500'000);
}

}  // namespace
}  // namespace klicnik
