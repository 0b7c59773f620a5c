#include "modules/segmentation/scoring.hpp"

#include <algorithm>
#include <string>

#include "modules/segmentation/account_judgement.hpp"
#include "records/entity.hpp"

namespace klicnik::segmentation {

namespace {

constexpr std::size_t rows_per_statement = 200;

/// A score on its way into the database.
struct NewScore {
    Id<Account> account;
    const rules::Score* score = nullptr;
    bool existential = false;
    std::span<const std::optional<Id<AccountJudgement>>> judgements;
};

/// The row of account_score_current.
struct CurrentScore {
    Uuid account;
    Uuid score_id;
    std::int64_t model_version = 0;
    std::int64_t as_of = 0;
    std::int64_t digest = 0;
};

/// FNV-1a over everything a score says.
class Digest {
  public:
    void add(std::int64_t number) {
        for (int byte = 0; byte < 8; ++byte) {
            state_ ^= static_cast<std::uint64_t>(number >> (8 * byte)) & 0xFFU;
            state_ *= 0x100000001B3ULL;
        }
    }
    template <class T>
    void add(const std::optional<T>& value) {
        add(std::int64_t{value.has_value()});
        if (value) add(static_cast<std::int64_t>(*value));
    }
    void add(const Uuid& uuid) {
        for (const std::uint8_t byte : uuid.bytes) state_ = (state_ ^ byte) * 0x100000001B3ULL;
    }
    std::int64_t value() const { return static_cast<std::int64_t>(state_); }

