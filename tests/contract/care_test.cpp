#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/dispatch.hpp"
#include "modules/accounts/actions.hpp"
#include "modules/identity/workspace.hpp"
#include "modules/ledger/actions.hpp"
#include "modules/segmentation/actions.hpp"
#include "records/entity.hpp"
#include "tests/support/store.hpp"

/// The reports on care on both engines, against figures computed by hand.
namespace klicnik {
namespace {

using accounts::CareModel;
using accounts::Tier;
using ledger::EntryKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Care : public test::EachStore {
  protected:
    void SetUp() override {
        operations_ = all_operations();
        Workspace workspace;
        workspace.name = "Sklad";
        must(store().write(as_system(), [&](UnitOfWork& work) { return work.create(workspace); }));
        must(store().write(as_system(), [](UnitOfWork& work) { return segmentation::ensure_default_model(work); }));
        owner_ = make_user("Olga", {Role::owner});
        // Books that reach back to any start of these tests, and to the end of 2025.
        const Account first = make_account("Dávný");
        book(first, "2018-01-10", 1);
        book(first, "2025-12-10", 1);
        book(first, "2025-12-10", 1, EntryKind::credit_note);
    }

    Context on(const std::string& day, Context context) {
        context.now.micros += std::int64_t{*parse_date(day) - context.today} * 86'400'000'000;
        context.today = *parse_date(day);
        return context;
    }
    Account make_client(const std::string& name, std::optional<Tier> tier, std::optional<CareModel> model = std::nullopt) {
        Account client = make_account(name);
        if (tier) must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::set_tier(work, client.id, tier, model); }));
        return client;
    }
    LedgerEntry entry_of(const char* day, std::int64_t amount, EntryKind kind, const char* currency = "CZK") {
        LedgerEntry entry;
        entry.document_date = *parse_date(day);
        entry.amount = Decimal::from_integer(amount);
        entry.entry_kind = kind;
        entry.currency = parse_currency(currency);
        return entry;
    }
    void book(const Account& client, const char* day, std::int64_t amount, EntryKind kind = EntryKind::revenue, const char* currency = "CZK") {
        LedgerEntry entry = entry_of(day, amount, kind, currency);
        entry.account_id = client.id;
        must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    }
    void book_without_client(const char* day, std::int64_t amount, EntryKind kind) {
        const LedgerEntry entry = entry_of(day, amount, kind);
        must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    }
    /// Revenue of 2024 and 2025.
    void book_years(const Account& client, std::int64_t start, std::int64_t end) {
        if (start != 0) book(client, "2024-05-10", start);
        if (end != 0) book(client, "2025-05-10", end);
    }
    Result<json::Value> ask(const Store& from, const Context& context, std::string_view name, QueryParams query) {
        Call call;
        call.query = std::move(query);
        if (call.param("as_of").empty()) call.query.emplace_back("as_of", "2025-12-31");
        for (const Operation& operation : operations_) {
            if (operation.name != name) continue;
            TRY(const Reply reply, dispatch(from, operation, context, call));
            return json::parse(reply.body);
        }
        return not_found("operation");
    }
    json::Value report(std::string_view name, QueryParams query = {}) { return must(ask(store(), as(owner_), "report." + std::string(name), std::move(query))); }

    /// A value as text; "null" where there is none.
    static std::string text(const json::Value& of, std::string_view field) {
        const json::Value* value = of.find(field);
        if (!value) return "absent";
        if (const auto flag = value->as_boolean()) return *flag ? "true" : "false";
        if (const auto number = value->as_integer()) return std::to_string(*number);
        return value->as_string() ? *value->as_string() : "null";
    }
    /// The values of some fields of every line, joined by spaces.
    static std::vector<std::string> lines(const json::Value& of, std::string_view list, std::initializer_list<std::string_view> fields) {
        std::vector<std::string> found;
        for (const json::Value& line : of.find(list)->items()) {
            std::string& joined = found.emplace_back();
            for (const std::string_view field : fields) joined.append(joined.empty() ? "" : " ").append(text(line, field));
        }
        return found;
    }
    static std::vector<std::string> words(const json::Value& of, std::string_view list) {
        std::vector<std::string> found;
        for (const json::Value& word : of.find(list)->items()) found.push_back(*word.as_string());
        return found;
    }

    /// Two clients with care, 1 000 each at the start, and so many without: half of them stay as they are, a quarter halves, a
    /// quarter leaves.
    void make_programme(int comparable) {
        alfa_ = make_client("Alfa", Tier::A);
        beta_ = make_client("Beta", Tier::B);
        book_years(alfa_, 1'000, 1'100);
        book_years(beta_, 1'000, 800);
        book(alfa_, "2024-06-10", 400, EntryKind::direct_cost);
        for (int i = 0; i < comparable; ++i) book_years(make_client("Srovnání " + std::to_string(i), Tier::C), 1'000, i % 4 < 2 ? 1'000 : i % 4 == 2 ? 500 : 0);
    }
    void book_care() {
        book(alfa_, "2025-03-10", 200, EntryKind::time_cost);
        book(alfa_, "2025-03-11", 40, EntryKind::discount);
        book(beta_, "2025-09-10", 60, EntryKind::travel);
    }

    std::vector<Operation> operations_;
    User owner_;
    Account alfa_;
    Account beta_;
};
KLICNIK_EACH_ENGINE(Care);

