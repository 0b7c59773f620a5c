#include "modules/segmentation/scoring.hpp"

#include <algorithm>
#include <string>

#include "modules/segmentation/account_judgement.hpp"
#include "modules/segmentation/score_changes.hpp"
#include "records/entity.hpp"

namespace klicnik::segmentation {

namespace {

/// Returns the number of scores that were new; `scores` are in the order of accounts.
std::size_t write_scores(UnitOfWork& work, const SegmentationModel& model, std::span<const NewScore> scores) {
    const std::vector<ScoreChange> changes = find_changes(work, model, scores);
    if (!changes.empty()) write_changes(work, model, changes);
    return changes.size();
}

/// What lists show follows the current scores.
constexpr std::string_view show_scores =
    "UPDATE account SET score_bp = c.total_bp, proposed_tier = c.proposed_tier FROM account_score_current c WHERE c.account_id = account.id "
    "AND (account.score_bp IS DISTINCT FROM c.total_bp OR account.proposed_tier IS DISTINCT FROM c.proposed_tier)";

void forget_those_who_left(UnitOfWork& work) {
    const std::string left = std::string("NOT (").append(takes_part).append(")");
    work.maintain("DELETE FROM account_score_current WHERE account_id IN (SELECT id FROM account WHERE " + left + ")");
    work.maintain("UPDATE account SET score_bp = NULL, proposed_tier = NULL WHERE (score_bp IS NOT NULL OR proposed_tier IS NOT NULL) AND " +
                  left);
}

rules::Score score_of(const AccountScore& stored, const Model& model) {
    rules::Score score;
    score.lines.resize(model.criteria.size());
    for (std::size_t i = 0; i < model.criteria.size() && i < stored.lines.size(); ++i) {
        const StoredLine& from = stored.lines[i];
        rules::ScoreLine& line = score.lines[i];
        line.value = from.value;
        if (from.value_reason) line.reason = parse_enum<rules::ValueReason>(*from.value_reason);
        line.percentile_bp = from.percentile_bp;
        line.points_bp = from.points_bp;
        line.weight = from.weight;
        line.stale = from.stale;
    }
    return score;
}

}  // namespace

Scoring score_portfolio(const Reader& reader, const Model& model, std::optional<ledger::rules::MonthWindow> window) {
    Scoring scoring;
    scoring.portfolio = load_portfolio(reader, model, window);
    scoring.scores = rules::score_all(model, scoring.portfolio.facts, reader.context().today);
    scoring.after = tiers_after(scoring.portfolio, scoring.scores);
    std::vector<std::optional<Tier>> before;
    before.reserve(scoring.after.size());
    for (const PortfolioAccount& account : scoring.portfolio.accounts) before.push_back(account.tier);
    scoring.comparison = rules::compare(before, scoring.after);
    return scoring;
}

std::vector<NewScore> scores_of(const SegmentationModel& model, const Scoring& scoring) {
    const std::size_t criteria = model.criteria.size();
    std::vector<NewScore> scores;
    scores.reserve(scoring.scores.size());
    for (std::size_t i = 0; i < scoring.scores.size(); ++i) {
        scores.push_back({scoring.portfolio.accounts[i].id, &scoring.scores[i], scoring.portfolio.facts[i].existential,
                          std::span(scoring.portfolio.judgements).subspan(i * criteria, criteria)});
    }
    return scores;
}

void note_scoring(UnitOfWork& work, const SegmentationModel& model, std::size_t accounts, std::size_t stored) {
    json::Writer facts;
    facts.begin_object().key("model_version").integer(model.model_version).key("accounts").integer(static_cast<std::int64_t>(accounts));
    facts.key("stored").integer(static_cast<std::int64_t>(stored)).end_object();
    work.note("segmentation_model", model.id.value, Uuid{}, "scored", facts.take());
}

std::size_t store_scoring(UnitOfWork& work, const SegmentationModel& model, const Scoring& scoring) {
    const std::vector<NewScore> scores = scores_of(model, scoring);
    const std::size_t stored = write_scores(work, model, scores);
    forget_those_who_left(work);
    if (stored == 0) return 0;
    work.maintain(show_scores);
    note_scoring(work, model, scores.size(), stored);
    return stored;
}

void rescore_account(UnitOfWork& work, Id<Account> account) {
    const auto published = published_model(work);
    const auto stored = work.all<AccountScore>("id = (SELECT c.score_id FROM account_score_current c WHERE c.account_id = $1)", account);
    if (!published || stored.empty() || stored.front().model_version != published->model_version) return;
    const Model model = model_of(*published);
    const Judged judged = judgements_of(work, model, account);
    rules::AccountFacts facts;
    facts.facts = judged.facts;
    facts.existential = stored.front().existential;
    const rules::Score score = rules::rejudged(model, score_of(stored.front(), model), facts, work.context().today);
    const NewScore again{account, &score, facts.existential, judged.judgements};
    if (write_scores(work, *published, {&again, 1}) == 0) return;
    work.maintain(std::string(show_scores).append(" AND account.id = $1"), account);
}

}  // namespace klicnik::segmentation
