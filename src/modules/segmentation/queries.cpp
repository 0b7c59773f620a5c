#include "modules/segmentation/queries.hpp"

#include <algorithm>

#include "base/ratio.hpp"
#include "modules/segmentation/capacity.hpp"
#include "records/entity.hpp"

namespace klicnik::segmentation {

namespace {

constexpr std::size_t max_changed = 200;
constexpr std::int64_t max_history = 500;
constexpr std::size_t complexities_at_once = 1'000;  // the engines limit the parameters of a statement

std::string tier_name(std::size_t row) {
    return row == rules::Comparison::none ? std::string("none") : std::string(to_text(static_cast<Tier>(row)));
}

void count(TierCounts& counts, const std::optional<Tier>& tier) {
    if (!tier) {
        ++counts.none;
        return;
    }
    switch (*tier) {
        case Tier::A: ++counts.A; return;
        case Tier::B: ++counts.B; return;
        case Tier::C: ++counts.C; return;
        case Tier::D: ++counts.D; return;
    }
}

/// Indexes of the accounts whose tier would change, the best score first.
std::vector<std::size_t> changed_accounts(const Scoring& scoring) {
    std::vector<std::size_t> changed;
    for (std::size_t i = 0; i < scoring.after.size(); ++i) {
        if (scoring.after[i] != scoring.portfolio.accounts[i].tier) changed.push_back(i);
    }
    const auto better = [&](std::size_t a, std::size_t b) {
        const std::int32_t score_a = scoring.scores[a].total_bp.value_or(-1);
        const std::int32_t score_b = scoring.scores[b].total_bp.value_or(-1);
        return score_a != score_b ? score_a > score_b : a < b;
    };
    const std::size_t kept = std::min(max_changed, changed.size());
    std::partial_sort(changed.begin(), changed.begin() + static_cast<std::ptrdiff_t>(kept), changed.end(), better);
    changed.resize(kept);
    return changed;
}

std::optional<std::int32_t> share_of(std::int64_t part, std::size_t whole) {
    const auto bp = ratio_bp(part, static_cast<__int128>(whole));
    return bp ? std::optional(static_cast<std::int32_t>(*bp)) : std::nullopt;
}

bool is_too_much(const Model& model, std::int64_t in_a, std::size_t accounts) {
    return in_a * 10'000 > static_cast<std::int64_t>(accounts) * model.max_share_a_bp;
}

std::int64_t existential_count(const Portfolio& portfolio) {
    return std::count_if(portfolio.facts.begin(), portfolio.facts.end(), [](const rules::AccountFacts& facts) { return facts.existential; });
}

std::int64_t incomplete_count(const Scoring& scoring) {
    return std::count_if(scoring.scores.begin(), scoring.scores.end(), [](const rules::Score& score) { return score.incomplete; });
}

std::optional<std::int32_t> number_or_null(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(static_cast<std::int32_t>(row.integer(column)));
}

std::optional<std::string> text_or_nothing(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(std::string(row.text(column)));
}

std::optional<Date> date_or_null(const db::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(Date{static_cast<std::int32_t>(row.integer(column))});
}

ExplainedLine explained(const Criterion* criterion, const StoredLine& stored) {
    ExplainedLine line;
    line.criterion = stored.criterion;
    line.value = stored.value;
    line.value_reason = stored.value_reason;
    line.percentile_bp = stored.percentile_bp;
    line.points_bp = stored.points_bp;
    line.weight = stored.weight;
    line.contribution_bp = stored.contribution_bp;
    line.stale = stored.stale;
    if (!criterion) return line;
    if (!criterion->label.empty()) line.label = criterion->label;
    line.source = criterion->source;
    line.value_kind = rules::value_kind(criterion->measure);
    return line;
}

void add_judgement(const Reader& reader, Id<AccountJudgement> id, ExplainedLine& line) {
    reader.connection().query(
        "SELECT j.judged_by_id, u.full_name, j.judged_on, j.reason FROM account_judgement j LEFT JOIN \"user\" u ON u.id = j.judged_by_id "
        "WHERE j.id = $1",
        [&](const db::Row& row) {
            if (!row.is_null(0)) line.judged_by = Id<User>{row.uuid(0)};
            line.judged_by_name = text_or_nothing(row, 1);
            line.judged_on = date_or_null(row, 2);
            line.judgement_reason = text_or_nothing(row, 3);
        },
        id);
}

/// The manual decision that held on the day: the newest decision, when it differed from the proposal.
std::optional<Override> override_on(const Reader& reader, Id<Account> account, Date day) {
    std::optional<Override> found;
    reader.connection().query(
        "SELECT d.to_tier, d.reason, u.full_name, d.decided_on, d.review_on, d.overrides_score FROM tier_decision d "
        "LEFT JOIN \"user\" u ON u.id = d.decided_by_id WHERE d.account_id = $1 AND d.decided_on <= $2 "
        "ORDER BY d.decided_on DESC, d.id DESC LIMIT 1",
        [&](const db::Row& row) {
            if (!row.boolean(5)) return;
            found = Override{row.is_null(0) ? std::nullopt : parse_enum<Tier>(row.text(0)), text_or_nothing(row, 1),
                             text_or_nothing(row, 2), date_or_null(row, 3), date_or_null(row, 4)};
        },
        account, day);
    return found;
}

}  // namespace

std::vector<std::pair<Id<Account>, std::string>> names_of(const Reader& reader, std::span<const Id<Account>> ids) {
    std::vector<std::pair<Id<Account>, std::string>> names;
    if (ids.empty()) return names;
    Sql sql("SELECT id, name FROM account WHERE id IN (");
    for (std::size_t i = 0; i < ids.size(); ++i) sql.add(i > 0 ? ", " : "").bind(ids[i].value);
    sql.add(") ORDER BY id");
    reader.connection().run(sql.text(), sql.params(), [&](const db::Row& row) {
        names.emplace_back(Id<Account>{row.uuid(0)}, std::string(row.text(1)));
        return true;
    });
    return names;
}

Preview preview_of(const Reader& reader, const Scoring& scoring) {
    const rules::Comparison& comparison = scoring.comparison;
    Preview preview;
    preview.accounts = static_cast<std::int64_t>(scoring.after.size());
    preview.changes = {static_cast<std::int64_t>(comparison.up), static_cast<std::int64_t>(comparison.down + comparison.vanished),
                       static_cast<std::int64_t>(comparison.same), static_cast<std::int64_t>(comparison.appeared)};
    for (std::size_t from = 0; from <= rules::Comparison::none; ++from) {
        for (std::size_t to = 0; to <= rules::Comparison::none; ++to) {
            const std::size_t moves = comparison.matrix[from][to];
            if (moves > 0) preview.matrix.push_back({tier_name(from), tier_name(to), static_cast<std::int64_t>(moves)});
        }
    }
    for (const auto& tier : scoring.after) count(preview.tiers, tier);
    preview.share_a_bp = share_of(preview.tiers.A, scoring.after.size());
    preview.share_a_warning = is_too_much(scoring.portfolio.model, preview.tiers.A, scoring.after.size());
    const std::vector<std::size_t> changed = changed_accounts(scoring);
    std::vector<Id<Account>> ids;
    for (const std::size_t index : changed) ids.push_back(scoring.portfolio.accounts[index].id);
    const auto names = names_of(reader, ids);
    for (const std::size_t index : changed) {
        const PortfolioAccount& account = scoring.portfolio.accounts[index];
        const auto at = std::lower_bound(names.begin(), names.end(), account.id, [](const auto& name, Id<Account> id) { return name.first < id; });
        preview.items.push_back({account.id, at != names.end() ? at->second : std::string(), account.tier, scoring.after[index],
                                 account.score_bp, scoring.scores[index].total_bp});
    }
    preview.incomplete = incomplete_count(scoring);
    preview.existential = existential_count(scoring.portfolio);
    preview.as_of = scoring.portfolio.book_end;
    preview.margin_is_revenue = scoring.portfolio.margin_is_revenue;
    preview.rates_missing = scoring.portfolio.rates_missing;
    return preview;
}

Result<Preview> preview(const Reader& reader, const SegmentationModel& model) {
    const Model asked = model_of(model);
    CHECK_OK(rules::check_model(asked, criterion_fields()));
    return preview_of(reader, score_portfolio(reader, asked));
}

Result<Explanation> explain(const Reader& reader, Id<Account> account_id, Date as_of) {
    TRY(const Account account, reader.get(account_id));
    const auto found = reader.all<AccountScore>("account_id = $1 AND as_of <= $2 ORDER BY as_of DESC, id DESC LIMIT 1", account_id, as_of);
    if (found.empty()) return not_found("account_score");
    const AccountScore& score = found.front();
    const auto models = reader.all<SegmentationModel>("model_version = $1", score.model_version);
    Explanation explanation;
    explanation.account_id = account_id;
    explanation.as_of = score.as_of;
    explanation.model_version = score.model_version;
    explanation.total_bp = score.total_bp;
    explanation.low_bp = score.low_bp;
    explanation.high_bp = score.high_bp;
    explanation.proposed_tier = score.proposed_tier;
    explanation.tier = account.tier;
    explanation.incomplete = score.known_weight_bp < 7000;
    explanation.existential = score.existential;
    explanation.known_weight_bp = score.known_weight_bp;
    for (const StoredLine& stored : score.lines) {
        const Criterion* criterion = nullptr;
        for (const SegmentationModel& model : models) {
            for (const Criterion& one : model.criteria) {
                if (one.code == stored.criterion) criterion = &one;
            }
        }
        explanation.lines.push_back(explained(criterion, stored));
        if (stored.judgement_id) add_judgement(reader, *stored.judgement_id, explanation.lines.back());
    }
    explanation.manual = override_on(reader, account_id, as_of);
    return explanation;
}

Result<ScoreHistory> score_history(const Reader& reader, Id<Account> account) {
    TRY(const Account found, reader.get(account));
    ScoreHistory history;
    reader.connection().query(
        "SELECT as_of, model_version, total_bp, low_bp, high_bp, proposed_tier FROM account_score WHERE account_id = $1 "
        "ORDER BY as_of DESC, id DESC LIMIT $2",
        [&](const db::Row& row) {
            history.items.push_back({Date{static_cast<std::int32_t>(row.integer(0))}, static_cast<std::int32_t>(row.integer(1)),
                                     number_or_null(row, 2), number_or_null(row, 3), number_or_null(row, 4),
                                     row.is_null(5) ? std::nullopt : parse_enum<Tier>(row.text(5))});
        },
        found.id, max_history);
    return history;
}

SegmentReport report_of(const Reader& reader, const Segmented& done) {
    SegmentReport report;
    report.model_version = done.model.model_version;
    report.model_name = done.model.name;
    report.accounts = static_cast<std::int64_t>(done.scoring.scores.size());
    report.stored = static_cast<std::int64_t>(done.stored);
    report.decided = static_cast<std::int64_t>(done.decided);
    for (const rules::Score& score : done.scoring.scores) count(report.proposed, score.proposed_tier);
    reader.connection().query(std::string("SELECT tier, COUNT(*) FROM account WHERE ").append(takes_part).append(" GROUP BY tier"),
                              [&](const db::Row& row) {
                                  const auto tier = row.is_null(0) ? std::nullopt : parse_enum<Tier>(row.text(0));
                                  std::int64_t& place = !tier              ? report.tiers.none
                                                        : *tier == Tier::A ? report.tiers.A
                                                        : *tier == Tier::B ? report.tiers.B
                                                        : *tier == Tier::C ? report.tiers.C
                                                                           : report.tiers.D;
                                  place = row.integer(1);
                              });
    report.incomplete = incomplete_count(done.scoring);
    report.existential = existential_count(done.scoring.portfolio);
    report.share_a_bp = share_of(report.proposed.A, done.scoring.scores.size());
    report.share_a_warning = is_too_much(done.model.criteria.empty() ? Model{} : model_of(done.model), report.proposed.A,
                                         done.scoring.scores.size());
    report.as_of = done.scoring.portfolio.book_end;
    report.margin_is_revenue = done.scoring.portfolio.margin_is_revenue;
    return report;
}

std::vector<Decimal> complexity_points(const Reader& reader, std::span<const Uuid> accounts, Date day) {
    std::vector<Decimal> points(accounts.size(), Decimal::from_integer(1));
    for (std::size_t from = 0; from < accounts.size(); from += complexities_at_once) {
        const auto part = accounts.subspan(from, std::min(complexities_at_once, accounts.size() - from));
        const Complexities known = complexities(reader, day, std::vector<Uuid>(part.begin(), part.end()));
        for (std::size_t i = 0; i < part.size(); ++i) {
            const auto at = known.find(part[i]);
            if (at != known.end()) points[from + i] = at->second.points;
        }
    }
    return points;
}

}  // namespace klicnik::segmentation
