#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include "app/dispatch.hpp"
#include "modules/contacts/contact.hpp"
#include "modules/identity/workspace.hpp"
#include "modules/ledger/actions.hpp"
#include "modules/ledger/rollups.hpp"
#include "modules/segmentation/actions.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/store.hpp"

/// Segmentation through its operations, on both engines: S12, S14–S17, S33–S35 and domain I-1, I-2, I-3, I-20, I-21.
namespace klicnik {
namespace {

using json::Value;
using ::testing::ElementsAre;

/// An id that is the same in every database, so that whole answers can be compared.
template <class T>
Id<T> fixed_id(std::uint8_t kind, std::uint32_t number) {
    Id<T> id;
    id.value.bytes[0] = kind;
    id.value.bytes[14] = static_cast<std::uint8_t>(number >> 8U);
    id.value.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
}

/// `at(answer, "changes", "up")`; the null value where a part is missing.
template <class... Names>
const Value& at(const Value& value, std::string_view name, const Names&... rest) {
    static const Value null;
    const Value* found = value.find(name);
    if (!found) return null;
    if constexpr (sizeof...(rest) == 0) return *found;
    else return at(*found, rest...);
}
std::int64_t number(const Value& value) { return value.as_integer().value_or(-999'999); }
std::string text(const Value& value) { return value.as_string() ? *value.as_string() : "(none)"; }
bool flag(const Value& value) { return value.as_boolean().value_or(false); }

class Segmentation : public test::EachStore {
  public:
    Segmentation() = default;
    explicit Segmentation(db::Engine engine) : EachStore(engine) {}

  protected:
    void SetUp() override {
        operations_ = all_operations();
        Workspace workspace;
        workspace.name = "Sklad";
        must(store().write(as_system(), [&](UnitOfWork& work) { return work.create(workspace); }));
        must(store().write(as_system(), [](UnitOfWork& work) { return segmentation::ensure_default_model(work); }));
        head_ = add_user(1, "Hana", Role::head_of_accounts);
        manager_ = add_user(2, "Marek", Role::account_manager);
        other_ = add_user(3, "Olga", Role::account_manager);
    }

    User add_user(std::uint32_t id, const std::string& name, Role role) {
        User user;
        user.id = fixed_id<User>(0x11, id);
        user.full_name = name;
        user.email = name + "@example.com";
        user.roles = {role};
        return must(store().write(as_system(), [&](UnitOfWork& work) { return work.create(user); }));
    }

    /// Lines of the audit that tell of the changed level of one client, whose version they raised.
    std::int64_t audited_tiers() {
        std::int64_t lines = 0;
        store().read(as_system(), [&](const Reader& reader) {
            reader.connection().query("SELECT e.changes FROM audit_event e JOIN account a ON a.id = e.entity_id WHERE e.entity = 'account' AND "
                                      "e.action = 'updated' AND a.version = 2",
                                      [&](const db::Row& row) { lines += row.text(0).find("\"field\":\"tier\"") != std::string_view::npos; });
            return true;
        });
        return lines;
    }

    Id<Account> add_account(std::uint32_t id, const std::string& name, std::optional<Decimal> complexity = std::nullopt) {
        Account account;
        account.id = fixed_id<Account>(0x22, id);
        account.name = name;
        if (complexity) {
            account.complexity_override = complexity;
            account.complexity_override_reason = "podle porady";
        }
        return must(store().write(as_system(), [&](UnitOfWork& work) { return work.create(account); })).id;
    }

    void book(Id<Account> account, const std::string& day, std::int64_t amount, ledger::EntryKind kind = ledger::EntryKind::revenue) {
        LedgerEntry entry;
        entry.account_id = account;
        entry.entry_kind = kind;
        entry.document_date = *parse_date(day);
        entry.amount = Decimal::from_integer(amount);
        must(store().write(as_system(), [&](UnitOfWork& work) { return ledger::create_entry(work, entry); }));
    }

    Result<Reply> call(const Context& context, std::string_view name, Call call = {}) {
        for (const Operation& operation : operations_) {
            if (operation.name == name) return dispatch(store(), operation, context, call);
        }
        ADD_FAILURE() << "no operation " << name;
        return not_found("operation");
    }
    Result<Reply> call(const Context& context, std::string_view name, std::string_view body) {
        Call made;
        made.body = must(json::parse(body));
        return call(context, name, std::move(made));
    }
    Result<Reply> call(const Context& context, std::string_view name, const std::string& id, std::string_view body) {
        Call made;
        made.ids = {id};
        made.body = must(json::parse(body));
        return call(context, name, std::move(made));
    }
    /// The answer of a call that must succeed.
    Value answer(Result<Reply> reply) {
        if (!reply) {
            ADD_FAILURE() << reply.error().code << " " << (reply.error().fields.empty() ? "" : reply.error().fields.front().field);
            return {};
        }
        return must(json::parse(reply->body));
    }
    Value read(const Context& context, std::string_view name, QueryParams query = {}, std::vector<std::string> ids = {}) {
        Call made;
        made.query = std::move(query);
        made.ids = std::move(ids);
        return answer(call(context, name, std::move(made)));
    }
    Context on(const std::string& day, const Context& context) {
        Context moved = context;
        moved.now.micros += std::int64_t{*parse_date(day) - context.today} * 86'400'000'000;
        moved.today = *parse_date(day);
        return moved;
    }

    /// Five clients: margins 300, 180, 90, 30 thousand and nothing; cost to serve 10, 60, 3, 10 thousand.
    void fill_book() {
        using ledger::EntryKind;
        const std::tuple<const char*, std::int64_t, std::int64_t, std::int64_t> book_of[] = {
            {"Alfa", 500'000, 200'000, 10'000}, {"Beta", 300'000, 120'000, 60'000}, {"Gama", 150'000, 60'000, 3'000}, {"Delta", 50'000, 20'000, 10'000}};
        for (const auto& [name, revenue, cost, service] : book_of) {
            accounts_.push_back(add_account(static_cast<std::uint32_t>(accounts_.size() + 1), name));
            for (const std::string_view month : {"2026-09-15", "2026-10-15"}) {
                book(accounts_.back(), std::string(month), revenue / 2);
                book(accounts_.back(), std::string(month), cost / 2, EntryKind::direct_cost);
            }
            book(accounts_.back(), "2026-10-20", service, EntryKind::service_cost);
        }
        accounts_.push_back(add_account(5, "Epsilon"));
    }
    void judge(const Context& context, std::size_t account, const std::string& criterion, int value, const std::string& day) {
        answer(call(context, "account_judgement.create",
                    R"({"account_id":")" + to_text(accounts_[account]) + R"(","criterion":")" + criterion + R"(","value":")" +
                        std::to_string(value) + R"(","reason":"z porady","judged_on":")" + day + R"("})"));
    }
    Value score(std::size_t account, const Context& context, QueryParams query = {}) {
        return read(context, "account.score", std::move(query), {to_text(accounts_[account])});
    }
    std::string models_published() {
        const Value models = read(as(head_), "segmentation_model.list");
        std::string found;
        for (const Value& model : at(models, "items").items()) found += text(at(model, "status")) + std::to_string(number(at(model, "model_version"))) + " ";
        return found;
    }

    std::vector<Operation> operations_;
    User head_;
    User manager_;
    User other_;
    std::vector<Id<Account>> accounts_;
};
KLICNIK_EACH_ENGINE(Segmentation);

TEST_P(Segmentation, has_the_model_of_four_criteria_from_the_first_start) {
    must(store().write(as_system(), [](UnitOfWork& work) { return segmentation::ensure_default_model(work); }));
    const Value models = read(as(head_), "segmentation_model.list");
    ASSERT_EQ(at(models, "items").items().size(), 1U);
    const Value& model = at(models, "items").items().front();
    EXPECT_EQ(text(at(model, "status")), "published");
    std::vector<std::string> criteria;
    for (const Value& one : at(model, "criteria").items()) {
        criteria.push_back(text(at(one, "code")) + std::to_string(number(at(one, "weight")) * number(at(one, "direction"))));
    }
    EXPECT_THAT(criteria, ElementsAre("volume30", "potential25", "strategic25", "cost_to_serve-20"));
}

TEST_P(Segmentation, the_score_is_explained_line_by_line_to_the_hundredth) {  // AC16.1
    fill_book();
    judge(as(head_), 0, "potential", 80, "2026-11-01");
    judge(as(head_), 0, "strategic", 60, "2026-11-02");
    const Value report = answer(call(as(head_), "segmentation.score"));
    EXPECT_EQ(number(at(report, "accounts")), 5);
    EXPECT_EQ(number(at(report, "stored")), 5);
    EXPECT_EQ(number(at(answer(call(as(head_), "segmentation.score")), "stored")), 0) << "nothing new is not stored twice";

    const Value alfa = score(0, as(head_));
    EXPECT_EQ(number(at(alfa, "total_bp")), 8500);
    EXPECT_EQ(number(at(alfa, "low_bp")), 7750) << "two judged lines of weight 25 may be 15 points off (AC16.3)";
    EXPECT_EQ(number(at(alfa, "high_bp")), 9250);
    std::int64_t sum = 0;
    std::vector<std::string> lines;
    for (const Value& line : at(alfa, "lines").items()) {
        sum += number(at(line, "contribution_bp"));
        lines.push_back(text(at(line, "criterion")) + " " + text(at(line, "value")) + " " + text(at(line, "value_kind")) + " " +
                        std::to_string(number(at(line, "points_bp"))) + "x" + std::to_string(number(at(line, "weight"))) + "=" +
                        std::to_string(number(at(line, "contribution_bp"))));
    }
    EXPECT_EQ(sum, 8500);
    EXPECT_THAT(lines, ElementsAre("volume 300000 money 10000x30=3000", "potential 80 points 8000x25=2000", "strategic 60 points 6000x25=1500",
                                   "cost_to_serve 0.0333 ratio 10000x20=2000"));
    const Value& potential = at(alfa, "lines").items()[1];
    EXPECT_EQ(text(at(potential, "judged_by_name")), "Hana");
    EXPECT_EQ(text(at(potential, "judged_on")), "2026-11-01");
    EXPECT_EQ(text(at(potential, "judgement_reason")), "z porady");

    const Value gama = score(2, as(head_));
    EXPECT_EQ(number(at(gama, "total_bp")), 7000);
    EXPECT_TRUE(flag(at(gama, "incomplete")));
    EXPECT_EQ(text(at(at(gama, "lines").items()[1], "value_reason")), "not_judged");
    EXPECT_EQ(number(at(score(3, as(head_)), "total_bp")), 2833);
    EXPECT_EQ(text(at(score(3, as(head_)), "proposed_tier")), "D");
}

TEST_P(Segmentation, an_existential_client_is_proposed_for_a) {  // AC12.1
    fill_book();
    answer(call(as(head_), "segmentation.score"));
    const Value beta = score(1, as(head_));
    EXPECT_EQ(number(at(beta, "total_bp")), 5833);
    EXPECT_TRUE(flag(at(beta, "existential"))) << "30 % of the margin";
    EXPECT_EQ(text(at(beta, "proposed_tier")), "A");
    EXPECT_FALSE(flag(at(score(2, as(head_)), "existential")));
}

TEST_P(Segmentation, a_judgement_changes_the_score_at_once) {
    fill_book();
    answer(call(as(head_), "segmentation.score"));
    judge(as(head_), 3, "strategic", 100, "2026-11-20");
    // (30 × 25 + 25 × 100 + 20 × 33.33) / 75
    EXPECT_EQ(number(at(score(3, as(head_)), "total_bp")), 5222);
    EXPECT_EQ(text(at(score(3, as(head_)), "proposed_tier")), "B");
    const Value again = answer(call(as(head_), "segmentation.score"));
    EXPECT_EQ(number(at(again, "stored")), 0) << "scoring everything says the same";
    judge(as(head_), 3, "strategic", 0, "2026-11-19");
    EXPECT_EQ(number(at(score(3, as(head_)), "total_bp")), 5222) << "an older judgement does not count";
    EXPECT_EQ(at(read(as(head_), "account_judgement.list", {{"account_id", to_text(accounts_[3])}}), "items").items().size(), 2U);
    EXPECT_EQ(names(as(head_), {{"sort", "-score_bp"}}).size(), 5U);
}

TEST_P(Segmentation, a_judgement_needs_value_reason_and_a_day_that_has_been) {
    fill_book();
    const std::string account = R"({"account_id":")" + to_text(accounts_[0]) + R"(","criterion":)";
    EXPECT_EQ(call(as(head_), "account_judgement.create", account + R"("potential","value":"101","reason":"x"})").error().fields.front().field, "value");
    EXPECT_EQ(call(as(head_), "account_judgement.create", account + R"("potential","value":"50","reason":" "})").error().fields.front().field, "reason");
    EXPECT_EQ(call(as(head_), "account_judgement.create", account + R"("potential","value":"50","reason":"x","judged_on":"2027-01-01"})").error().fields.front().code,
              "in_future");
    EXPECT_EQ(call(as(head_), "account_judgement.create", account + R"("volume","value":"50","reason":"x"})").error().fields.front().field, "criterion");
}

TEST_P(Segmentation, an_old_judgement_is_stale_and_lowers_confidence) {  // AC16.3
    fill_book();
    judge(as(head_), 2, "potential", 70, "2025-11-22");
    answer(call(as(head_), "segmentation.score"));
    const Value gama = score(2, as(head_));
    EXPECT_TRUE(flag(at(at(gama, "lines").items()[1], "stale")));
    EXPECT_EQ(number(at(gama, "total_bp")), 7000);
    EXPECT_EQ(number(at(gama, "low_bp")), 6500) << "15 points × 25 of 75";
}

TEST_P(Segmentation, publishing_previews_confirms_and_keeps_old_scores) {  // AC14.1, AC16.2
    fill_book();
    const std::string default_body = [&] {
        Value model = at(read(as(head_), "segmentation_model.list"), "items").items().front();
        Value body;
        for (const char* name : {"name", "criteria", "threshold_a", "threshold_b", "threshold_c", "max_share_a_bp", "window_months"}) body.set(name, at(model, name));
        return json::to_text(body);
    }();
    const Value first = answer(call(as(head_), "segmentation.preview", default_body));
    EXPECT_EQ(number(at(first, "changes", "new")), 5);
    EXPECT_EQ(number(at(first, "tiers", "A")), 3);
    EXPECT_EQ(number(at(first, "share_a_bp")), 6000);
    EXPECT_TRUE(flag(at(first, "share_a_warning")));
    EXPECT_EQ(text(at(first, "as_of")), "2026-10");
    EXPECT_EQ(text(at(at(first, "items").items().front(), "name")), "Alfa");
    EXPECT_FALSE(call(as(head_), "account.score", to_text(accounts_[0]), "{}").ok()) << "a preview writes nothing";

    const Value accepted = answer(call(as(head_), "segmentation.accept", R"({"account_ids":"all"})"));
    EXPECT_EQ(number(at(accepted, "decided")), 5);
    EXPECT_EQ(number(at(accepted, "tiers", "A")), 3);
    EXPECT_EQ(audited_tiers(), 5) << "each client's change has its own line";

    const std::string model_id = text(at(at(read(as(head_), "segmentation_model.list"), "items").items().front(), "id"));
    const Value draft = answer(call(as(head_), "segmentation_model.draft", model_id, "{}"));
    EXPECT_EQ(number(at(draft, "model_version")), 2);
    Call change;
    change.ids = {text(at(draft, "id"))};
    change.version = number(at(draft, "version"));
    change.body = must(json::parse(R"({"threshold_a":72})"));
    const Value changed = answer(call(as(head_), "segmentation_model.update", change));
    Value body;
    for (const char* name : {"name", "criteria", "threshold_a", "threshold_b", "threshold_c", "max_share_a_bp", "window_months"}) body.set(name, at(changed, name));
    const Value second = answer(call(as(head_), "segmentation.preview", json::to_text(body)));
    EXPECT_EQ(number(at(second, "changes", "down")), 1) << "Gama has 70";
    EXPECT_EQ(number(at(second, "changes", "same")), 4);
    std::vector<std::string> matrix;
    for (const Value& move : at(second, "matrix").items()) matrix.push_back(text(at(move, "from")) + text(at(move, "to")) + std::to_string(number(at(move, "count"))));
    EXPECT_THAT(matrix, ElementsAre("AA2", "AB1", "DD2"));

    const Context later = on("2026-11-25", as(head_));
    const auto refused = call(later, "segmentation_model.publish", text(at(draft, "id")), R"({"confirm_changes":5})");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "segmentation_model.changes_differ");
    EXPECT_EQ(models_published(), "draft2 published1 ");
    answer(call(later, "segmentation_model.publish", text(at(draft, "id")), R"({"confirm_changes":1})"));
    EXPECT_EQ(models_published(), "published2 retired1 ");
    EXPECT_EQ(text(at(score(2, later), "proposed_tier")), "B");
    EXPECT_EQ(text(at(score(2, later), "tier")), "A") << "a proposal is no decision";
    EXPECT_EQ(number(at(score(2, later, {{"as_of", "2026-11-24"}}), "model_version")), 1);
    EXPECT_EQ(text(at(score(2, later, {{"as_of", "2026-11-24"}}), "proposed_tier")), "A");
    EXPECT_EQ(at(read(later, "account.scores", {}, {to_text(accounts_[2])}), "items").items().size(), 2U);

    Call again = change;
    again.version = number(at(read(later, "segmentation_model.get", {}, change.ids), "version"));
    EXPECT_EQ(call(later, "segmentation_model.update", again).error().code, "segmentation_model.not_a_draft");
}

TEST_P(Segmentation, a_manual_tier_needs_reason_and_review_and_is_listed) {  // AC16.4
    fill_book();
    answer(call(as(head_), "segmentation.accept", R"({"account_ids":"all"})"));
    const std::string body = R"({"account_id":")" + to_text(accounts_[3]) + R"(","to_tier":"B")";
    const auto refused = call(as(head_), "tier_decision.create", body + "}");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().fields.size(), 2U) << "reason and review_on";
    answer(call(as(head_), "tier_decision.create", body + R"(,"reason":"zakázka pro stát","review_on":"2027-03-01"})"));
    const Value listed = read(as(head_), "tier_decision.list", {{"overrides_score", "true"}});
    ASSERT_EQ(at(listed, "items").items().size(), 1U);
    EXPECT_EQ(text(at(at(listed, "items").items().front(), "account_name")), "Delta");
    EXPECT_EQ(text(at(score(3, as(head_)), "override", "tier")), "B");