TEST_P(Care, pays_against_comparable_clients) {  // AC43.1
    make_programme(8);
    book_care();
    book_years(make_client("Malý", std::nullopt), 333, 0);      // below a third of the smallest with care
    book_years(make_client("Velký", Tier::C), 3'001, 9'000);    // above three times the largest
    book_years(make_client("Nový", Tier::C), 0, 1'000);         // not there at the start
    book(alfa_, "2024-12-31", 5'000, EntryKind::time_cost);     // before the period
    book(alfa_, "2025-04-10", 7'000, EntryKind::acquisition_cost);
    const json::Value found = report("care_return");
    EXPECT_EQ(text(found, "reason"), "null");
    EXPECT_EQ(text(found, "basis"), "comparison");
    EXPECT_THAT(lines(found, "arms", {"arm", "clients", "start", "end", "retention_bp", "expansion_bp"}),
                ElementsAre("programme 2 2000 1900 9000 500", "comparison 8 8000 5000 6250 0"));
    EXPECT_EQ(text(found, "lift_retention_bp"), "2750");
    EXPECT_EQ(text(found, "lift_growth_bp"), "500");
    EXPECT_EQ(text(found, "margin"), "1600");
    EXPECT_EQ(text(found, "retained"), "440") << "1 600 · 27.5 %";
    EXPECT_EQ(text(found, "expanded"), "80");
    EXPECT_EQ(text(found, "benefit"), "520");
    EXPECT_EQ(text(found, "cost"), "300") << "time, discount, travel; neither the year before nor acquisition";
    EXPECT_EQ(text(found, "net"), "220");
    EXPECT_EQ(text(found, "return_bp"), "7333");
    EXPECT_EQ(text(found, "break_even_bp"), "1875");
    EXPECT_EQ(text(found, "payback_months"), "6.9231");
    // Errors of 1500 and 1566.9579 basis points: 2169.1835 together, 347.0694 of 1 600.
    EXPECT_THAT(lines(found, "estimates", {"estimate", "net"}), ElementsAre("low -127.0694", "base 220", "high 567.0694"));
    EXPECT_EQ(text(found, "verdict"), "indistinct") << "the interval contains zero, so no bare percentage";
    EXPECT_EQ(text(found, "band_to"), "3000");
    EXPECT_THAT(words(found, "tiers"), ElementsAre("A", "B"));
    EXPECT_THAT(lines(found, "items", {"name", "tier", "margin", "change", "benefit", "cost", "net", "negative_twice"}),
                ElementsAre("Beta B 1000 -200 175 60 115 false", "Alfa A 600 100 285 240 45 false"));
}

TEST_P(Care, rests_on_the_owners_assumption_without_eight_to_compare_with) {  // AC43.1, AC4.2
    make_programme(7);
    book_care();
    json::Value found = report("care_return");
    EXPECT_EQ(text(found, "basis"), "assumption");
    EXPECT_EQ(text(found, "lift_retention_bp"), "500");
    EXPECT_EQ(text(found, "lift_growth_bp"), "300");
    EXPECT_EQ(text(found, "benefit"), "128") << "1 600 · 8 %";
    EXPECT_THAT(lines(found, "estimates", {"estimate", "benefit", "net", "return_bp"}),
                ElementsAre("low 64 -236 -7867", "base 128 -172 -5733", "high 192 -108 -3600"));
    EXPECT_EQ(text(found, "verdict"), "loses");
    EXPECT_THAT(lines(found, "arms", {"arm", "clients"}), ElementsAre("programme 2", "comparison 7")) << "both are told all the same";
    found = report("care_return", {{"lift_retention", "20"}, {"lift_growth", "2.5"}, {"cost", "150"}, {"referral", "100"}, {"attribution", "40"}});
    EXPECT_EQ(text(found, "assumed_growth_bp"), "250");
    EXPECT_EQ(text(found, "referral"), "40");
    EXPECT_EQ(text(found, "benefit"), "400") << "1 600 · 22.5 % + 40";
    EXPECT_EQ(text(found, "cost_source"), "parameter");
    EXPECT_EQ(text(found, "return_bp"), "16667");
    EXPECT_EQ(text(found, "verdict"), "pays") << "400 − 180 is more than 150";
    EXPECT_THAT(lines(found, "items", {"name", "cost"}), ElementsAre("Beta 30", "Alfa 120")) << "divided as the booked costs are";
}

TEST_P(Care, that_loses_twice_in_a_row_is_flagged) {  // AC43.2
    const Account alfa = make_client("Alfa", Tier::A);
    const Account beta = make_client("Beta", Tier::A);
    for (const char* day : {"2023-05-10", "2024-05-10", "2025-05-10"}) {
        book(alfa, day, 1'000);
        book(beta, day, 1'000);
    }
    book(alfa, "2024-07-10", 500, EntryKind::care_cost);
    book(alfa, "2025-07-10", 500, EntryKind::care_cost);
    book(beta, "2025-08-10", 600, EntryKind::service_cost);
    const json::Value found = report("care_return");
    EXPECT_EQ(text(found, "net"), "-940") << "2 000 · 8 % − 1 100";
    EXPECT_EQ(text(found, "return_bp"), "-8545");
    EXPECT_EQ(text(found, "verdict"), "loses");
    EXPECT_EQ(text(found, "before_net"), "-340");
    EXPECT_EQ(text(found, "before_return_bp"), "-6800");
    EXPECT_EQ(text(found, "negative_twice"), "true");
    EXPECT_EQ(text(found, "clients_negative_twice"), "1");
    EXPECT_THAT(lines(found, "items", {"name", "net", "negative_twice"}), ElementsAre("Alfa -420 true", "Beta -520 false"))
        << "Beta had no cost the year before";
    EXPECT_EQ(text(report("care_return", {{"as_of", "2024-12-31"}}), "negative_twice"), "false");
}

TEST_P(Care, without_a_recorded_cost_has_no_return) {
    make_programme(8);
    json::Value found = report("care_return");
    EXPECT_EQ(text(found, "verdict"), "no_cost");
    for (const char* field : {"cost", "net", "return_bp", "break_even_bp", "payback_months"}) EXPECT_EQ(text(found, field), "null") << field;
    EXPECT_EQ(text(found, "benefit"), "520");
    EXPECT_THAT(found.find("estimates")->items(), IsEmpty());
    found = report("care_return", {{"cost", "1600"}, {"lift_retention", "1"}});
    EXPECT_EQ(text(found, "verdict"), "no_sense") << "the cost eats the whole margin";
    EXPECT_EQ(text(found, "break_even_bp"), "10000");
    EXPECT_THAT(lines(found, "items", {"name", "cost", "net"}), ElementsAre("Beta null null", "Alfa null null")) << "whose cost it was, nobody knows";
}

TEST_P(Care, says_why_it_cannot_be_judged) {
    EXPECT_EQ(text(report("care_return"), "reason"), "no_clients") << "nobody has tier A or B";
    EXPECT_EQ(text(report("care_return", {{"as_of", "2018-12-31"}}), "reason"), "too_short");
    EXPECT_EQ(text(report("care_return"), "margin"), "null");
    EXPECT_EQ(text(report("suitability", {{"tier", "A"}}), "reason"), "no_clients");
    EXPECT_EQ(text(report("attention"), "reason"), "no_cost");
    EXPECT_EQ(text(report("attention"), "ratio_reason"), "no_cost");
}

TEST_P(Care, parameters_have_their_bounds) {
    const auto culprit = [&](const char* name, QueryParams query) {
        const auto answer = ask(store(), as(owner_), name, std::move(query));
        return answer ? std::string("accepted") : answer.error().fields.front().field + " " + answer.error().fields.front().code;
    };
    EXPECT_EQ(culprit("report.care_return", {{"tiers", "A,X"}}), "tiers not_a_choice");
    EXPECT_EQ(culprit("report.care_return", {{"lift_retention", "101"}}), "lift_retention out_of_range");
    EXPECT_EQ(culprit("report.care_return", {{"cost", "-1"}}), "cost out_of_range");
    EXPECT_EQ(culprit("report.care_return", {{"attribution", "half"}}), "attribution out_of_range");
    EXPECT_EQ(culprit("report.suitability", {{"rate", "-600"}}), "rate out_of_range");
    EXPECT_EQ(culprit("report.suitability", {{"hours_c", "10001"}}), "hours_c out_of_range");
    EXPECT_EQ(culprit("report.attention", {{"cost", "1"}}).substr(0, 4), "cost") << "a parameter of another report is a filter that does not exist";
}

TEST_P(Care, is_not_told_to_whom_margins_are_not) {
    make_programme(8);
    book_care();
    const Store blind(database(), PermissionMatrix({{Role::analyst, "*", {Action::read}, Scope::all}}));
    const User analyst = make_user("Alena", {Role::analyst});
    const json::Value care = must(ask(blind, as(analyst), "report.care_return", {{"cost", "100"}}));
    EXPECT_EQ(text(care, "reason"), "not_allowed");
    for (const char* field : {"verdict", "margin", "cost", "net", "benefit", "before_net", "band_to"}) EXPECT_EQ(text(care, field), "null") << field;
    EXPECT_THAT(care.find("items")->items(), IsEmpty());
    EXPECT_THAT(care.find("arms")->items(), IsEmpty());
    const json::Value attention = must(ask(blind, as(analyst), "report.attention", {}));
    EXPECT_EQ(text(attention, "reason"), "not_allowed");
    EXPECT_EQ(text(attention, "ratio_reason"), "not_allowed");
    for (const char* field : {"care_cost", "acquisition_cost", "margin", "cost_to_win"}) EXPECT_EQ(text(attention, field), "null") << field;
    EXPECT_THAT(attention.find("lines")->items(), IsEmpty());
    const json::Value suitability = must(ask(blind, as(analyst), "report.suitability", {}));
    EXPECT_EQ(text(suitability, "reason"), "not_allowed");
    EXPECT_EQ(text(suitability, "margin"), "null");
    EXPECT_THAT(suitability.find("items")->items(), IsEmpty());
    const User colleague = make_user("Karel", {Role::colleague});
    EXPECT_EQ(ask(store(), as(colleague), "report.care_return", {}).error().kind, ErrorKind::forbidden);
}

TEST_P(Care, costs_are_converted_by_month_and_known_by_day) {
    make_programme(7);
    ExchangeRate rate;
    rate.currency = *parse_currency("EUR");
    for (const auto& [day, crowns] : {std::pair{"2025-01-31", 24}, {"2025-06-30", 25}}) {
        rate.valid_on = *parse_date(day);
        rate.rate = Decimal::from_integer(crowns);
        must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_rate(work, rate); }));
    }
    book(alfa_, "2025-02-10", 10, EntryKind::travel, "EUR");
    book(beta_, "2025-07-10", 10, EntryKind::travel, "EUR");
    book(beta_, "2025-07-10", 10, EntryKind::travel, "USD");
    const json::Value found = report("care_return");
    EXPECT_EQ(text(found, "cost"), "490") << "240 and 250";
    EXPECT_EQ(text(found, "costs_without_rate"), "1") << "dollars without a rate are no crowns";
    // What is booked later was not known then.
    LedgerEntry late = entry_of("2025-08-10", 1'000, EntryKind::care_cost);
    late.account_id = alfa_.id;
    must(store().write(on("2026-12-01", as_system()), [&](UnitOfWork& work) { return ledger::create_entry(work, late); }));
    const Context later = on("2026-12-02", as(owner_));
    EXPECT_EQ(text(must(ask(store(), later, "report.care_return", {})), "cost"), "1490");
    EXPECT_EQ(text(must(ask(store(), later, "report.care_return", {{"known", "then"}})), "cost"), "490");
}

TEST_P(Care, of_a_manager_is_that_of_the_clients_he_leads) {
    make_programme(8);
    book_care();
    const User marek = make_user("Marek", {Role::account_manager});
    AccountAssignment lead;
    lead.account_id = alfa_.id;
    lead.user_id = marek.id;
    lead.from_on = *parse_date("2025-06-01");
    must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::add_assignment(work, lead); }));
    const json::Value found = report("care_return", {{"scope", "manager:" + to_text(marek.id)}});
    EXPECT_THAT(lines(found, "arms", {"arm", "clients"}), ElementsAre("programme 1", "comparison 8"));
    EXPECT_EQ(text(found, "basis"), "assumption") << "of one client no interval can be told";
    EXPECT_EQ(text(found, "cost"), "240");
    EXPECT_THAT(lines(found, "items", {"name"}), ElementsAre("Alfa"));
}

