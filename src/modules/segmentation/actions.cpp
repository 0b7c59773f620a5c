#include "modules/segmentation/actions.hpp"

#include <algorithm>
#include <string>

#include "modules/accounts/actions.hpp"
#include "records/change_many.hpp"
#include "records/entity.hpp"

namespace klicnik::segmentation {

namespace {

constexpr std::size_t accounts_per_statement = 500;

std::int32_t next_model_version(const Reader& reader) {
    return static_cast<std::int32_t>(reader.connection().integer("SELECT MAX(model_version) FROM segmentation_model").value_or(0)) + 1;
}

Result<> check(const SegmentationModel& model) {
    return rules::check_model(model_of(model), criterion_fields());
}

Result<> is_draft(const SegmentationModel& model) {
    if (model.status == ModelStatus::draft) return {};
    return rule_violated("segmentation_model.not_a_draft", {{"model_version", std::to_string(model.model_version)}});
}

std::optional<Id<User>> author(const Context& context) {
    return context.actor.is_nil() ? std::nullopt : std::optional(context.actor);
}

bool is_judged_criterion(const Reader& reader, std::string_view code) {
    for (const SegmentationModel& model : reader.all<SegmentationModel>("status <> 'retired'")) {
        for (const Criterion& criterion : model.criteria) {
            if (criterion.code == code && criterion.measure == Measure::judgement) return true;
        }
    }
    return false;
}

void retire_decisions(UnitOfWork& work, std::span<const TierDecision> decisions) {
    for (std::size_t from = 0; from < decisions.size(); from += accounts_per_statement) {
        const auto some = decisions.subspan(from, std::min(accounts_per_statement, decisions.size() - from));
        std::string sql = "UPDATE tier_decision SET \"current\" = $1 WHERE \"current\" AND account_id IN (";
        std::vector<db::Param> params{db::Param{false}};
        for (const TierDecision& decision : some) {
            params.emplace_back(decision.account_id.value);
            sql.append(params.size() > 2 ? ", $" : "$").append(std::to_string(params.size()));
        }
        work.maintain_many(sql.append(")"), params);
    }
}

db::Value tier_value(const std::optional<Tier>& tier) {
    return tier ? db::Value{std::string(to_text(*tier))} : db::Value{};
}

/// Each client's change is audited on its own; the decision as a whole is one line more, and one event.
Result<> change_tiers(UnitOfWork& work, const SegmentationModel& model, std::span<const TierDecision> decisions) {
    const Field& tier = *entity_of<Account>().find("tier");
    std::vector<FieldChange> changes;
    for (std::size_t from = 0; from < decisions.size(); from += accounts_per_statement) {
        changes.clear();
        for (const TierDecision& decision : decisions.subspan(from, std::min(accounts_per_statement, decisions.size() - from))) {
            changes.push_back({decision.account_id.value, decision.account_id.value, tier_value(decision.from_tier), tier_value(decision.to_tier)});
        }
        CHECK_OK(change_many(work, entity_of<Account>(), tier, changes));
    }
    json::Writer facts;
    facts.begin_object().key("model_version").integer(model.model_version).key("decided").integer(static_cast<std::int64_t>(decisions.size()));
    facts.end_object();
    work.note("segmentation_model", model.id.value, Uuid{}, "tiers_accepted", facts.take());
    work.emit("tiers.accepted", "segmentation_model", model.id.value, Uuid{}, "{}");
    return {};
}

/// Many decisions at once: the rows, the tiers of the accounts, the audit.
Result<> write_decisions(UnitOfWork& work, const SegmentationModel& model, std::vector<TierDecision>& decisions) {
    if (decisions.empty()) return {};
    retire_decisions(work, decisions);
    std::size_t next = 0;
    work.create_many(entity_of<TierDecision>(), [&]() -> const void* {
        if (next == decisions.size()) return nullptr;
        TierDecision& decision = decisions[next++];
        decision.id = {new_uuid(work.context().now.micros)};
        return &decision;
    });
    return change_tiers(work, model, decisions);
}

std::vector<TierDecision> proposals(const Context& context, const Scoring& scoring, const std::optional<std::vector<Id<Account>>>& only) {
    std::vector<Id<Account>> chosen = only.value_or(std::vector<Id<Account>>{});
    std::sort(chosen.begin(), chosen.end());
    std::vector<TierDecision> decisions;
    for (std::size_t i = 0; i < scoring.after.size(); ++i) {
        const PortfolioAccount& account = scoring.portfolio.accounts[i];
        if (scoring.after[i] == account.tier) continue;
        if (only && !std::binary_search(chosen.begin(), chosen.end(), account.id)) continue;
        TierDecision& decision = decisions.emplace_back();
        decision.account_id = account.id;
        decision.from_tier = account.tier;
        decision.to_tier = scoring.after[i];
        decision.decided_by_id = author(context);
        decision.decided_on = context.today;
    }
    return decisions;
}

}  // namespace

Result<> ensure_default_model(UnitOfWork& work) {
    if (work.connection().integer("SELECT 1 FROM segmentation_model LIMIT 1")) return {};
    const Model rules_model = rules::default_model();
    SegmentationModel model;
    model.name = "Model 1";
    model.status = ModelStatus::published;
    model.published_at = work.context().now;
    model.criteria = rules_model.criteria;
    auto made = work.create(std::move(model));
    if (!made) return std::move(made).error();
    return {};
}

Result<SegmentationModel> create_model(UnitOfWork& work, SegmentationModel model) {
    CHECK_OK(check(model));
    model.model_version = next_model_version(work);
    return work.create(std::move(model));
}

Result<SegmentationModel> update_model(UnitOfWork& work, const SegmentationModel& before, SegmentationModel after) {
    CHECK_OK(is_draft(before));
    CHECK_OK(check(after));
    return work.update(before, std::move(after));
}

Result<SegmentationModel> copy_to_draft(UnitOfWork& work, Id<SegmentationModel> id) {
    TRY(SegmentationModel copy, work.get(id));
    copy.id = {};
    copy.status = ModelStatus::draft;
    copy.published_at.reset();
    return create_model(work, std::move(copy));
}

Result<SegmentationModel> publish_model(UnitOfWork& work, Id<SegmentationModel> id, std::int64_t confirm_changes) {
    TRY(const SegmentationModel draft, work.get(id, Action::approve));
    CHECK_OK(is_draft(draft));
    CHECK_OK(check(draft));
    const Scoring scoring = score_portfolio(work, model_of(draft));
    CHECK_OK(rules::check_confirmation(confirm_changes, scoring.comparison.changed()));
    if (const auto old = published_model(work)) {
        SegmentationModel retired = *old;
        retired.status = ModelStatus::retired;
        auto done = work.update(*old, std::move(retired));
        if (!done) return std::move(done).error();
    }
    SegmentationModel model = draft;
    model.status = ModelStatus::published;
    model.published_at = work.context().now;
    TRY(SegmentationModel published, work.update(draft, std::move(model)));
    store_scoring(work, published, scoring);
    return published;
}

Result<AccountJudgement> judge(UnitOfWork& work, AccountJudgement judgement) {
    if (!judgement.judged_on) judgement.judged_on = work.context().today;
    CHECK_OK(rules::check_judgement(judgement.value, judgement.reason, judgement.judged_on, work.context().today));
    if (!is_judged_criterion(work, judgement.criterion)) return invalid("criterion", "unknown", {{"value", judgement.criterion}});
    judgement.judged_by_id = author(work.context());
    TRY(AccountJudgement made, work.create(std::move(judgement)));
    rescore_account(work, made.account_id);
    return made;
}

Result<TierDecision> decide_tier(UnitOfWork& work, TierDecision decision) {
    TRY(const Account account, work.get(decision.account_id));
    decision.from_tier = account.tier;
    decision.decided_by_id = author(work.context());
    decision.decided_on = work.context().today;
    CHECK_OK(rules::check_tier_decision(account.proposed_tier, decision.to_tier, decision.reason.value_or(""), work.context().today,
                                        decision.review_on));
    decision.overrides_score = account.proposed_tier && account.proposed_tier != decision.to_tier;
    decision.current = true;
    retire_decisions(work, {&decision, 1});
    TRY(TierDecision made, work.create(std::move(decision)));
    CHECK_OK(accounts::set_tier(work, made.account_id, made.to_tier, made.care_model));
    return made;
}

Result<Segmented> segment(UnitOfWork& work, bool accept, std::optional<ledger::rules::MonthWindow> window,
                          std::optional<std::vector<Id<Account>>> only) {
    auto published = published_model(work);
    if (!published) return rule_violated("segmentation_model.none_published");
    Segmented done;
    done.model = std::move(*published);
    done.scoring = score_portfolio(work, model_of(done.model), window);
    done.stored = store_scoring(work, done.model, done.scoring);
    if (!accept) return done;
    std::vector<TierDecision> decisions = proposals(work.context(), done.scoring, only);
    done.decided = decisions.size();
    CHECK_OK(write_decisions(work, done.model, decisions));
    return done;
}

}  // namespace klicnik::segmentation
