#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "app/dispatch.hpp"
#include "modules/identity/actions.hpp"
#include "modules/indicators/family_books.hpp"
#include "modules/indicators/cube_loading.hpp"
#include "modules/ledger/actions.hpp"
#include "modules/offerings/actions.hpp"
#include "modules/segmentation/actions.hpp"
#include "records/entity.hpp"
#include "tests/support/store.hpp"

/// The dimension of families on both engines: against plain SQL, and true after every kind of change.
namespace klicnik {
namespace {

using namespace indicators;
using ledger::EntryKind;

class Families : public test::EachStore {
  protected:
    void SetUp() override {
        operations_ = all_operations();
        must(store().write(as_system(), [](UnitOfWork& work) { return identity::ensure_workspace(work); }));
        must(store().write(as_system(), [](UnitOfWork& work) { return segmentation::ensure_default_model(work); }));
        owner_ = make_user("Olga", {Role::owner});
    }
    Offering offer(const std::string& code, std::optional<Id<Offering>> parent = std::nullopt) {
        Offering offering;
        offering.code = code;
        offering.name = "Řada " + code;
        offering.parent_id = parent;
        return must(store().write(as_system(), [&](UnitOfWork& work) { return offerings::create_offering(work, offering); }));
    }
    void move(Offering offering, std::optional<Id<Offering>> parent) {
        Offering after = offering;
        after.parent_id = parent;
        must(store().write(as_system(), [&](UnitOfWork& work) { return offerings::update_offering(work, offering, after); }));
    }
    LedgerEntry book(const Account& account, const std::optional<Offering>& offering, const std::string& day, std::int64_t amount,
                     EntryKind kind = EntryKind::revenue) {
        LedgerEntry entry;
        entry.account_id = account.id;
        if (offering) entry.offering_id = offering->id;
        entry.document_date = *parse_date(day);
        entry.amount = Decimal::from_integer(amount);
        entry.entry_kind = kind;
        return must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    }
    Result<json::Value> ask(std::string_view name, QueryParams query, std::vector<std::string> ids = {}) {
        Call call;
        call.query = std::move(query);
        call.ids = std::move(ids);
        for (const Operation& operation : operations_) {
            if (operation.name != name) continue;
            TRY(const Reply reply, dispatch(store(), operation, as(owner_), call));
            return json::parse(reply.body);
        }
        return not_found("operation");
    }
    std::string refusal(std::string_view name, QueryParams query) {
        const auto answer = ask(name, std::move(query));
        if (answer || answer.error().fields.empty()) return "(none)";
        return answer.error().fields.front().field + " " + answer.error().fields.front().code;
    }
    void expect_books_are_fresh(const std::string& after) {
        store().read(as_system(), [&](const Reader& reader) {
            EXPECT_TRUE(*current_family_books(reader) == load_family_books(reader)) << after << ": the books that followed differ from those read anew";
            return 0;
        });
    }
    static std::string text(const json::Value& value, std::string_view name) {
        const json::Value* found = value.find(name);
        return found && found->as_string() ? *found->as_string() : "";
    }

