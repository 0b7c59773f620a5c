#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "app/dispatch.hpp"
#include "modules/accounts/actions.hpp"
#include "modules/identity/actions.hpp"
#include "modules/indicators/cube_loading.hpp"
#include "modules/indicators/indicator_values.hpp"
#include "modules/ledger/actions.hpp"
#include "modules/ledger/bulk.hpp"
#include "modules/ledger/rollups.hpp"
#include "modules/offerings/actions.hpp"
#include "modules/segmentation/actions.hpp"
#include "records/entity.hpp"
#include "tests/support/store.hpp"

/// Indicators on both engines: the cube against the ledger and against plain SQL, as of any day, known then and now.
namespace klicnik {
namespace {

using namespace indicators;
using ::testing::ElementsAre;

class Indicators : public test::EachStore {
  protected:
    void SetUp() override {
        operations_ = all_operations();
        Workspace workspace;
        workspace.name = "Sklad";
        must(store().write(as_system(), [&](UnitOfWork& work) { return work.create(workspace); }));
        must(store().write(as_system(), [](UnitOfWork& work) { return segmentation::ensure_default_model(work); }));
        owner_ = make_user("Olga", {Role::owner});
    }

    Context on(const std::string& day, const Context& context) {
        Context moved = context;
        moved.now.micros += std::int64_t{*parse_date(day) - context.today} * 86'400'000'000;
        moved.today = *parse_date(day);
        return moved;
    }
    LedgerEntry book(const Context& context, Id<Account> account, const std::string& day, std::int64_t amount, const std::string& currency = "CZK") {
        LedgerEntry entry;
        entry.account_id = account;
        entry.document_date = *parse_date(day);
        entry.amount = Decimal::from_integer(amount);
        entry.currency = parse_currency(currency);
        return must(store().write(context, [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    }
    json::Value read(const Context& context, std::string_view name, QueryParams query, std::vector<std::string> ids = {}) {
        Call call;
        call.query = std::move(query);
        call.ids = std::move(ids);
        for (const Operation& operation : operations_) {
            if (operation.name != name) continue;
            const auto reply = dispatch(store(), operation, context, call);
            if (!reply) {
                ADD_FAILURE() << name << ": " << reply.error().code << (reply.error().fields.empty() ? "" : " " + reply.error().fields.front().field);
                return {};
            }
            return must(json::parse(reply->body));
        }
        ADD_FAILURE() << "no operation " << name;
        return {};
    }
    /// Books that reach back far enough for any period of these tests.
    void begin_books(const Context& context) { book(context, make_account("Dávný").id, "2020-01-10", 1); }
    /// The value of an indicator as text: basis points, an amount, or the reason why there is none.
    std::string value(const Context& context, const std::string& code, QueryParams query) {
        const json::Value report = read(context, "indicator.get", std::move(query), {code});
        const json::Value* found = report.find("value");
        if (!found) return "(none)";
        if (const auto bp = found->find("value_bp")->as_integer()) return std::to_string(*bp);
        if (const auto* amount = found->find("value")->as_string()) return *amount;
        const auto* reason = found->find("reason")->as_string();
        return reason ? *reason : "(none)";
    }
    void expect_cube_is_fresh(const std::string& after) {
        store().read(as_system(), [&](const Reader& reader) {
            EXPECT_TRUE(*current_cube(reader) == load_cube(reader)) << after << ": the cube that followed differs from one loaded anew";
            return 0;
        });
    }

    std::vector<Operation> operations_;
    User owner_;
};
KLICNIK_EACH_ENGINE(Indicators);

/// A thousand small books of random clients, each in a town of its own.
class RandomBooks : public Indicators {
  protected:
    static constexpr int books = 1'000;

    void fill() {
        std::mt19937_64 random(20261126);
        std::vector<Account> clients;
        std::vector<LedgerEntry> entries;
        for (int book = 0; book < books; ++book) {
            for (auto size = 1 + random() % 7; size > 0; --size) {
                Account& client = clients.emplace_back();
                client.id = {new_uuid(as_system().now.micros)};
                client.name = "Klient";
                client.city = "Město " + std::to_string(book);
                for (auto lines = random() % 9; lines > 0; --lines) {
                    LedgerEntry& entry = entries.emplace_back();
                    entry.id = {new_uuid(as_system().now.micros)};
                    entry.account_id = client.id;
                    entry.document_date = first_day(*parse_month("2023-06")) + static_cast<std::int32_t>(random() % 1'270);
                    entry.service_month = month_of(entry.document_date);
                    entry.amount = Decimal{static_cast<std::int64_t>(random() % 40'000'000) - 4'000'000};
                    entry.entry_kind = entry.amount.units < 0 ? ledger::EntryKind::credit_note : ledger::EntryKind::revenue;
                    entry.currency = Currency{};
                }
            }
        }
        must(store().write(as_system(), [&](UnitOfWork& work) -> Result<> {
            std::size_t next = 0;
            work.create_many(entity_of<Account>(), [&]() -> const void* { return next < clients.size() ? &clients[next++] : nullptr; });
            next = 0;
            work.create_many(entity_of<LedgerEntry>(), [&]() -> const void* { return next < entries.size() ? &entries[next++] : nullptr; });
            ledger::rebuild_months(work);
            ledger::refresh_all_figures(work);
            return {};
        }));
    }

    struct Sums {
        std::int64_t clients = 0, kept = 0, start = 0, expansion = 0, contraction = 0, churn = 0, new_business = 0, reactivation = 0, end = 0;
        friend bool operator==(const Sums&, const Sums&) = default;
    };

    /// The same figures from the entries alone, by nothing but SQL.
    std::map<std::string, Sums> recomputed(const Reader& reader, Month last, std::int32_t window) {
        std::map<std::string, Sums> by_town;
        reader.connection().query(
            "WITH months AS (SELECT account_id, service_month AS m, SUM(amount) AS net FROM ledger_entry GROUP BY account_id, service_month), "
            "ends AS (SELECT account_id, SUM(CASE WHEN m > $1 AND m <= $2 THEN net ELSE 0 END) AS s, "
            "SUM(CASE WHEN m > $2 AND m <= $3 THEN net ELSE 0 END) AS booked, "
            "MIN(CASE WHEN net > 0 THEN m END) AS first_paid FROM months GROUP BY account_id), "
            "base AS (SELECT a.city, s, CASE WHEN booked > 0 THEN booked ELSE 0 END AS e, booked, first_paid FROM ends JOIN account a ON a.id = ends.account_id) "
            "SELECT city, SUM(CASE WHEN s > 0 THEN 1 ELSE 0 END), SUM(CASE WHEN s > 0 AND e > 0 THEN 1 ELSE 0 END), "
            "SUM(CASE WHEN s > 0 THEN s ELSE 0 END), SUM(CASE WHEN s > 0 AND e > s THEN e - s ELSE 0 END), "
            "SUM(CASE WHEN s > 0 AND e > 0 AND e < s THEN s - e ELSE 0 END), SUM(CASE WHEN s > 0 AND e = 0 THEN s ELSE 0 END), "
            "SUM(CASE WHEN s <= 0 AND (first_paid IS NULL OR first_paid > $2) THEN e ELSE 0 END), "
            "SUM(CASE WHEN s <= 0 AND first_paid <= $2 THEN e ELSE 0 END), SUM(booked) FROM base GROUP BY city",
            [&](const db::Row& row) {
                by_town[std::string(row.text(0))] = {row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5),
                                                     row.integer(6), row.integer(7), row.integer(8), row.integer(9)};
            },
            std::int64_t{last.index - 2 * window}, std::int64_t{last.index - window}, std::int64_t{last.index});
        return by_town;
    }
    static Sums of(const Movements& m) {
        const auto whole = [](__int128 sum) { return static_cast<std::int64_t>(sum); };
        return {m.clients, m.kept, whole(m.start), whole(m.expansion), whole(m.contraction), whole(m.churn),
                whole(m.new_business), whole(m.reactivation), whole(m.booked_end())};
    }
};
KLICNIK_EACH_ENGINE(RandomBooks);

TEST_P(RandomBooks, of_the_cube_equal_plain_sql_to_the_last_digit) {  // AC32.1
    fill();
    store().read(as_system(), [&](const Reader& reader) {
        const auto cube = current_cube(reader);
        const Attribute& town = *cube->attribute("city");
        for (const auto& [last, window] : {std::pair{*parse_month("2026-10"), 12}, {*parse_month("2026-03"), 12}, {*parse_month("2025-09"), 6}}) {
            const Period period{Base::invoices, last_day(last), window};
            const auto found = movements_by(ends_of(*cube, period), Chosen(cube->accounts.size(), 1), town.codes, town.values.size());
            const auto expected = recomputed(reader, last, window);
            int compared = 0;
            for (std::size_t i = 1; i < town.values.size(); ++i) {
                const auto at = expected.find(std::get<std::string>(town.values[i]));
                const Sums sums = at == expected.end() ? Sums{} : at->second;
                EXPECT_EQ(of(found[i]), sums) << std::get<std::string>(town.values[i]) << " to " << to_text(last);
                ++compared;
            }
            EXPECT_EQ(compared, books);
        }
        return 0;
    });
}

TEST_P(RandomBooks, are_chosen_in_memory_as_the_database_chooses_them) {
    fill();
    const std::vector<QueryParams> requests = {{{"city", "Město 7"}}, {{"city[ne]", "Město 7"}}, {{"city[null]", "true"}}, {{"tier[null]", "true"}},
                                               {{"lifecycle", "active,former"}}, {{"lifecycle[ne]", "active"}}, {{"archived", "true"}},
                                               {{"confidential", "false"}, {"city", "Město 12"}}, {{"q", "klient"}, {"city", "Město 3"}}, {{"lead_id[null]", "true"}}};
    store().read(as(owner_), [&](const Reader& reader) {
        const auto cube = current_cube(reader);
        for (const QueryParams& params : requests) {
            const auto request = must(parse_list(entity_of<Account>(), params, true));
            const Chosen chosen = choose(reader, *cube, request);
            Sql sql("SELECT COUNT(*) FROM account AS e WHERE ");
            append_conditions(sql, reader, entity_of<Account>(), request);
            std::int64_t expected = 0;
            reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
                expected = row.integer(0);
                return true;
            });
            EXPECT_EQ(std::count(chosen.begin(), chosen.end(), 1), expected) << params.front().first;
        }
        return 0;
    });
}

TEST_P(RandomBooks, stay_true_in_the_cube_after_every_kind_of_change) {
    fill();
    const User marek = make_user("Marek", {Role::account_manager});
    expect_cube_is_fresh("loading");
    const Account known = store().read(as_system(), [&](const Reader& reader) { return reader.all<Account>("1 = 1 ORDER BY id LIMIT 1").front(); });
    const LedgerEntry entry = book(as_system(), known.id, "2026-11-03", 1'250);
    expect_cube_is_fresh("an entry");
    LedgerEntry changed = entry;
    changed.amount = Decimal::from_integer(-40);
    changed.document_date = *parse_date("2026-10-30");
    changed.service_month.reset();
    must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::update_entry(work, entry, changed); }));
    expect_cube_is_fresh("a changed entry");
    make_lead(known, marek);
    expect_cube_is_fresh("an assignment");
    Account renamed = store().read(as_system(), [&](const Reader& reader) { return *reader.find(known.id); });
    const Account before = renamed;
    renamed.city = "Adamov";
    renamed.country = "SK";
    must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::update_account(work, before, renamed); }));
    expect_cube_is_fresh("a fact of a client");
    const Account fresh = make_account("Nový");
    expect_cube_is_fresh("a new client");
    book(as_system(), fresh.id, "2026-11-20", 10);
    book(as_system(), fresh.id, "2021-01-20", 10);
    expect_cube_is_fresh("a month before all others");
    ExchangeRate rate;
    rate.currency = *parse_currency("EUR");
    rate.valid_on = *parse_date("2020-01-01");
    rate.rate = Decimal::from_integer(25);
    book(as_system(), fresh.id, "2026-11-21", 10, "EUR");
    expect_cube_is_fresh("a currency without a rate");
    must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_rate(work, rate); }));
    expect_cube_is_fresh("its rate");
    must(store().write(as_system(), [&](UnitOfWork& work) { return segmentation::segment(work, true); }));
    expect_cube_is_fresh("levels of all clients");
}

