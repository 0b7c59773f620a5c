#include <gtest/gtest.h>

#include <map>

#include "records/query.hpp"
#include "tests/support/store.hpp"

/// How the engines find the rows of lists: every list × every order × typical filters × both kinds of scope. On large tables a page
/// must come from an index in its order; reading the whole table or sorting it in a temporary tree is a finding unless it stands in
/// `known` with its reason.
namespace klicnik {
namespace {

/// Asks for the plan of every statement before it runs it.
class Explaining final : public db::Connection {
  public:
    explicit Explaining(db::Connection& inner) : inner_(inner) {}

    db::Engine engine() const override { return inner_.engine(); }
    std::int64_t run(std::string_view sql, std::span<const db::Param> params, FunctionRef<bool(const db::Row&)> on_row) override {
        const bool sqlite = engine() == db::Engine::sqlite;
        const std::string asked = std::string(sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ").append(sql);
        inner_.run(asked, params, [&](const db::Row& row) {
            plan_.emplace_back(row.text(sqlite ? 3 : 0));
            return true;
        });
        return inner_.run(sql, params, on_row);
    }
    std::int64_t bulk_insert(std::string_view table, std::span<const std::string_view> columns, db::NextRow next) override {
        return inner_.bulk_insert(table, columns, next);
    }
    void before_commit(std::function<void(db::Connection&)> work) override { inner_.before_commit(std::move(work)); }
    void script(std::string_view sql) override { inner_.script(sql); }

    const std::vector<std::string>& plan() const { return plan_; }
    std::string text() const {
        std::string all;
        for (const std::string& line : plan_) all.append(all.empty() ? "" : " · ").append(line);
        return all;
    }

  private:
    db::Connection& inner_;
    std::vector<std::string> plan_;
};

struct Known {
    std::string_view entity;
    std::string_view what;  ///< how the question begins, as in the finding; empty for all of the entity
    std::string_view reason;
};

/// Findings that are as they should be.
constexpr Known known[] = {
    {"user", "", "as many rows as the firm has people"},
    {"department", "", "a handful of rows"},
    {"absence", "", "a few rows for each of our people and year"},
    {"segmentation_model", "", "one row for each version of the model"},
    {"exchange_rate", "", "at most some forty rows a day on which the firm trades in that currency"},
    {"import_run", "", "one row for each file"},
    {"offering", "", "the price list: some thousand rows"},
    // Every stamped record may be asked for by its stamps; only clients, whom the app lists so, have indexes for it. A hundred
    // thousand such rows are sorted in a fraction of a second, and an index would be paid by every write.
    {"contact", "sort=created_at", "stamps"},
    {"contact", "sort=-created_at", "stamps"},
    {"contact", "sort=updated_at", "stamps"},
    {"contact", "sort=-updated_at", "stamps"},
    {"account_assignment", "sort=created_at", "stamps"},
    {"account_assignment", "sort=-created_at", "stamps"},
    {"account_assignment", "sort=updated_at", "stamps"},
    {"account_assignment", "sort=-updated_at", "stamps"},
    {"contract", "sort=created_at", "stamps"},
    {"contract", "sort=-created_at", "stamps"},
    {"contract", "sort=updated_at", "stamps"},
    {"contract", "sort=-updated_at", "stamps"},
    {"entitlement", "sort=created_at", "stamps"},
    {"entitlement", "sort=-created_at", "stamps"},
    {"entitlement", "sort=updated_at", "stamps"},
    {"entitlement", "sort=-updated_at", "stamps"},
    {"account_judgement", "sort=created_at", "stamps"},
    {"account_judgement", "sort=-created_at", "stamps"},
    {"account_judgement", "sort=updated_at", "stamps"},
    {"account_judgement", "sort=-updated_at", "stamps"},
    {"account_score", "sort=created_at", "stamps"},
    {"account_score", "sort=-created_at", "stamps"},
    {"account_score", "sort=updated_at", "stamps"},
    {"account_score", "sort=-updated_at", "stamps"},
    {"tier_decision", "sort=created_at", "stamps"},
    {"tier_decision", "sort=-created_at", "stamps"},
    {"tier_decision", "sort=updated_at", "stamps"},
    {"tier_decision", "sort=-updated_at", "stamps"},
};

bool is_known(std::string_view entity, std::string_view question) {
    for (const Known& one : known) {
        if (one.entity == entity && question.starts_with(one.what)) return true;
    }
    return false;
}

/// A value that is in range for the field, for the cursor and for filters.
std::string example(const Field& field) {
    switch (field.kind) {
        case Kind::id:
        case Kind::reference: {
            const Entity* target = find_entity(field.kind == Kind::id ? "account" : field.references);
            return format_id(target ? target->prefix : "acc", Uuid{{1, 2, 3, 4, 5, 6, 0x70, 8, 0x80}});
        }
        case Kind::integer:
        case Kind::decimal: return "5";
        case Kind::boolean: return "false";
        case Kind::date: return "2026-05-05";
        case Kind::month: return "2026-05";
        case Kind::timestamp: return "2026-05-05T05:05:05Z";
        case Kind::choice: return std::string(field.choices.front());
        case Kind::currency: return "CZK";
        default: return "x";
    }
}

/// In the middle of what the test below fills in.
db::Value cursor_value(const Field& field) {
    switch (field.kind) {
        case Kind::integer: return std::int64_t{5'000};
        case Kind::decimal: return std::int64_t{500'000};
        case Kind::id:
        case Kind::reference: return Uuid{{1, 2, 3, 4, 5, 6, 0x70, 8, 0x80}};
        case Kind::text:
        case Kind::choice: return std::string("k");
        default: return std::int64_t{20'000};
    }
}

bool is_filter_of_every_day(const Field& field) {
    return field.kind == Kind::reference || field.kind == Kind::choice || field.name == "city" || field.name == "code";
}

class Plans : public test::EachStore {
  protected:
    /// The plan of the question of somebody with that scope, from the cursor of a deep page or from the beginning.
    std::string plan_of(const Entity& entity, const Context& context, const QueryParams& params, bool deep) {
        std::string plan;
        store().database().read([&](db::Connection& connection) {
            Explaining explaining(connection);
            const Reader reader = store().reader(explaining, context);
            auto request = parse_list(entity, params, true);
            ASSERT_TRUE(request) << entity.name << " " << (params.empty() ? "" : params.front().second);
            if (deep) {
                for (const Sort& sort : request->sort) request->after.push_back(cursor_value(*sort.field));
            }
            json::Writer out;
            write_list(reader, entity, *request, out);
            plan = explaining.text();
        });
        return plan;
    }
    static std::vector<std::string> orders(const Entity& entity) {
        std::vector<std::string> all;
        const auto add = [&](std::string_view name) {
            all.emplace_back(name);
            all.push_back("-" + std::string(name));
        };
        for (const Field& field : entity.fields) {
            if (field.spec.sortable) add(field.name);
        }
        add("id");
        if (entity.facts.stamped) {
            add("created_at");
            add("updated_at");
        }
        return all;
    }
    /// Entities that have a list.
    static std::vector<const Entity*> listed() {
        std::vector<const Entity*> found;
        for (const Operation& operation : all_operations()) {
            if (operation.entity && operation.name == std::string(operation.entity->name) + ".list") found.push_back(operation.entity);
        }
        return found;
    }
};
KLICNIK_EACH_ENGINE(Plans);

/// What is wrong with the plan of a page, or nothing. Only the table of the list (alias e) can be large without bound. A bare
/// "SCAN e" that needs no sorting walks the table in the order of its key, which is an index as good as any.
std::string fault_of(const std::string& plan) {
    return plan.find("USE TEMP B-TREE FOR ORDER BY") != std::string::npos ? "reads and sorts everything; " : "";
}

TEST_P(Plans, every_page_comes_from_an_index_in_its_order) {
    if (GetParam() == db::Engine::postgres) GTEST_SKIP() << "its plans depend on the rows: see the next test";
    const User head = make_user("Hana", {Role::head_of_accounts});
    const User manager = make_user("Marek", {Role::account_manager});
    std::map<std::string, std::vector<std::string>> findings;
    int questions = 0;
    for (const Entity* entity : listed()) {
        std::vector<QueryParams> filters = {{}};
        for (const Field& field : entity->fields) {
            if (is_filter_of_every_day(field)) filters.push_back({{std::string(field.name), example(field)}});
        }
        for (const std::string& order : orders(*entity)) {
            for (const QueryParams& filter : filters) {
                for (const int who : {0, 1, 2}) {  // the head, deep in the list; a manager, who sees his own clients only
                    const bool deep = who == 1;
                    const bool scoped = who == 2;
                    if (scoped && store().permissions().scope(as(manager), {entity->name, Action::read}) == Scope::none) continue;
                    QueryParams params = filter;
                    params.emplace_back("sort", order);
                    const std::string question = "sort=" + order + (filter.empty() ? "" : "&" + filter.front().first + "=…") + (deep ? "&after=…" : "") +
                                                 (scoped ? " by a manager" : "");
                    const std::string plan = plan_of(*entity, as(scoped ? manager : head), params, deep);
                    ++questions;
                    EXPECT_FALSE(plan.empty() && !deep) << entity->name << " " << question;
                    const std::string fault = fault_of(plan);
                    // A filter by a reference or a choice narrows first; what it leaves may be sorted.
                    const bool narrowed = !filter.empty() && plan.find("SEARCH e") != std::string::npos;
                    if (fault.empty() || narrowed || is_known(entity->name, question)) continue;
                    findings[std::string(entity->name)].push_back(question + ": " + fault + plan);
                }
            }
        }
    }
    EXPECT_GT(questions, 1'000);
    for (const auto& [entity, list] : findings) {
        std::string text;
        for (const std::string& finding : list) text += "\n  " + finding;
        ADD_FAILURE() << entity << ", " << list.size() << " of " << questions << " questions:" << text;
    }
}

/// With twenty thousand clients and figures about them, first and deep pages of the plain orders walk an index on both engines.
TEST_P(Plans, pages_of_many_clients_walk_an_index) {
    const User head = make_user("Hana", {Role::head_of_accounts});
    must(store().write(as_system(), [&](UnitOfWork& work) -> Result<> {
        constexpr std::int64_t clients = 20'000;
        std::vector<Account> accounts(clients);
        for (std::int64_t i = 0; i < clients; ++i) {
            Account& account = accounts[static_cast<std::size_t>(i)];
            account.id = Id<Account>{new_uuid(1'767'225'600'000'000 + i)};
            account.name = "Klient " + std::to_string(i * 7919 % clients);
            account.payment_terms_days = static_cast<std::int32_t>(i % 3'650);
        }
        std::size_t next = 0;
        work.create_many(entity_of<Account>(), [&]() -> const void* { return next < accounts.size() ? &accounts[next++] : nullptr; });
        work.maintain("UPDATE account SET revenue_12m = payment_terms_days * 104729 % 1000000, score_bp = payment_terms_days * 31 % 10000 "
                      "WHERE payment_terms_days % 3 <> 0");
        work.maintain("ANALYZE account");
        return {};
    }));
    for (const std::string_view order : {"name", "-name", "revenue_12m", "-revenue_12m", "score_bp", "-score_bp", "id", "-id"}) {
        for (const bool deep : {false, true}) {
            const std::string plan = plan_of(entity_of<Account>(), as(head), {{"sort", std::string(order)}, {"fields", "id,name,revenue_12m"}, {"limit", "50"}}, deep);
            const bool sqlite = GetParam() == db::Engine::sqlite;
            const bool sorts = plan.find(sqlite ? "USE TEMP B-TREE FOR ORDER BY" : "Sort Key") != std::string::npos && plan.find("Incremental Sort") == std::string::npos;
            const bool scans = sqlite ? !fault_of(plan).empty() : plan.find("Seq Scan on account") != std::string::npos;
            EXPECT_FALSE(sorts || scans) << order << (deep ? " deep: " : ": ") << plan;
        }
    }
}

}  // namespace
}  // namespace klicnik