    EXPECT_EQ(number(at(answer(call(as(head_), "segmentation.accept", R"({"account_ids":"all"})")), "decided")), 0)
        << "accepting all proposals leaves manual decisions alone";
    EXPECT_EQ(names(as(head_), {{"tier", "B"}}), (std::vector<std::string>{"Delta"}));
    const Context later = on("2027-03-01", as(head_));
    EXPECT_EQ(number(at(answer(call(later, "segmentation.accept", R"({"account_ids":["acc_00000000000000000000000000"]})")), "decided")), 0);
    EXPECT_EQ(number(at(answer(call(later, "segmentation.accept", R"({"account_ids":["acc_)" + base32(accounts_[3].value) + R"("]})")), "decided")), 1)
        << "on the day of the review it is open again";
    EXPECT_EQ(call(as(manager_), "tier_decision.create", body + "}").error().kind, ErrorKind::forbidden);
    EXPECT_EQ(call(as(manager_), "segmentation.preview", "{}").error().kind, ErrorKind::forbidden);
}

TEST_P(Segmentation, a_manager_is_full_with_fifteen_complex_clients) {  // AC33.1, AC33.2
    const auto assign = [&](const Context& context, std::uint32_t account, const User& user, const std::string& more) {
        return call(context, "account_assignment.create", R"({"account_id":")" + to_text(fixed_id<Account>(0x22, account)) + R"(","user_id":")" +
                                                              to_text(user.id) + R"(","role":"lead","from_on":"2026-11-01")" + more + "}");
    };
    const auto load = [&] { return at(read(as(head_), "team.load"), "items").items().front(); };
    for (std::uint32_t i = 1; i <= 21; ++i) add_account(i, "Klient " + std::to_string(i), Decimal::from_integer(2));
    for (std::uint32_t i = 1; i <= 15; ++i) answer(assign(as(head_), i, manager_, ""));
    EXPECT_EQ(number(at(load(), "load_bp")), 10'000);
    EXPECT_EQ(text(at(load(), "band")), "green");
    EXPECT_EQ(number(at(load(), "accounts")), 15);
    EXPECT_EQ(number(at(load(), "complex_accounts")), 15);

    const auto refused = assign(as(head_), 16, manager_, "");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "assignment.over_capacity");
    EXPECT_EQ(refused.error().params, (Params{{"load_before_bp", "10000"}, {"load_after_bp", "10667"}, {"capacity_points", "30"}}));
    EXPECT_EQ(assign(as(manager_), 16, manager_, R"(,"over_capacity_reason":"zvládnu to")").error().kind, ErrorKind::forbidden);
    const Value made = answer(assign(as(head_), 16, manager_, R"(,"over_capacity_reason":"nástup kolegy v únoru")"));
    EXPECT_EQ(text(at(made, "accepted_by_name")), "Hana");
    EXPECT_EQ(text(at(made, "risk_expires_on")), "2027-02-23");
    EXPECT_EQ(at(read(as(head_), "team.accepted_risks"), "items").items().size(), 1U);

    for (std::uint32_t i = 17; i <= 20; ++i) answer(assign(as(head_), i, manager_, R"(,"over_capacity_reason":"nástup kolegy v únoru")"));
    EXPECT_EQ(number(at(load(), "load_bp")), 13'333);
    EXPECT_EQ(text(at(load(), "band")), "amber");
    answer(assign(as(head_), 21, manager_, R"(,"over_capacity_reason":"nástup kolegy v únoru")"));
    EXPECT_EQ(text(at(load(), "band")), "red");

    const Value detail = read(as(manager_), "team.user_load", {}, {to_text(manager_.id)});
    EXPECT_EQ(text(at(detail, "points")), "42");
    EXPECT_EQ(at(detail, "lines").items().size(), 21U);
    EXPECT_EQ(text(at(at(detail, "lines").items().front().find("reasons")->items().front(), "code")), "override");
    EXPECT_EQ(at(read(as(manager_), "team.load"), "items").items().size(), 1U) << "account managers see their own load only";
    Call of_other;
    of_other.ids = {to_text(manager_.id)};
    EXPECT_EQ(call(as(other_), "team.user_load", of_other).error().kind, ErrorKind::not_found);
}

