#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "modules/segmentation/account_score.hpp"
#include "modules/segmentation/portfolio.hpp"
#include "modules/segmentation/segmentation_model.hpp"
#include "records/unit_of_work.hpp"

/// The difference between scores as they are now and as they are stored: found by looking only, written in as many steps as
/// one likes.
namespace klicnik::segmentation {

/// A score as it is now.
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

    friend bool operator==(const CurrentScore&, const CurrentScore&) = default;
};

/// A score that says something new.
struct ScoreChange {
    NewScore score;
    std::int64_t digest = 0;
    std::optional<CurrentScore> before;
};

/// `scores` are in the order of accounts.
std::vector<ScoreChange> find_changes(const Reader& reader, const SegmentationModel& model, std::span<const NewScore> scores);

/// Those of the changes whose client has not been scored again meanwhile.
std::vector<ScoreChange> still_true(const Reader& reader, std::span<const ScoreChange> changes);

/// Stores new rows and makes them the current ones; a row of the same day and model version is replaced. What lists show on
/// the client follows with show_changes.
void write_changes(UnitOfWork& work, const SegmentationModel& model, std::span<const ScoreChange> changes);

void show_changes(UnitOfWork& work, std::span<const ScoreChange> changes);

/// Of a client who takes part no more; its history stays.
void forget_score(UnitOfWork& work, const Uuid& account);

}  // namespace klicnik::segmentation