// --- attention

class Attention : public Care {
  protected:
    /// Margins of 2025: A 5 000, B 3 000, without a tier 2 000. Costs: A 100, B 400, without a tier 100, nobody's 50; acquisition 350.
    void fill(int won) {
        const Account key = make_client("Klíčový", Tier::A);
        book_years(key, 4'000, 6'000);
        book(key, "2025-05-11", 1'000, EntryKind::direct_cost);
        book(key, "2025-05-12", 100, EntryKind::time_cost);
        book(key, "2025-05-12", 900, EntryKind::discount);  // no attention
        const Account growing = make_client("Rozvojový", Tier::B);
        book_years(growing, 3'000, 3'000);
        book(growing, "2025-05-12", 150, EntryKind::service_cost);
        book(growing, "2025-05-13", 250, EntryKind::travel);
        const Account other = make_client("Jiný", std::nullopt);
        book_years(other, 500, 2'000 - won);
        book(other, "2025-05-12", 100, EntryKind::care_cost);
        book_years(make_client("Odešlý", Tier::D), 100, 0);
        book_without_client("2025-06-10", 50, EntryKind::care_cost);
        book_without_client("2025-06-10", 250, EntryKind::acquisition_cost);
        for (int i = 0; i < won; ++i) {
            const Account client = make_client("Nový " + std::to_string(i), std::nullopt);
            book_years(client, 0, 1);
            if (i == 0) book(client, "2025-05-12", 100, EntryKind::acquisition_cost);
        }
    }
};
KLICNIK_EACH_ENGINE(Attention);

TEST_P(Attention, is_compared_with_margin_tier_by_tier) {  // AC6.1
    fill(5);
    const json::Value found = report("attention");
    EXPECT_EQ(text(found, "reason"), "null");
    EXPECT_EQ(text(found, "care_cost"), "650");
    EXPECT_EQ(text(found, "care_without_account"), "50");
    EXPECT_EQ(text(found, "acquisition_cost"), "350");
    EXPECT_EQ(text(found, "acquisition_share_bp"), "3500");
    EXPECT_EQ(text(found, "margin"), "10000");
    EXPECT_THAT(lines(found, "lines", {"tier", "clients", "care_cost", "cost_share_bp", "margin", "margin_share_bp", "balance_bp", "verdict"}),
                ElementsAre("A 1 100 1000 5000 5000 2000 under", "B 1 400 4000 3000 3000 13333 balanced", "null 6 100 1000 2000 2000 5000 under"));
}

TEST_P(Attention, tells_what_winning_and_keeping_cost) {  // AC4.1
    fill(5);
    const json::Value found = report("attention");
    EXPECT_EQ(text(found, "clients_won"), "5");
    EXPECT_EQ(text(found, "clients_kept"), "3");
    EXPECT_EQ(text(found, "cost_to_win"), "70") << "350 / 5, lines without a client included";
    EXPECT_EQ(text(found, "cost_to_keep"), "216.6667");
    EXPECT_EQ(text(found, "ratio"), "0.3231") << "whatever studies say (AC4.2)";
    EXPECT_EQ(text(found, "ratio_reason"), "null");
    const json::Value of_some = report("attention", {{"tier", "A"}});
    EXPECT_EQ(text(of_some, "care_cost"), "100") << "lines without a client belong to no tier";
    EXPECT_EQ(text(of_some, "acquisition_cost"), "0");
    EXPECT_EQ(text(of_some, "ratio_reason"), "no_cost");
}

TEST_P(Attention, has_not_enough_data_under_five_clients_won) {  // AC4.1
    fill(4);
    const json::Value found = report("attention");
    EXPECT_EQ(text(found, "clients_won"), "4");
    EXPECT_EQ(text(found, "cost_to_win"), "87.5");
    EXPECT_EQ(text(found, "ratio"), "null");
    EXPECT_EQ(text(found, "ratio_reason"), "too_few_won");
}

TEST_P(Attention, knows_neither_won_nor_kept_where_books_are_too_short) {
    fill(5);
    const json::Value found = report("attention", {{"as_of", "2018-12-31"}});
    EXPECT_EQ(text(found, "clients_won"), "null");
    EXPECT_EQ(text(found, "ratio_reason"), "too_short");
}

// --- suitability

class Suitability : public Care {
  protected:
    void judge(const Account& client, const char* day, std::int64_t points) {
        AccountJudgement judgement;
        judgement.account_id = client.id;
        judgement.criterion = "potential";
        judgement.value = Decimal::from_integer(points);
        judgement.reason = "z porady";
        judgement.judged_on = *parse_date(day);
        must(store().write(as_system(), [&](UnitOfWork& work) { return segmentation::judge(work, judgement); }));
    }
    void set_complexity(const Account& client, std::int64_t ten_thousandths) {
        Account before = store().read(as_system(), [&](const Reader& reader) { return *reader.find(client.id); });
        Account after = before;
        after.complexity_override = Decimal{ten_thousandths};
        after.complexity_override_reason = "jiný jazyk";
        must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::update_account(work, before, after); }));
    }
    void make_prospect(const std::string& name) {
        Account prospect;
        prospect.name = name;
        prospect.lifecycle = accounts::Lifecycle::prospect;
        must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::create_account(work, prospect); }));
    }
};
KLICNIK_EACH_ENGINE(Suitability);