TEST_P(Segmentation, no_way_leads_around_the_gate) {  // AC33.1
    const auto put = [&](std::uint32_t account, const std::string& dates) {
        return call(as(head_), "account_assignment.create", R"({"account_id":")" + to_text(fixed_id<Account>(0x22, account)) + R"(","user_id":")" +
                                                                to_text(manager_.id) + R"(","role":"lead",)" + dates + "}");
    };
    for (std::uint32_t i = 1; i <= 5; ++i) add_account(i, "Klient " + std::to_string(i), Decimal::from_integer(10));
    const Value first = answer(put(1, R"("from_on":"2025-01-01")"));
    answer(put(2, R"("from_on":"2026-01-01")"));
    answer(put(3, R"("from_on":"2027-03-01")"));
    ASSERT_FALSE(put(4, R"("from_on":"2024-06-01")").ok()) << "a day long past, when there was little to do";
    ASSERT_FALSE(put(4, R"("from_on":"2026-11-01")").ok()) << "light today, too heavy from March on";
    answer(put(4, R"("from_on":"2026-11-01","to_on":"2027-03-01")"));
    answer(put(5, R"("from_on":"2024-01-01","to_on":"2024-06-01")"));

    Call reopening;
    reopening.ids = {text(at(first, "id"))};
    reopening.body = json::parse(R"({"to_on":"2026-11-20"})").value();
    answer(call(as(head_), "account_assignment.end", reopening));
    answer(put(5, R"("from_on":"2026-11-23")"));
    reopening.body = json::parse(R"({"to_on":null})").value();
    const auto reopened = call(as(head_), "account_assignment.end", reopening);
    ASSERT_FALSE(reopened.ok());
    EXPECT_EQ(reopened.error().code, "assignment.over_capacity");
    reopening.body = json::parse(R"({"to_on":null,"over_capacity_reason":"kolega je nemocen"})").value();
    answer(call(as(head_), "account_assignment.end", reopening));
    EXPECT_EQ(at(read(as(head_), "team.accepted_risks"), "items").items().size(), 1U);
}

