#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "modules/segmentation/account_score.hpp"
#include "modules/segmentation/portfolio.hpp"
#include "modules/segmentation/score_changes.hpp"
#include "records/unit_of_work.hpp"

/// Keeping scores: one history by date, one current row per client, and what lists show on the client itself.
namespace klicnik::segmentation {

/// Scores of a whole portfolio and how they would change it.
struct Scoring {
    Portfolio portfolio;
    std::vector<rules::Score> scores;           ///< of portfolio.accounts
    std::vector<std::optional<Tier>> after;     ///< tiers when the proposals are accepted
    rules::Comparison comparison;               ///< of the decided tiers with `after`
};

/// Reads the portfolio and scores it; writes nothing.
Scoring score_portfolio(const Reader& reader, const Model& model, std::optional<ledger::rules::MonthWindow> window = std::nullopt);

/// Stores the scores under that version of the model: a client whose score says nothing new gets no new row, one that was
/// scored today under the same version has its row replaced. Also account.score_bp and proposed_tier. Returns the number of
/// scores that were new.
std::size_t store_scoring(UnitOfWork& work, const SegmentationModel& model, const Scoring& scoring);

/// The scores of a scoring, in the order of accounts; they point into it.
std::vector<NewScore> scores_of(const SegmentationModel& model, const Scoring& scoring);

/// The line of the audit about a scoring of everybody.
void note_scoring(UnitOfWork& work, const SegmentationModel& model, std::size_t accounts, std::size_t stored);

/// Scores one client again after a judgement. Nothing happens to a client that was never scored, or not under the published
/// model: the next scoring will take the judgement.
void rescore_account(UnitOfWork& work, Id<Account> account);

}  // namespace klicnik::segmentation