  private:
    std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

std::int64_t digest_of(const SegmentationModel& model, const NewScore& score) {
    Digest digest;
    digest.add(std::int64_t{model.model_version});
    digest.add(score.score->total_bp);
    digest.add(score.score->low_bp);
    digest.add(score.score->high_bp);
    digest.add(std::int64_t{score.score->known_weight_bp});
    digest.add(score.score->proposed_tier);
    digest.add(std::int64_t{score.existential});
    for (const rules::ScoreLine& line : score.score->lines) {
        digest.add(line.value ? std::optional(line.value->units) : std::nullopt);
        digest.add(line.reason);
        digest.add(line.percentile_bp);
        digest.add(line.points_bp);
        digest.add(std::int64_t{line.contribution_bp});
        digest.add(std::int64_t{line.stale});
    }
    for (const auto& judgement : score.judgements) digest.add(judgement ? judgement->value : Uuid{});
    return digest.value();
}

StoredLine stored_line(const Criterion& criterion, const rules::ScoreLine& line, std::optional<Id<AccountJudgement>> judgement) {
    const auto reason = line.reason ? std::optional(std::string(to_text(*line.reason))) : std::nullopt;
    return {criterion.code,       line.value,           reason, line.percentile_bp, line.points_bp, line.weight,
            line.contribution_bp, line.stale, judgement};
}

AccountScore record_of(const UnitOfWork& work, const SegmentationModel& model, const NewScore& score) {
    AccountScore record;
    record.id = {new_uuid(work.context().now.micros)};
    record.account_id = score.account;
    record.model_version = model.model_version;
    record.as_of = work.context().today;
    record.total_bp = score.score->total_bp;
    record.low_bp = score.score->low_bp;
    record.high_bp = score.score->high_bp;
    record.known_weight_bp = score.score->known_weight_bp;
    record.proposed_tier = score.score->proposed_tier;
    record.existential = score.existential;
    for (std::size_t i = 0; i < model.criteria.size(); ++i) {
        record.lines.push_back(stored_line(model.criteria[i], score.score->lines[i], score.judgements[i]));
    }
    return record;
}

void take_current(const db::Row& row, std::vector<CurrentScore>& found) {
    found.push_back({row.uuid(0), row.uuid(1), row.integer(2), row.integer(3), row.integer(4)});
}

/// Current rows in the order of accounts: of all, or of the only one that is asked for.
std::vector<CurrentScore> read_current(const Reader& reader, std::span<const NewScore> scores) {
    std::vector<CurrentScore> found;
    const std::string sql = "SELECT account_id, score_id, model_version, as_of, digest FROM account_score_current ";
    const auto take = [&](const db::Row& row) { take_current(row, found); };
    if (scores.size() == 1) reader.connection().query(sql + "WHERE account_id = $1", take, scores.front().account);
    else reader.connection().query(sql + "ORDER BY account_id", take);
    return found;
}

/// "($1, $2), ($3, $4)" for rows × columns.
void append_rows(std::string& sql, std::size_t rows, std::size_t columns) {
    std::size_t number = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        sql.append(row > 0 ? ", (" : "(");
        for (std::size_t column = 0; column < columns; ++column) {
            sql.append(column > 0 ? ", $" : "$").append(std::to_string(++number));
        }
        sql.append(")");
    }
}

db::Param text_or_null(std::optional<std::string_view> text) {
    return text ? db::Param{*text} : db::Param{};
}

template <class E>
db::Param enum_or_null(const std::optional<E>& value) {
    return text_or_null(value ? std::optional(to_text(*value)) : std::nullopt);
}

void push_current(std::vector<db::Param>& params, const SegmentationModel& model, const AccountScore& record, const NewScore& score,
                  std::int64_t digest) {
    const rules::MapPosition place = rules::map_position(model_of(model), *score.score);
    for (const db::Param& param :
         {db::Param{record.account_id.value}, db::Param{record.id.value}, db::to_param(record.model_version), db::to_param(record.as_of),
          db::to_param(record.total_bp), enum_or_null(record.proposed_tier), db::to_param(place.x_bp), db::to_param(place.y_bp),
          enum_or_null(place.x_reason), enum_or_null(place.y_reason), db::Param{digest}}) {
        params.push_back(param);
    }
}

void delete_scores(UnitOfWork& work, std::span<const Uuid> ids) {
    for (std::size_t from = 0; from < ids.size(); from += rows_per_statement) {
        const auto some = ids.subspan(from, std::min(rows_per_statement, ids.size() - from));
        std::string sql = "DELETE FROM account_score WHERE id IN (";
        std::vector<db::Param> params;
        for (const Uuid& id : some) {
            params.emplace_back(id);
            sql.append(params.size() > 1 ? ", $" : "$").append(std::to_string(params.size()));
        }
        work.maintain_many(sql.append(")"), params);
    }
}

struct Changed {
    std::vector<NewScore> scores;
    std::vector<std::int64_t> digests;
    std::vector<Uuid> replaced;  ///< scores of today under the same version
};

/// Both sides are in the order of accounts.
Changed changed_scores(const UnitOfWork& work, const SegmentationModel& model, std::span<const NewScore> scores) {
    Changed changed;
    const std::vector<CurrentScore> current = read_current(work, scores);
    std::size_t at = 0;
    for (const NewScore& score : scores) {
        while (at < current.size() && current[at].account < score.account.value) ++at;
        const bool known = at < current.size() && current[at].account == score.account.value;
        const std::int64_t digest = digest_of(model, score);
        if (known && current[at].digest == digest) continue;
        if (known && current[at].as_of == work.context().today.days && current[at].model_version == model.model_version) {
            changed.replaced.push_back(current[at].score_id);
        }
        changed.scores.push_back(score);
        changed.digests.push_back(digest);
    }
    return changed;
}

void write_current(UnitOfWork& work, const SegmentationModel& model, const Changed& changed, std::span<const AccountScore> records) {
    std::vector<db::Param> params;
    for (std::size_t from = 0; from < records.size(); from += rows_per_statement) {
        const std::size_t count = std::min(rows_per_statement, records.size() - from);
        std::string sql =
            "INSERT INTO account_score_current (account_id, score_id, model_version, as_of, total_bp, proposed_tier, x_bp, y_bp, x_reason, "
            "y_reason, digest) VALUES ";
        append_rows(sql, count, 11);
        sql.append(
            " ON CONFLICT (account_id) DO UPDATE SET score_id = excluded.score_id, model_version = excluded.model_version, as_of = "
            "excluded.as_of, total_bp = excluded.total_bp, proposed_tier = excluded.proposed_tier, x_bp = excluded.x_bp, y_bp = "
            "excluded.y_bp, x_reason = excluded.x_reason, y_reason = excluded.y_reason, digest = excluded.digest");
        params.clear();
        for (std::size_t i = from; i < from + count; ++i) {
            push_current(params, model, records[i], changed.scores[i], changed.digests[i]);
        }
        work.maintain_many(sql, params);
    }
}

/// Returns the number of scores that were new; `scores` are in the order of accounts.
std::size_t write_scores(UnitOfWork& work, const SegmentationModel& model, std::span<const NewScore> scores) {
    const Changed changed = changed_scores(work, model, scores);
    if (changed.scores.empty()) return 0;
    delete_scores(work, changed.replaced);
    std::vector<AccountScore> records;
    records.reserve(changed.scores.size());
    for (const NewScore& score : changed.scores) records.push_back(record_of(work, model, score));
    std::size_t next = 0;
    work.create_many(entity_of<AccountScore>(), [&]() -> const void* { return next < records.size() ? &records[next++] : nullptr; });
    write_current(work, model, changed, records);
    return records.size();
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

std::size_t store_scoring(UnitOfWork& work, const SegmentationModel& model, const Scoring& scoring) {
    const std::size_t criteria = model.criteria.size();
    std::vector<NewScore> scores;
    scores.reserve(scoring.scores.size());
    for (std::size_t i = 0; i < scoring.scores.size(); ++i) {
        scores.push_back({scoring.portfolio.accounts[i].id, &scoring.scores[i], scoring.portfolio.facts[i].existential,
                          std::span(scoring.portfolio.judgements).subspan(i * criteria, criteria)});
    }
    const std::size_t stored = write_scores(work, model, scores);
    forget_those_who_left(work);
    if (stored == 0) return 0;
    work.maintain(show_scores);
    json::Writer facts;
    facts.begin_object().key("model_version").integer(model.model_version).key("accounts").integer(static_cast<std::int64_t>(scores.size()));
    facts.key("stored").integer(static_cast<std::int64_t>(stored)).end_object();
    work.note("segmentation_model", model.id.value, Uuid{}, "scored", facts.take());
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