    std::vector<Operation> operations_;
    User owner_;
};
KLICNIK_EACH_ENGINE(Families);

TEST_P(Families, are_the_tops_of_the_tree_and_split_retention) {
    const Offering paper = offer("P");
    const Offering boxes = offer("K", paper.id);
    const Offering small = offer("M", boxes.id);
    const Offering wood = offer("D");
    const Offering crates = offer("B", wood.id);
    const Offering alone = offer("S");  // in no tree
    const Account alfa = make_account("Alfa");
    const Account beta = make_account("Beta");
    for (const char* year : {"2024", "2025", "2026"}) {
        const bool last = year == std::string("2026");
        book(alfa, small, year + std::string("-05-10"), last ? 150 : 100);
        book(alfa, crates, year + std::string("-05-10"), last ? 10 : 40);
        book(beta, boxes, year + std::string("-06-10"), 60);
        book(beta, alone, year + std::string("-06-10"), last ? 0 + 5 : 20);
        book(beta, std::nullopt, year + std::string("-06-10"), 3);
    }
    const QueryParams year{{"as_of", "2026-10-31"}};
    QueryParams split = year;
    split.emplace_back("by", "family");
    const json::Value report = must(ask("report.retention", split));
    std::map<std::string, std::string> starts;
    std::map<std::string, std::int64_t> net;
    for (const json::Value& group : report.find("groups")->items()) {
        starts[text(group, "name")] = text(group, "start");
        net[text(group, "name")] = group.find("net_bp")->as_integer().value_or(-1);
    }
    EXPECT_EQ(starts, (std::map<std::string, std::string>{{"Řada P", "160"}, {"Řada D", "40"}, {"", "23"}}));
    EXPECT_EQ(net, (std::map<std::string, std::int64_t>{{"Řada P", 13'125}, {"Řada D", 2'500}, {"", 3'478}}));
    // One family alone: the same figure by every mouth.
    QueryParams only = year;
    only.emplace_back("family", format_id(EntityName<Offering>::prefix, wood.id.value));
    const json::Value alone_report = must(ask("report.retention", only));
    EXPECT_EQ(alone_report.find("values")->items().front().find("value_bp")->as_integer(), 2'500);
    EXPECT_EQ(text(*alone_report.find("period"), "family"), "Řada D");
    const json::Value figure = must(ask("indicator.get", only, {"net_retention"}));
    EXPECT_EQ(figure.find("value")->find("value_bp")->as_integer(), 2'500);
    const json::Value growth = must(ask("report.growth", only));
    EXPECT_EQ(text(growth, "downsell"), "30");
    EXPECT_EQ(text(growth, "net"), "-30");
    QueryParams rest = year;
    rest.emplace_back("family", "none");
    EXPECT_EQ(must(ask("indicator.get", rest, {"net_retention"})).find("value")->find("value_bp")->as_integer(), 3'478);
}

TEST_P(Families, are_made_by_placing_offerings_together) {
    const Offering family = offer("P");
    std::vector<std::string> ids;
    for (const char* code : {"A", "B", "C"}) ids.push_back(format_id(EntityName<Offering>::prefix, offer(code).id.value));
    const auto place = [&](const offerings::OfferingPlacement& placement) {
        return store().write(as(owner_), [&](UnitOfWork& work) { return offerings::place_offerings(work, placement); });
    };
    const auto placed = [&] {
        return store().read(as(owner_), [&](const Reader& reader) { return reader.all<Offering>("parent_id = $1", family.id).size(); });
    };
    EXPECT_EQ(must(place({ids, family.id})).moved, 3);
    EXPECT_EQ(placed(), 3U);
    EXPECT_EQ(must(place({ids, family.id})).moved, 0) << "they are there already";
    EXPECT_EQ(must(place({{ids[1]}, std::nullopt})).moved, 1);
    EXPECT_EQ(placed(), 2U);
    // All or nothing.
    const std::string own = format_id(EntityName<Offering>::prefix, family.id.value);
    const auto circle = place({{ids[1], own}, family.id});
    ASSERT_FALSE(circle);
    EXPECT_EQ(circle.error().fields.front().code, "cycle");
    EXPECT_EQ(placed(), 2U);
    EXPECT_EQ(place({{}, family.id}).error().fields.front().code, "required");
    EXPECT_EQ(place({{ids[0], "acc_x"}, family.id}).error().fields.front().field, "offering_ids[1]");
    EXPECT_EQ(place({std::vector<std::string>(201, ids[0]), family.id}).error().fields.front().code, "too_many");
}

TEST_P(Families, of_random_books_equal_plain_sql) {
    std::mt19937_64 random(20261127);
    std::vector<Offering> families, offerings;
    for (int i = 0; i < 5; ++i) families.push_back(offer("F" + std::to_string(i)));
    for (int i = 0; i < 20; ++i) offerings.push_back(offer("O" + std::to_string(i), families[random() % families.size()].id));
    std::vector<Account> clients;
    for (int i = 0; i < 12; ++i) clients.push_back(make_account("Klient " + std::to_string(i)));
    for (int i = 0; i < 300; ++i) {
        const std::string day = "202" + std::to_string(4 + random() % 3) + "-0" + std::to_string(1 + random() % 9) + "-15";
        const bool cost = random() % 5 == 0;
        book(clients[random() % clients.size()], random() % 6 == 0 ? std::nullopt : std::optional(offerings[random() % offerings.size()]), day,
             1 + static_cast<std::int64_t>(random() % 900), cost ? EntryKind::direct_cost : EntryKind::revenue);
    }
    store().read(as_system(), [&](const Reader& reader) {
        const auto whole = current_cube(reader);
        const auto books = current_family_books(reader);
        EXPECT_EQ(books->families.size(), 6U);
        for (std::uint32_t family = 0; family < books->families.size(); ++family) {
            const auto cube = cube_of_family(reader, *whole, books, family);
            for (std::size_t i = 0; i < whole->accounts.size(); ++i) {
                for (std::int32_t month = 0; month < whole->months(); ++month) {
                    const std::string sql = std::string("SELECT SUM(CASE WHEN e.entry_kind = 'revenue' THEN e.amount ELSE 0 END), "
                                                        "SUM(CASE WHEN e.entry_kind = 'direct_cost' THEN e.amount ELSE 0 END) FROM ledger_entry e "
                                                        "LEFT JOIN offering o ON o.id = e.offering_id WHERE e.account_id = $1 AND e.service_month = $2 AND ") +
                                            (family == 0 ? "o.parent_id IS NULL AND e.account_id <> $3" : "o.parent_id = $3");
                    std::int64_t revenue = 0, cost = 0;
                    reader.connection().query(sql, [&](const db::Row& row) { revenue = row.integer(0), cost = row.integer(1); }, whole->accounts[i],
                                              whole->first + month, books->families[family]);
                    EXPECT_EQ(cube->revenue.at(i, static_cast<std::size_t>(month)), revenue);
                    EXPECT_EQ(cube->margin().at(i, static_cast<std::size_t>(month)), revenue - cost);
                }
            }
        }
        return 0;
    });
}

TEST_P(Families, follow_entries_and_the_tree) {
    expect_books_are_fresh("nothing at all");
    const Offering paper = offer("P");
    const Offering boxes = offer("K", paper.id);
    const Offering wood = offer("D");
    const Offering crates = offer("B", wood.id);
    const Account alfa = make_account("Alfa");
    expect_books_are_fresh("families without entries");
    const LedgerEntry entry = book(alfa, boxes, "2026-05-10", 100);
    expect_books_are_fresh("an entry");
    const Account beta = make_account("Beta");
    book(beta, crates, "2026-05-10", 70);
    expect_books_are_fresh("a new client's entry");
    LedgerEntry after = entry;
    after.offering_id = crates.id;
    must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::update_entry(work, entry, after); }));
    expect_books_are_fresh("the same amount for another offering");
    move(crates, paper.id);
    expect_books_are_fresh("another parent");
    store().read(as_system(), [&](const Reader& reader) {
        EXPECT_EQ(current_family_books(reader)->families.size(), 2U) << "wood has nothing below it any more";
        return 0;
    });
}

TEST_P(Families, without_a_tree_everything_belongs_to_none) {
    const Account alfa = make_account("Alfa");
    for (const char* day : {"2024-05-10", "2025-05-10", "2026-05-10"}) book(alfa, offer("S" + std::string(day)), day, 100);
    const QueryParams query{{"as_of", "2026-10-31"}, {"family", "none"}};
    EXPECT_EQ(must(ask("indicator.get", query, {"net_retention"})).find("value")->find("value_bp")->as_integer(), 10'000);
    EXPECT_EQ(text(must(ask("report.growth", query)), "net"), "0");
    EXPECT_TRUE(must(ask("report.retention", {{"by", "family"}})).find("groups")->items().empty());
}

TEST_P(Families, what_is_known_of_clients_only_is_not_said_of_a_family) {
    const Offering paper = offer("P");
    const Offering boxes = offer("K", paper.id);
    const Account alfa = make_account("Alfa");
    for (const char* day : {"2025-05-10", "2025-06-10", "2025-07-10", "2025-08-10", "2026-05-10"}) book(alfa, boxes, day, 100);
    const QueryParams query{{"as_of", "2026-10-31"}, {"family", format_id(EntityName<Offering>::prefix, paper.id.value)}};
    EXPECT_EQ(text(*must(ask("indicator.get", query, {"late_clients"})).find("value"), "reason"), "not_of_a_family");
    EXPECT_TRUE(must(ask("report.retention", query)).find("cohorts")->items().empty());
}

TEST_P(Families, are_refused_where_they_are_not_known) {
    const Offering paper = offer("P");
    EXPECT_EQ(refusal("report.retention", {{"family", "off_nonsense"}}), "family unknown_family");
    EXPECT_EQ(refusal("report.retention", {{"family", format_id(EntityName<Offering>::prefix, paper.id.value)}}), "family unknown_family");
    EXPECT_EQ(refusal("report.retention", {{"by", "family"}, {"known", "then"}}), "by invoices_known_now");
    EXPECT_EQ(refusal("report.retention", {{"family", "none"}, {"base", "contracts"}}), "family invoices_known_now");
    EXPECT_EQ(refusal("report.value", {{"family", "none"}}), "family not_in_this_report");
    EXPECT_EQ(refusal("report.retention", {{"family", "none"}}), "(none)");
}

}  // namespace
}  // namespace klicnik