TEST_P(Indicators, yesterdays_report_stays_when_corrections_come_late) {  // AC32.4
    const Account alfa = make_account("Alfa");
    begin_books(on("2026-01-02", as_system()));
    book(on("2026-01-02", as_system()), alfa.id, "2024-05-10", 100);  // the first day of the books
    book(on("2026-01-02", as_system()), alfa.id, "2025-05-10", 80);
    const QueryParams year{{"as_of", "2025-12-31"}};
    QueryParams then = year;
    then.emplace_back("known", "then");
    EXPECT_EQ(value(as(owner_), "net_retention", year), "8000");
    EXPECT_EQ(value(as(owner_), "net_retention", then), "8000") << "what was loaded first counts as known from the start";
    // A forgotten invoice of 2025 comes in March.
    book(on("2026-03-09", as_system()), alfa.id, "2025-11-20", 40);
    EXPECT_EQ(value(as(owner_), "net_retention", year), "12000") << "as known now";
    EXPECT_EQ(value(as(owner_), "net_retention", then), "8000") << "as known then";
    EXPECT_EQ(value(as(owner_), "net_retention", {{"as_of", "2025-12-31"}, {"known", "now"}}), "12000");
}

/// A rate that moves within the first window too: the end is what was booked, as in the list of clients.
TEST_P(Indicators, revenue_is_what_was_booked_whatever_rates_did_before) {
    ExchangeRate rate;
    rate.currency = *parse_currency("EUR");
    for (const auto& [day, crowns] : {std::pair("2024-01-01", 20), {"2025-09-01", 25}, {"2026-01-15", 30}}) {
        rate.valid_on = *parse_date(day);
        rate.rate = Decimal::from_integer(crowns);
        must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_rate(work, rate); }));
    }
    const Account alfa = make_account("Alfa");
    begin_books(as_system());
    book(as_system(), alfa.id, "2025-05-10", 100, "EUR");
    book(as_system(), alfa.id, "2026-05-10", 100, "EUR");
    const Account beta = make_account("Beta");
    for (const char* day : {"2025-10-05", "2026-10-05"}) book(as_system(), beta.id, day, 1);  // the books end in October
    const QueryParams year{{"as_of", "2026-10-31"}};
    EXPECT_EQ(value(as(owner_), "revenue", year), "3001");
    EXPECT_EQ(store().read(as_system(), [&](const Reader& reader) { return reader.find(alfa.id)->revenue_12m; }), Decimal::from_integer(3'000));
    const json::Value report = read(as(owner_), "report.retention", year);
    std::map<std::string, std::string> steps;
    for (const json::Value& line : report.find("waterfall")->items()) steps[*line.find("step")->as_string()] = *line.find("amount")->as_string();
    EXPECT_EQ(steps["start"], "2501") << "at the rate of its last day";
    EXPECT_EQ(steps["rates"], "500");
    EXPECT_EQ(steps["end"], "3001");
}

TEST_P(Indicators, foreign_money_is_compared_at_the_rates_of_the_start) {  // AC32.1: mid-period currency change
    ExchangeRate rate;
    rate.currency = *parse_currency("EUR");
    const auto set_rate = [&](const char* day, std::int64_t crowns) {
        rate.valid_on = *parse_date(day);
        rate.rate = Decimal::from_integer(crowns);
        must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_rate(work, rate); }));
    };
    set_rate("2024-01-01", 24);
    set_rate("2026-01-15", 25);
    const Account alfa = make_account("Alfa");
    const Account beta = make_account("Beta");
    begin_books(as_system());
    book(as_system(), alfa.id, "2025-05-10", 1'000, "EUR");
    book(as_system(), alfa.id, "2026-05-10", 1'000, "EUR");
    book(as_system(), beta.id, "2025-05-10", 2'400);       // crowns, then euro
    book(as_system(), beta.id, "2026-05-10", 100, "EUR");
    const QueryParams year{{"as_of", "2026-10-31"}};
    EXPECT_EQ(value(as(owner_), "net_retention", year), "10000");
    EXPECT_EQ(value(as(owner_), "gross_retention", year), "10000");
    EXPECT_EQ(value(as(owner_), "revenue", year), "27500") << "as booked: 25 000 and 2 500";
    const json::Value report = read(as(owner_), "report.retention", year);
    std::map<std::string, std::string> steps;
    for (const json::Value& line : report.find("waterfall")->items()) steps[*line.find("step")->as_string()] = *line.find("amount")->as_string();
    EXPECT_EQ(steps["start"], "26400");
    EXPECT_EQ(steps["rates"], "1100");
    EXPECT_EQ(steps["end"], "27500");
}

TEST_P(Indicators, too_little_data_says_why_and_is_never_zero) {
    EXPECT_EQ(value(as(owner_), "net_retention", {}), "no_books");
    EXPECT_EQ(value(as(owner_), "revenue", {}), "no_books");
    const Account alfa = make_account("Alfa");
    book(as_system(), alfa.id, "2026-05-10", 100);
    EXPECT_EQ(value(as(owner_), "net_retention", {}), "too_short");
    EXPECT_EQ(value(as(owner_), "revenue", {}), "100");
    book(as_system(), alfa.id, "2022-05-10", 100);
    EXPECT_EQ(value(as(owner_), "net_retention", {}), "no_clients");
    EXPECT_EQ(value(as(owner_), "late_clients", {}), "too_few_clients");
    EXPECT_EQ(value(as(owner_), "net_retention", {{"base", "contracts"}}), "no_contracts");
}

TEST_P(Indicators, clients_without_an_exchange_rate_are_counted_as_left_out) {
    const Account alfa = make_account("Alfa");
    const Account beta = make_account("Beta");
    book(as_system(), alfa.id, "2026-05-10", 100);
    book(as_system(), beta.id, "2026-05-10", 100, "EUR");
    const json::Value retention = read(as(owner_), "report.retention", {{"as_of", "2026-10-31"}});
    EXPECT_EQ(retention.find("period")->find("clients_without_rate")->as_integer(), 1);
    const json::Value worth = read(as(owner_), "report.value", {{"as_of", "2026-10-31"}});
    EXPECT_EQ(worth.find("clients_without_rate")->as_integer(), 1);
    EXPECT_EQ(worth.find("customers")->as_integer(), 1);
}

TEST_P(Indicators, a_manager_answers_for_the_days_on_which_he_led) {
    const User marek = make_user("Marek", {Role::account_manager});
    const User jana = make_user("Jana", {Role::account_manager});
    const Account alfa = make_account("Alfa");
    const Account beta = make_account("Beta");
    begin_books(as_system());
    book(as_system(), alfa.id, "2024-05-10", 100);
    book(as_system(), alfa.id, "2025-05-10", 50);
    book(as_system(), beta.id, "2024-05-10", 100);
    book(as_system(), beta.id, "2025-12-10", 100);
    const auto lead = [&](const Account& account, const User& user, const char* from) {
        AccountAssignment made;
        made.account_id = account.id;
        made.user_id = user.id;
        made.from_on = *parse_date(from);
        must(store().write(as_system(), [&](UnitOfWork& work) { return accounts::add_assignment(work, made); }));
    };
    lead(alfa, marek, "2023-01-01");
    lead(alfa, jana, "2025-12-22");  // handed over ten days before the end, after the loss
    lead(beta, jana, "2023-01-01");
    const QueryParams year{{"as_of", "2025-12-31"}, {"by", "manager"}};
    const json::Value report = read(as(owner_), "report.retention", year);
    std::map<std::string, std::int64_t> net;
    for (const json::Value& group : report.find("groups")->items()) {
        net[group.find("name")->as_string() ? *group.find("name")->as_string() : ""] = *group.find("net_bp")->as_integer();
    }
    EXPECT_EQ(net["Marek"], 5'000) << "the loss of Alfa is his, whoever has it now";
    EXPECT_EQ(net["Jana"], 9'867) << "(365·100 + 10·50) / (365·100 + 10·100)";
    EXPECT_EQ(value(as(owner_), "net_retention", {{"as_of", "2025-12-31"}, {"scope", "manager:" + to_text(marek.id)}}), "5000");
    // Who may not see others sees his own clients only.
    EXPECT_EQ(value(as(marek), "clients", {{"as_of", "2025-12-31"}}), "0") << "he leads nobody today";
    EXPECT_EQ(value(as(jana), "clients", {{"as_of", "2025-12-31"}}), "2");
}

TEST_P(Indicators, every_figure_opens_the_rows_that_make_it) {
    const Account alfa = make_account("Alfa");
    const Account beta = make_account("Beta");
    const Account gama = make_account("Gama");
    begin_books(as_system());
    book(as_system(), alfa.id, "2024-05-10", 100);
    book(as_system(), alfa.id, "2025-05-10", 130);
    book(as_system(), beta.id, "2024-05-10", 70);
    book(as_system(), gama.id, "2025-05-10", 20);
    const auto names = [&](const std::string& code, QueryParams query = {}) {
        query.emplace_back("as_of", "2025-12-31");
        const json::Value rows = read(as(owner_), "indicator.rows", std::move(query), {code});
        std::vector<std::string> found;
        for (const json::Value& row : rows.find("items")->items()) {
            found.push_back(*row.find("name")->as_string() + " " + *row.find("movement")->as_string() + " " + *row.find("change")->as_string());
        }
        return found;
    };
    EXPECT_THAT(names("net_retention"), ElementsAre("Beta lost -70", "Alfa expanded 30"));
    EXPECT_THAT(names("new_business"), ElementsAre("Gama won 20"));
    EXPECT_THAT(names("churn"), ElementsAre("Beta lost -70"));
    EXPECT_THAT(names("net_retention", {{"limit", "1"}, {"after", "1"}}), ElementsAre("Alfa expanded 30"));
    EXPECT_EQ(value(as(owner_), "net_retention", {{"as_of", "2025-12-31"}}), "7647") << "130 / 170";
}

TEST_P(Indicators, what_if_shows_tiers_load_and_figures_without_changing_anything) {
    const User marek = make_user("Marek", {Role::account_manager});
    begin_books(as_system());
    std::vector<Account> clients;
    for (const char* const name : {"Alfa", "Beta", "Gama", "Delta"}) clients.push_back(make_account(name));
    for (std::size_t i = 0; i < clients.size(); ++i) book(as_system(), clients[i].id, "2026-10-10", 1'000 * static_cast<std::int64_t>(i + 1));
    make_lead(clients[3], marek);
    must(store().write(as_system(), [&](UnitOfWork& work) { return segmentation::segment(work, true); }));
    const auto ask = [&](const std::string& body) {
        Call call;
        call.body = must(json::parse(body));
        for (const Operation& operation : operations_) {
            if (operation.name != "indicator.what_if") continue;
            const auto reply = dispatch(store(), operation, as(owner_), call);
            return reply ? must(json::parse(reply->body)) : must(json::parse("{\"error\":\"" + reply.error().fields.front().field + "\"}"));
        }
        return json::Value{};
    };
    const auto figure = [](const json::Value& report, std::string_view code, std::string_view when) -> std::string {
        for (const json::Value& one : report.find("figures")->items()) {
            const json::Value& value = *one.find(when);
            if (*value.find("code")->as_string() != code) continue;
            if (const auto bp = value.find("value_bp")->as_integer()) return std::to_string(*bp);
            return value.find("value")->as_string() ? *value.find("value")->as_string() : "(none)";
        }
        return "(absent)";
    };
    const std::int64_t audited = store().read(as_system(), [](const Reader& reader) { return reader.connection().integer("SELECT number FROM audit_head").value_or(0); });
    const json::Value nothing = ask("{}");
    EXPECT_EQ(nothing.find("moves")->items().size(), 0U);
    EXPECT_EQ(figure(nothing, "net_retention", "after"), "10000");
    EXPECT_EQ(figure(nothing, "revenue", "before"), "10000");
    // The largest client leaves: 4 000 of 10 000.
    const json::Value gone = ask("{\"leaving\":[\"" + to_text(clients[3].id) + "\"]}");
    EXPECT_EQ(figure(gone, "net_retention", "after"), "6000");
    EXPECT_EQ(figure(gone, "revenue", "after"), "6000");
    EXPECT_EQ(figure(gone, "logo_retention", "after"), "7500");
    EXPECT_EQ(figure(gone, "top_share", "before"), "4000");
    EXPECT_EQ(figure(gone, "top_share", "after"), "5000") << "3 000 of 6 000";
    ASSERT_EQ(gone.find("load")->items().size(), 1U);
    EXPECT_EQ(*gone.find("load")->items().front().find("name")->as_string(), "Marek");
    EXPECT_EQ(*gone.find("load")->items().front().find("points")->as_string(), "0");
    // Five percent dearer.
    EXPECT_EQ(figure(ask(R"({"price_change_bp":500})"), "net_retention", "after"), "10500");
    // Nobody reaches A any more.
    const json::Value strict = ask(R"({"threshold_a":100,"threshold_b":100,"threshold_c":100})");
    EXPECT_GT(strict.find("moves")->items().size(), 0U);
    EXPECT_EQ(*ask(R"({"weights":[{"criterion":"luck","weight":1}]})").find("error")->as_string(), "weights[0].criterion");
    EXPECT_EQ(*ask(R"({"leaving":["acc_x"]})").find("error")->as_string(), "leaving[0]");
    EXPECT_EQ(*ask(R"({"threshold_a":10})").find("error")->as_string(), "threshold_b");
    EXPECT_EQ(store().read(as_system(), [](const Reader& reader) { return reader.connection().integer("SELECT number FROM audit_head").value_or(0); }), audited);
}

TEST_P(Indicators, renewals_tell_what_is_secured_and_what_is_at_risk) {  // AC44.1
    const Account alfa = make_account("Alfa");
    const Account beta = make_account("Beta");
    begin_books(as_system());
    book(as_system(), alfa.id, "2026-05-10", 200'000);
    const auto contract = [&](const Account& account, const char* from, const char* to, std::int64_t annual, std::int32_t notice) {
        Contract made;
        made.account_id = account.id;
        made.number = std::string("S") + from;
        made.starts_on = *parse_date(from);
        made.ends_on = parse_date(to);
        made.notice_days = notice;
        made.annual_value = Decimal::from_integer(annual);
        must(store().write(as_system(), [&](UnitOfWork& work) -> Result<> {
            TRY(const Contract created, offerings::create_contract(work, made));
            TRY(const Contract active, offerings::activate_contract(work, created));
            (void)active;
            return {};
        }));
    };
    contract(alfa, "2026-01-01", "2027-01-01", 73'000, 30);   // ends in 39 days: runs 39 of the next 365 days
    contract(beta, "2026-03-01", "2028-03-01", 36'500, 0);
    const json::Value report = read(as(owner_), "report.renewals", {{"as_of", "2026-11-23"}});
    const auto text_of = [&](std::string_view name) { return report.find(name)->as_string() ? *report.find(name)->as_string() : "(none)"; };
    EXPECT_EQ(text_of("annual_value"), "109500");
    EXPECT_EQ(text_of("contracted_12m"), "44100") << "38 days of 200 after the 23rd, and a whole year of 100 a day";
    EXPECT_EQ(report.find("contracted_share_bp")->as_integer(), 2'205) << "44 100 of the 200 000 of the last year";
    EXPECT_EQ(text_of("at_risk_180d"), "3650") << "5 % of 73 000";
    ASSERT_EQ(report.find("items")->items().size(), 2U);
    EXPECT_EQ(*report.find("items")->items().front().find("name")->as_string(), "Alfa");
    EXPECT_EQ(*report.find("items")->items().front().find("notice_deadline_on")->as_string(), "2026-12-01") << "the last day of the term less thirty days";
    EXPECT_EQ(*report.find("months")->items()[2].find("forecast")->as_string(), "69350");
    EXPECT_EQ(*report.find("keeping")->find("refusal")->as_string(), "no_churn_yet");
}

}  // namespace
}  // namespace klicnik
