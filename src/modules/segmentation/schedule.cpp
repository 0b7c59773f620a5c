#include "modules/segmentation/schedule.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "modules/segmentation/scoring.hpp"

namespace klicnik::segmentation {

namespace {

/// So many new scores keep a step well below 50 ms.
constexpr std::size_t scores_per_step = 250;

/// What a look at everybody found to write.
struct Daily {
    std::optional<SegmentationModel> model;  ///< absent when nobody was ever scored: the first scoring is a person's decision
    Scoring scoring;
    std::vector<ScoreChange> changes;
    std::vector<Uuid> left;  ///< show a score and take part no more
};

Daily look(const Reader& reader) {
    Daily daily;
    if (!reader.connection().integer("SELECT 1 FROM account_score_current LIMIT 1")) return daily;
    daily.model = published_model(reader);
    if (!daily.model) return daily;
    daily.scoring = score_portfolio(reader, model_of(*daily.model));
    daily.changes = find_changes(reader, *daily.model, scores_of(*daily.model, daily.scoring));
    reader.connection().query(std::string("SELECT id FROM account WHERE (score_bp IS NOT NULL OR proposed_tier IS NOT NULL) AND NOT (")
                                  .append(takes_part).append(")"),
                              [&](const db::Row& row) { daily.left.push_back(row.uuid(0)); });
    return daily;
}

bool is_in_force(const Reader& reader, const SegmentationModel& model) {
    return reader.connection().integer("SELECT 1 FROM segmentation_model WHERE id = $1 AND status = 'published'", model.id).has_value();
}

void write_step(UnitOfWork& work, const SegmentationModel& model, std::span<const ScoreChange> some) {
    const std::vector<ScoreChange> changes = still_true(work, some);
    if (changes.empty()) return;
    write_changes(work, model, changes);
    show_changes(work, changes);
}

/// Scores follow the books and the calendar (judgements grow old). Looking holds no writer, writing only for a moment. A
/// model that is published meanwhile scores everybody itself.
Result<> score_daily(const Shift& shift) {
    const Daily daily = shift.store.read(shift.context, look);
    if (!daily.model) return {};
    bool in_force = true;
    const auto step = [&](auto&& write) {
        return shift.store.write(shift.context, [&](UnitOfWork& work) -> Result<> {
            in_force = is_in_force(work, *daily.model);
            if (in_force) write(work);
            return {};
        });
    };
    const std::span<const ScoreChange> changes(daily.changes);
    for (std::size_t from = 0; from < changes.size() && in_force; from += scores_per_step) {
        if (shift.stopping) return unavailable("job.stopped");
        const auto some = changes.subspan(from, std::min(scores_per_step, changes.size() - from));
        CHECK_OK(step([&](UnitOfWork& work) { write_step(work, *daily.model, some); }));
    }
    if (!in_force || (changes.empty() && daily.left.empty())) return {};
    return step([&](UnitOfWork& work) {
        for (const Uuid& account : daily.left) forget_score(work, account);
        note_scoring(work, *daily.model, daily.scoring.scores.size(), changes.size());
    });
}

}  // namespace

std::span<const Recurring> schedule() {
    static constexpr Recurring work[] = {{"scores.follow_the_calendar", once_a_day, score_daily}};
    return work;
}

}  // namespace klicnik::segmentation
