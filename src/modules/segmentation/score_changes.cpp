#include "modules/segmentation/score_changes.hpp"

#include <algorithm>
#include <string>

#include "records/entity.hpp"

namespace klicnik::segmentation {

namespace {

constexpr std::size_t rows_per_statement = 200;

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

std::int64_t digest_of_score(const SegmentationModel& model, const NewScore& score) {
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

CurrentScore current_in(const db::Row& row) {
    return {row.uuid(0), row.uuid(1), row.integer(2), row.integer(3), row.integer(4)};
}

constexpr std::string_view select_current = "SELECT account_id, score_id, model_version, as_of, digest FROM account_score_current ";

std::optional<CurrentScore> current_of(const Reader& reader, const Uuid& account) {
    std::optional<CurrentScore> found;
    reader.connection().query(std::string(select_current).append("WHERE account_id = $1"),
                              [&](const db::Row& row) { found = current_in(row); }, account);
    return found;
}

/// Current rows in the order of accounts: of all, or of the only one that is asked for.
std::vector<CurrentScore> read_current(const Reader& reader, std::span<const NewScore> scores) {
    std::vector<CurrentScore> found;
    if (scores.size() == 1) {
        if (const auto one = current_of(reader, scores.front().account.value)) found.push_back(*one);
    } else {
        reader.connection().query(std::string(select_current).append("ORDER BY account_id"),
                                  [&](const db::Row& row) { found.push_back(current_in(row)); });
    }
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

void write_current(UnitOfWork& work, const SegmentationModel& model, std::span<const ScoreChange> changes, std::span<const AccountScore> records) {
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
            push_current(params, model, records[i], changes[i].score, changes[i].digest);
        }
        work.maintain_many(sql, params);
    }
}

}  // namespace

std::vector<ScoreChange> find_changes(const Reader& reader, const SegmentationModel& model, std::span<const NewScore> scores) {
    std::vector<ScoreChange> changes;
    const std::vector<CurrentScore> current = read_current(reader, scores);
    std::size_t at = 0;
    for (const NewScore& score : scores) {
        while (at < current.size() && current[at].account < score.account.value) ++at;
        const bool known = at < current.size() && current[at].account == score.account.value;
        const std::int64_t digest = digest_of_score(model, score);
        if (known && current[at].digest == digest) continue;
        changes.push_back({score, digest, known ? std::optional(current[at]) : std::nullopt});
    }
    return changes;
}

std::vector<ScoreChange> still_true(const Reader& reader, std::span<const ScoreChange> changes) {
    std::vector<ScoreChange> same;
    for (const ScoreChange& change : changes) {
        if (current_of(reader, change.score.account.value) == change.before) same.push_back(change);
    }
    return same;
}

void write_changes(UnitOfWork& work, const SegmentationModel& model, std::span<const ScoreChange> changes) {
    std::vector<Uuid> replaced;
    std::vector<AccountScore> records;
    records.reserve(changes.size());
    for (const ScoreChange& change : changes) {
        records.push_back(record_of(work, model, change.score));
        const bool today = change.before && change.before->as_of == work.context().today.days;
        if (today && change.before->model_version == model.model_version) replaced.push_back(change.before->score_id);
    }
    delete_scores(work, replaced);
    std::size_t next = 0;
    work.create_many(entity_of<AccountScore>(), [&]() -> const void* { return next < records.size() ? &records[next++] : nullptr; });
    write_current(work, model, changes, records);
}

void show_changes(UnitOfWork& work, std::span<const ScoreChange> changes) {
    for (const ScoreChange& change : changes) {
        const auto proposed = change.score.score->proposed_tier;
        work.maintain("UPDATE account SET score_bp = $2, proposed_tier = $3 WHERE id = $1", change.score.account, change.score.score->total_bp,
                      proposed ? std::optional(to_text(*proposed)) : std::nullopt);
    }
}

void forget_score(UnitOfWork& work, const Uuid& account) {
    work.maintain("DELETE FROM account_score_current WHERE account_id = $1", account);
    work.maintain("UPDATE account SET score_bp = NULL, proposed_tier = NULL WHERE id = $1", account);
}

}  // namespace klicnik::segmentation