TEST_P(Suitability, proposes_care_by_what_it_may_bring) {  // AC39.1, AC39.2
    const Account complex = make_client("Náročný", Tier::B, CareModel::dedicated);
    book(complex, "2025-05-10", 500'000);
    judge(complex, "2025-02-01", 90);
    judge(complex, "2025-03-01", 50);
    judge(complex, "2026-03-01", 0);  // after the day asked about
    set_complexity(complex, 16'000);
    const Account large = make_client("Velký", Tier::C, CareModel::pooled);
    book(large, "2025-05-10", 9'900'000);
    book(large, "2025-06-10", 400'000, EntryKind::direct_cost);
    book(large, "2025-07-10", 2'400, EntryKind::travel);
    const Account small = make_client("Malý", Tier::A);
    book(small, "2025-05-10", 31'000);
    make_prospect("Zájemce");
    const json::Value found = report("suitability");
    EXPECT_EQ(text(found, "clients"), "4") << "with the one that was there before; the prospect gets no care";
    EXPECT_EQ(text(found, "margin"), "10031000");
    EXPECT_THAT(lines(found, "items", {"name", "tier", "care_model", "margin", "complexity", "uplift", "cost", "break_even_margin", "proposal", "differs", "freed"}),
                ElementsAre("Velký C pooled 9500000 1 475000 12000 240000 dedicated true 0",
                            "Malý A null 31000 1 1550 57600 1152000 automated true 56400",
                            "Náročný B dedicated 500000 1.6 50000 28800 288000 dedicated false 0",
                            "Dávný null null 0 1 0 1200 24000 automated false 0"));
    EXPECT_THAT(words(found.find("items")->items()[0], "reasons"), ElementsAre("worth_it", "large_share", "unknown_potential"));
    EXPECT_THAT(words(found.find("items")->items()[1], "reasons"), ElementsAre("costs_more", "unknown_potential"));
    EXPECT_THAT(words(found.find("items")->items()[2], "reasons"), ElementsAre("worth_it", "is_complex"));
    EXPECT_THAT(lines(found, "proposals", {"proposal", "clients", "margin", "uplift", "cost"}),
                ElementsAre("dedicated 2 10000000 525000 40800", "pooled 0 0 0 0", "automated 2 31000 1550 58800"));
    EXPECT_EQ(text(found, "promote"), "1");
    EXPECT_EQ(text(found, "demote"), "1");
    EXPECT_EQ(text(found, "freed"), "56400");
    EXPECT_EQ(text(found, "unknown_potential"), "3");
}

TEST_P(Suitability, follows_the_assumptions_and_the_clients_asked_about) {
    const Account client = make_client("Klient", Tier::B);
    book(client, "2025-05-10", 500'000);
    const json::Value found = report("suitability", {{"tier", "B"}, {"lift_retention", "2.5"}, {"win", "0"}, {"rate", "250.5"}, {"hours_b", "10"}});
    EXPECT_EQ(text(found, "clients"), "1");
    EXPECT_EQ(text(found, "lift_retention_bp"), "250");
    EXPECT_THAT(lines(found, "items", {"name", "uplift", "cost", "break_even_margin"}), ElementsAre("Klient 12500 2505 100200"));
    // Half a year counts as a whole one.
    EXPECT_THAT(lines(report("suitability", {{"tier", "B"}, {"as_of", "2025-06-30"}, {"window", "6"}}), "items", {"margin"}), ElementsAre("1000000"));
    // The share is that in the whole book, whoever is asked about.
    const Account giant = make_client("Obr", Tier::C);
    book(giant, "2025-05-10", 20'000'000);
    EXPECT_THAT(lines(report("suitability", {{"tier", "B"}, {"hours_b", "10"}}), "items", {"proposal"}), ElementsAre("pooled"));
}

TEST_P(Suitability, of_many_clients_with_little_margin_is_automation) {  // S39-S40
    const Account best = make_client("Nejlepší", Tier::C);
    book(best, "2025-05-10", 900'000);
    std::vector<Account> many;
    for (int i = 0; i < 201; ++i) many.push_back(make_account("Zákazník " + std::to_string(i)));
    must(store().write(as_system(), [&](UnitOfWork& work) -> Result<> {
        for (const Account& client : many) {
            LedgerEntry entry = entry_of("2025-05-10", 4'700, EntryKind::revenue);
            entry.account_id = client.id;
            CHECK_OK(ledger::create_entry(work, entry));
        }
        return {};
    }));
    // K of two hours at 600 would be 1 200; at 400 it is 800, so that U = 235 covers none of it; at 100 it is 200.
    json::Value found = report("suitability");
    EXPECT_THAT(lines(found, "segments", {"key", "clients", "median_margin", "verdict"}), ElementsAre("null 203 4700 automate"));
    EXPECT_THAT(lines(found, "proposals", {"proposal", "clients"}), ElementsAre("dedicated 1", "pooled 0", "automated 202")) << "the best of many stays";
    found = report("suitability", {{"by", "tier"}, {"hours_d", "0.5"}});
    EXPECT_THAT(lines(found, "segments", {"key", "clients", "verdict"}), ElementsAre("null 202 automate", "C 1 one_by_one"));
    EXPECT_THAT(lines(found, "proposals", {"proposal", "clients"}), ElementsAre("dedicated 1", "pooled 0", "automated 202"))
        << "235 of 300 would be a pool’s work, were they fewer";
    // Below the cost of eight hours no more: 8 · 587 = 4 696.
    found = report("suitability", {{"rate", "587"}, {"hours_d", "0.5"}});
    EXPECT_THAT(lines(found, "segments", {"verdict"}), ElementsAre("one_by_one"));
    EXPECT_THAT(lines(found, "proposals", {"proposal", "clients"}), ElementsAre("dedicated 1", "pooled 201", "automated 1"));
    EXPECT_EQ(found.find("items")->items().size(), 100U);
}

}  // namespace
}  // namespace klicnik