TEST_P(Segmentation, an_archived_client_weighs_nothing_at_the_gate) {  // AC33.1
    for (std::uint32_t i = 1; i <= 4; ++i) {
        add_account(i, "Klient " + std::to_string(i), Decimal::from_integer(10));
        if (i < 4) {
            answer(call(as(head_), "account_assignment.create", R"({"account_id":")" + to_text(fixed_id<Account>(0x22, i)) + R"(","user_id":")" +
                                                                    to_text(manager_.id) + R"(","role":"lead","from_on":"2026-11-01"})"));
        }
    }
    Call archived;
    archived.ids = {to_text(fixed_id<Account>(0x22, 1))};
    answer(call(as(head_), "account.archive", archived));
    const std::string body = R"({"account_id":")" + to_text(fixed_id<Account>(0x22, 4)) + R"(","user_id":")" + to_text(manager_.id) + R"(","role":"lead")";
    const Value preview = answer(call(as(head_), "team.preview_load", R"({"moves":[)" + body + "}]}"));
    EXPECT_EQ(text(at(at(preview, "items").items().front(), "after", "points")), "30");
    EXPECT_TRUE(call(as(head_), "account_assignment.create", body + R"(,"from_on":"2026-11-23"})").ok()) << "as the preview said";
}

TEST_P(Segmentation, fifty_simple_clients_are_red) {  // AC33.2
    for (std::uint32_t i = 1; i <= 50; ++i) {
        add_account(i, "Klient " + std::to_string(i));
        AccountAssignment lead;
        lead.account_id = fixed_id<Account>(0x22, i);
        lead.user_id = manager_.id;
        lead.from_on = *parse_date("2026-01-01");
        must(store().write(as_system(), [&](UnitOfWork& work) { return work.create(lead); }));
    }
    const Value load = at(read(as(head_), "team.load"), "items").items().front();
    EXPECT_EQ(number(at(load, "load_bp")), 16'667);
    EXPECT_EQ(text(at(load, "band")), "red");
}

TEST_P(Segmentation, moves_are_tried_before_they_are_made) {  // AC33.3
    for (std::uint32_t i = 1; i <= 3; ++i) {
        const Id<Account> account = add_account(i, "Klient " + std::to_string(i), Decimal::from_integer(i));
        answer(call(as(head_), "account_assignment.create", R"({"account_id":")" + to_text(account) + R"(","user_id":")" + to_text(manager_.id) +
                                                                R"(","role":"lead","from_on":"2026-11-01"})"));
    }
    const Value preview = answer(call(as(head_), "team.preview_load",
                                      R"({"moves":[{"account_id":")" + to_text(fixed_id<Account>(0x22, 3)) + R"(","user_id":")" + to_text(other_.id) +
                                          R"(","role":"lead"},{"account_id":")" + to_text(fixed_id<Account>(0x22, 1)) + R"(","user_id":")" +
                                          to_text(other_.id) + R"(","role":"deputy"}]})"));
    std::vector<std::string> loads;
    for (const Value& item : at(preview, "items").items()) {
        loads.push_back(text(at(item, "user_name")) + " " + text(at(item, "before", "points")) + " " + text(at(item, "after", "points")));
    }
    EXPECT_THAT(loads, ElementsAre("Marek 6 3", "Olga 0 3.3"));
    EXPECT_EQ(number(at(at(read(as(head_), "team.load"), "items").items().front(), "accounts")), 3) << "nothing moved";
}

