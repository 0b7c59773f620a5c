#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "modules/ledger/queries.hpp"
#include "modules/segmentation/rules.hpp"
#include "modules/segmentation/segmentation_model.hpp"
#include "records/reader.hpp"

/// Everything that a score needs to know of all clients, read with a handful of set-based statements.
namespace klicnik::segmentation {

/// The condition of SQL under which a client takes part in segmentation, on table `account`: prospects
/// and former clients have no volume to compare and no level of care.
inline constexpr std::string_view takes_part = "NOT archived AND lifecycle NOT IN ('prospect', 'former')";

struct PortfolioAccount {
    Id<Account> id;
    std::optional<Tier> tier;           ///< decided
    std::optional<Tier> kept_tier;      ///< by a manual decision that is not due for review
    std::optional<std::int32_t> score_bp;
    std::optional<Tier> proposed_tier;  ///< stored with the last scoring
    bool kept = false;
};

struct Portfolio {
    Model model;
    std::optional<Month> book_end;
    ledger::rules::MonthWindow window;
    Currency currency;
    std::vector<PortfolioAccount> accounts;         ///< by id
    std::vector<rules::AccountFacts> facts;         ///< in the same order
    std::vector<std::optional<Id<AccountJudgement>>> judgements;  ///< of account i, criterion c at i × criteria + c
    bool margin_is_revenue = false;                 ///< nobody recorded a direct cost in the window
    std::vector<ledger::MissingRate> rates_missing;
};

/// The rules' view of a stored model.
Model model_of(const SegmentationModel& model);

/// The numeric fields of an account that a criterion may name.
std::vector<std::string_view> criterion_fields();

/// The facts of every account that takes part, over the model's window (or `window`) up to the end of the books. Scope is not
/// applied: percentiles compare the whole portfolio.
Portfolio load_portfolio(const Reader& reader, const Model& model, std::optional<ledger::rules::MonthWindow> window = std::nullopt);

/// The newest judgement of each criterion of one account, as facts by position of the criterion.
struct Judged {
    std::vector<rules::CriterionFact> facts;
    std::vector<std::optional<Id<AccountJudgement>>> judgements;
};
Judged judgements_of(const Reader& reader, const Model& model, Id<Account> account);

/// The tiers as they would be decided: a running manual decision stays, else the proposal, else what is.
std::vector<std::optional<Tier>> tiers_after(const Portfolio& portfolio, std::span<const rules::Score> scores);

/// The published model; before the first one the default model.
std::optional<SegmentationModel> published_model(const Reader& reader);

/// The last months that are over, at most six: what losses are reckoned from. Months before the first entry are no history.
std::optional<ledger::rules::MonthWindow> closed_months(const Reader& reader);

/// Accounts whose loss would threaten the firm (I-2, AC12.1): more than a quarter of the margin while every margin is
/// known, or less than six months of reserve. Marks `facts[i].existential`.
void mark_existential(const Reader& reader, Portfolio& portfolio);

}  // namespace klicnik::segmentation
