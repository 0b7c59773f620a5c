#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "modules/accounts/actions.hpp"
#include "modules/segmentation/account_judgement.hpp"
#include "modules/segmentation/scoring.hpp"
#include "modules/segmentation/segmentation_model.hpp"
#include "modules/segmentation/tier_decision.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::segmentation {

/// A new database has the default model in force from the first start, so that the owner can score at once.
Result<> ensure_default_model(UnitOfWork& work);

/// A new draft with the next number. Errors: those of rules::check_model.
Result<SegmentationModel> create_model(UnitOfWork& work, SegmentationModel model);

/// Errors as create_model, segmentation_model.not_a_draft: a published version never changes.
Result<SegmentationModel> update_model(UnitOfWork& work, const SegmentationModel& before, SegmentationModel after);

/// Copies any version into a new draft.
Result<SegmentationModel> copy_to_draft(UnitOfWork& work, Id<SegmentationModel> id);

/// Puts a draft in force, retires the one before, scores every client and proposes tiers (AC14.1). `confirm_changes` is the
/// number of clients whose tier would change, as the preview said it. Errors: segmentation_model.not_a_draft, conflict
/// segmentation_model.changes_differ, those of rules::check_model.
Result<SegmentationModel> publish_model(UnitOfWork& work, Id<SegmentationModel> id, std::int64_t confirm_changes);

/// The newest judgement of a client on a criterion counts; the older ones stay. The score follows at once.
/// Errors: those of rules::check_judgement, field criterion unknown.
Result<AccountJudgement> judge(UnitOfWork& work, AccountJudgement judgement);

/// Decides the tier of one client by hand (AC16.4). Errors: those of rules::check_tier_decision.
Result<TierDecision> decide_tier(UnitOfWork& work, TierDecision decision);

/// What scoring everything did.
struct Segmented {
    SegmentationModel model;
    Scoring scoring;
    std::size_t stored = 0;   ///< new scores
    std::size_t decided = 0;  ///< tiers that changed because the proposals were accepted
};

/// Scores every client under the published model, and with `accept` decides the proposed tiers, except where a manual
/// decision runs. `only` limits the decisions to these clients. Errors: segmentation_model.none_published.
Result<Segmented> segment(UnitOfWork& work, bool accept, std::optional<ledger::rules::MonthWindow> window = std::nullopt,
                          std::optional<std::vector<Id<Account>>> only = std::nullopt);

/// Adds an assignment when the load allows it on every day from today on, or when somebody who may accept the risk gives a reason
/// (AC33.1); the accepted risk expires, after a quarter unless said otherwise. Errors: assignment.over_capacity {load_before_bp,
/// load_after_bp, capacity_points} of the heaviest day, and those of accounts::add_assignment.
Result<AccountAssignment> assign(UnitOfWork& work, AccountAssignment assignment);

/// Ends an assignment, or lets it hold longer when the load allows that too. Errors as assign, and those of accounts::end_assignment.
Result<AccountAssignment> end(UnitOfWork& work, Id<AccountAssignment> id, const accounts::AssignmentEnding& ending);

}  // namespace klicnik::segmentation