TEST_P(Segmentation, complexity_counts_people_languages_and_onboarding) {  // I-20
    const Id<Account> account = add_account(1, "Sklárny");
    must(store().write(as_system(), [&](UnitOfWork& work) -> Result<> {
        for (int i = 0; i < 6; ++i) {
            Contact contact;
            contact.account_id = account;
            contact.last_name = "Novák";
            contact.full_name = "Novák";
            if (i == 0) contact.language = "de";
            auto made = work.create(contact);
            if (!made) return made.error();
        }
        Account before = *work.find(account);
        Account after = before;
        after.lifecycle = accounts::Lifecycle::onboarding;
        auto done = work.update(before, after);
        if (!done) return done.error();
        return {};
    }));
    answer(call(as(head_), "account_assignment.create", R"({"account_id":")" + to_text(account) + R"(","user_id":")" + to_text(manager_.id) +
                                                            R"(","role":"lead","from_on":"2026-11-01"})"));
    const Value detail = read(as(head_), "team.user_load", {}, {to_text(manager_.id)});
    ASSERT_EQ(at(detail, "lines").items().size(), 1U);
    std::vector<std::string> reasons;
    for (const Value& reason : at(at(detail, "lines").items().front(), "reasons").items()) reasons.push_back(text(at(reason, "code")) + text(at(reason, "points")));
    EXPECT_THAT(reasons, ElementsAre("stakeholders0.3", "regulated0.3", "onboarding0.2"));
    EXPECT_EQ(text(at(detail, "points")), "1.8");
}

TEST_P(Segmentation, losing_a_client_is_simulated) {  // AC12.1
    fill_book();
    const std::string alfa = to_text(accounts_[0]);
    const Value without = read(as(head_), "portfolio.loss", {{"account_ids", alfa}});
    EXPECT_EQ(text(at(without, "reason")), "fixed_costs_missing");
    EXPECT_EQ(number(at(without, "share_bp")), 5000);
    must(store().write(as_system(), [](UnitOfWork& work) -> Result<Workspace> {
        const Workspace before = work.all<Workspace>("1 = 1").front();
        Workspace after = before;
        after.fixed_monthly_costs = Decimal::from_integer(200'000);
        after.cash_reserve = Decimal::from_integer(210'000);
        return work.update(before, after);
    }));
    const Value loss = read(as(head_), "portfolio.loss", {{"account_ids", alfa}, {"on", "2026-12-01"}});
    EXPECT_EQ(text(at(loss, "monthly_margin_before")), "300000") << "two months of history";
    EXPECT_EQ(text(at(loss, "monthly_margin_after")), "150000");
    EXPECT_EQ(number(at(loss, "months_until_loss")), 5) << "210 − 5 × 50 < 0";
    EXPECT_TRUE(flag(at(loss, "existential")));
    EXPECT_EQ(at(loss, "existential_reasons").items().size(), 2U);
    EXPECT_EQ(at(loss, "timeline").items().size(), 24U);
    EXPECT_EQ(text(at(at(loss, "timeline").items().front(), "month")), "2026-12");
    Call foreign;
    foreign.query = {{"account_ids", alfa}};
    EXPECT_EQ(call(as(manager_), "portfolio.loss", foreign).error().kind, ErrorKind::not_found) << "not his client";
}

TEST_P(Segmentation, the_map_places_who_can_be_placed) {  // AC14.2
    fill_book();
    judge(as(head_), 0, "potential", 80, "2026-11-01");
    answer(call(as(head_), "segmentation.score"));
    const Value map = read(as(head_), "portfolio.map");
    ASSERT_EQ(at(map, "items").items().size(), 5U);
    const Value& alfa = at(map, "items").items().front();
    EXPECT_EQ(text(at(alfa, "name")), "Alfa");
    EXPECT_EQ(number(at(alfa, "x_bp")), 10'000);
    EXPECT_EQ(number(at(alfa, "y_bp")), 8'000);
    EXPECT_EQ(text(at(at(map, "items").items()[1], "y_reason")), "not_judged");
    EXPECT_EQ(at(read(as(head_), "portfolio.map", {{"name", "Beta"}}), "items").items().size(), 1U);
}

TEST_P(Segmentation, concentration_counts_what_the_actor_sees) {  // metrics (c)
    std::uint32_t id = 0;
    for (const std::int64_t amount : {500, 200, 100, 60, 50, 40, 25, 15, 7, 3, -10}) {
        ++id;
        const Id<Account> account = add_account(id, "Klient " + std::to_string(id));
        book(account, "2026-10-10", amount, amount < 0 ? ledger::EntryKind::credit_note : ledger::EntryKind::revenue);
        if (id == 2) make_lead(store().read(as_system(), [&](const Reader& reader) { return *reader.find(account); }), manager_);
    }
    const Value all = read(as(head_), "portfolio.concentration", {{"from", "2025-11"}, {"to", "2026-10"}});
    EXPECT_EQ(number(at(all, "clients")), 11);
    EXPECT_EQ(text(at(all, "total")), "990");
    EXPECT_EQ(number(at(all, "abc", "a")), 3);
    EXPECT_EQ(at(all, "excluded").items().size(), 1U);
    EXPECT_EQ(text(at(at(all, "excluded").items().front(), "name")), "Klient 11");
    EXPECT_TRUE(flag(at(at(all, "largest").items().front(), "existential")));
    EXPECT_EQ(text(at(at(all, "largest").items().front(), "class")), "A");
    EXPECT_TRUE(flag(at(all, "margin_is_revenue")));
    const Value own = read(as(manager_), "portfolio.concentration");
    EXPECT_EQ(number(at(own, "clients")), 1);
    EXPECT_EQ(text(at(own, "total")), "200");
    EXPECT_TRUE(at(own, "without_account").is_null());
    EXPECT_EQ(number(at(read(as(head_), "portfolio.concentration", {{"name", "Klient 1"}}), "clients")), 1);
    Call bad;
    bad.query = {{"from", "2026-13"}};
    EXPECT_EQ(call(as(head_), "portfolio.concentration", bad).error().kind, ErrorKind::invalid);
}

class SegmentationOn final : public Segmentation {
  public:
    explicit SegmentationOn(db::Engine engine) : Segmentation(engine) { Segmentation::SetUp(); }
    void TestBody() override {}

    std::string everything();
};

/// All that a book of five clients leads to.
std::string SegmentationOn::everything() {
    fill_book();
    judge(as(head_), 0, "potential", 80, "2026-11-01");
    judge(as(head_), 2, "strategic", 35, "2026-11-01");
    answer(call(as(head_), "segmentation.accept", R"({"account_ids":"all"})"));
    answer(call(as(head_), "account_assignment.create", R"({"account_id":")" + to_text(accounts_[0]) + R"(","user_id":")" + to_text(manager_.id) +
                                                            R"(","role":"lead","from_on":"2026-11-01"})"));
    std::string all;
    const auto add = [&](Value value) { all += json::to_text(value) + "\n"; };
    for (std::size_t i = 0; i < accounts_.size(); ++i) add(score(i, as(head_)));
    add(read(as(head_), "portfolio.map"));
    add(read(as(head_), "portfolio.concentration", {{"measure", "margin"}}));
    add(read(as(head_), "portfolio.loss", {{"account_ids", to_text(accounts_[0])}}));
    add(read(as(head_), "team.load"));
    add(read(as(head_), "team.user_load", {}, {to_text(manager_.id)}));
    add(read(as(head_), "account.list", {{"fields", "id,name,tier,score_bp,margin_12m,lead_id"}, {"sort", "-score_bp"}}));
    return all;
}

TEST(SegmentationOnBothEngines, answers_the_same) {
    SegmentationOn sqlite(db::Engine::sqlite);
    SegmentationOn postgres(db::Engine::postgres);
    const std::string expected = sqlite.everything();
    EXPECT_GT(expected.size(), 1'000U);
    EXPECT_EQ(postgres.everything(), expected);
}

/// Net revenue per customer and month in ten-thousandths of a pound; the empty customer is none.
std::map<std::pair<std::string, std::int32_t>, std::int64_t> retail_months(const std::filesystem::path& packed) {
    std::map<std::pair<std::string, std::int32_t>, std::int64_t> net;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(("zcat '" + packed.string() + "'").c_str(), "r"), pclose);
    if (!pipe) return net;
    char* line = nullptr;
    std::size_t room = 0;
    const auto take_last = [](std::string_view& row) {
        const auto comma = row.rfind(',');
        const std::string_view cell = row.substr(comma + 1);
        row = row.substr(0, comma);
        return cell;
    };
    for (ssize_t length = 0; (length = getline(&line, &room, pipe.get())) > 0;) {
        std::string_view row(line, static_cast<std::size_t>(length) - 1);
        if (row.ends_with('\r')) row.remove_suffix(1);
        take_last(row);  // country
        const std::string customer(take_last(row));
        const auto price = parse_decimal(take_last(row));
        const auto day = parse_date(take_last(row).substr(0, 10));
        const auto quantity = parse_decimal(take_last(row));
        if (price && day && quantity) net[{customer, month_of(*day).index}] += quantity->units / Decimal::one * price->units;
    }
    std::free(line);
    return net;
}

TEST_P(Segmentation, of_the_retail_book_equals_its_truth_in_under_a_second) {
    SHARED_DATA_OR_SKIP(file, "uci_online_retail/online_retail.csv.gz");
    const auto net = retail_months(file);
    std::map<std::string, Id<Account>> customers;
    std::vector<Account> accounts;
    std::vector<LedgerEntry> entries;
    for (const auto& [key, amount] : net) {
        LedgerEntry& entry = entries.emplace_back();
        entry.id = fixed_id<LedgerEntry>(static_cast<std::uint8_t>(entries.size() >> 16U), static_cast<std::uint32_t>(entries.size()));
        entry.document_date = first_day(Month{key.second});
        entry.service_month = Month{key.second};
        entry.amount = {amount};
        entry.currency = Currency{};
        if (key.first.empty()) continue;
        const auto [at, is_new] = customers.try_emplace(key.first, fixed_id<Account>(0x22, static_cast<std::uint32_t>(customers.size() + 1)));
        entry.account_id = at->second;
        if (!is_new) continue;
        Account& account = accounts.emplace_back();
        account.id = at->second;
        account.name = key.first;
    }
    must(store().write(as_system(), [&](UnitOfWork& work) -> Result<> {
        std::size_t next = 0;
        work.create_many(entity_of<Account>(), [&]() -> const void* { return next < accounts.size() ? &accounts[next++] : nullptr; });
        next = 0;
        work.create_many(entity_of<LedgerEntry>(), [&]() -> const void* { return next < entries.size() ? &entries[next++] : nullptr; });
        ledger::rebuild_months(work);
        ledger::refresh_all_figures(work);
        return {};
    }));
    const Value found = read(as(head_), "portfolio.concentration", {{"from", "2010-12"}, {"to", "2011-12"}});
    EXPECT_EQ(number(at(found, "clients")), 4372);
    EXPECT_EQ(text(at(found, "total")), "8300065.814");
    EXPECT_EQ(text(at(found, "without_account")), "1447682.12");
    EXPECT_EQ(number(at(found, "abc", "a")), 1171);
    EXPECT_EQ(number(at(found, "abc", "b")), 1436);
    EXPECT_EQ(number(at(found, "abc", "c")), 1765);
    std::vector<std::int64_t> shares;
    for (const Value& top : at(found, "top_percent").items()) shares.push_back(number(at(top, "share_bp")));
    EXPECT_THAT(shares, ElementsAre(2992, 4859, 6005, 7385));
    EXPECT_EQ(text(at(found, "hhi")), "45");
    EXPECT_EQ(text(at(found, "effective_clients")), "222.2");
    EXPECT_EQ(text(at(found, "gini")), "0.7038");
    EXPECT_EQ(text(at(at(found, "largest").items().front(), "name")), "14646.0") << "a code stays as the file writes it";

    const auto start = std::chrono::steady_clock::now();
    const Value report = answer(call(as(head_), "segmentation.score"));
    const auto scored = std::chrono::steady_clock::now();
    EXPECT_EQ(number(at(report, "accounts")), 4372);
    EXPECT_EQ(number(at(report, "stored")), 4372);
    const Value accepted = answer(call(as(head_), "segmentation.accept", R"({"account_ids":"all"})"));
    EXPECT_EQ(number(at(accepted, "decided")), 4372);
    EXPECT_EQ(audited_tiers(), 4372) << "however many there are";
    const auto decided = std::chrono::steady_clock::now();
    const auto milliseconds = [](auto duration) { return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count()); };
    RecordProperty("score_ms", milliseconds(scored - start));
    RecordProperty("accept_ms", milliseconds(decided - scored));
    std::printf("scored 4372 clients in %d ms, accepted in %d ms\n", milliseconds(scored - start), milliseconds(decided - scored));
}

}  // namespace
}  // namespace klicnik
