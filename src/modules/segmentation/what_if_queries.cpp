#include <algorithm>
#include <mutex>

#include "modules/segmentation/capacity.hpp"
#include "modules/segmentation/queries.hpp"
#include "records/entity.hpp"

/// What sliders need of segmentation: points in columns, and the load that clients make.
namespace klicnik::segmentation {

namespace {

struct Keeper {
    std::mutex mutex;
    std::shared_ptr<const TierColumns> columns;
    std::int64_t revision = -1;  ///< of the ledger
    std::int64_t audit = -1;
    Date today;                  ///< judgements grow old
};

bool has_changed(const Reader& reader, std::int64_t since) {
    return reader.connection()
        .integer("SELECT 1 FROM audit_event WHERE number > $1 AND entity IN ('account', 'account_judgement', 'tier_decision', 'segmentation_model', "
                 "'exchange_rate', 'workspace', 'import_run', 'sample') LIMIT 1", since)
        .has_value();
}

TierColumns load_columns(const Reader& reader, const SegmentationModel& model) {
    const Scoring scoring = score_portfolio(reader, model_of(model));
    std::vector<Uuid> ids;
    for (const PortfolioAccount& account : scoring.portfolio.accounts) ids.push_back(account.id.value);
    TierColumns columns = columns_of(scoring.portfolio.model, ids, scoring.scores, scoring.portfolio.facts);
    for (std::size_t i = 0; i < scoring.portfolio.accounts.size(); ++i) {
        const PortfolioAccount& account = scoring.portfolio.accounts[i];
        if (account.tier) columns.decided[i] = static_cast<TierCode>(*account.tier);
        if (account.kept && account.kept_tier) columns.kept[i] = static_cast<TierCode>(*account.kept_tier);
    }
    return columns;
}

}  // namespace

std::shared_ptr<const TierColumns> tier_columns(const Reader& reader) {
    Keeper& keeper = reader.memory().of<Keeper>();
    const std::lock_guard lock(keeper.mutex);
    const auto revision = reader.connection().integer("SELECT revision FROM ledger_state WHERE id = 1").value_or(0);
    const auto audit = reader.connection().integer("SELECT number FROM audit_head WHERE id = 1").value_or(0);
    const bool holds = keeper.columns && revision == keeper.revision && keeper.today == reader.context().today && !has_changed(reader, keeper.audit);
    if (!holds) {
        const auto model = published_model(reader);
        keeper.columns = std::make_shared<TierColumns>(model ? load_columns(reader, *model) : TierColumns{});
    }
    keeper.revision = revision;
    keeper.audit = audit;
    keeper.today = reader.context().today;
    return keeper.columns;
}

std::vector<LoadWithout> load_without(const Reader& reader, std::span<const Id<Account>> clients) {
    std::vector<LoadWithout> loads;
    for (const TeamLoadItem& item : team_load(reader, reader.context().today).items) {
        loads.push_back({item.user_id, item.user_name, item.points, item.capacity_points, {}});
    }
    std::vector<Uuid> ids;
    for (const Id<Account> client : clients) ids.push_back(client.value);
    if (ids.empty()) return loads;
    const Complexities known = complexities(reader, reader.context().today, ids);
    for (const Id<Account> client : clients) {
        const auto complexity = known.find(client.value);
        if (complexity == known.end()) continue;
        for (const AccountAssignment& one : reader.all<AccountAssignment>(
                 "account_id = $1 AND NOT archived AND from_on <= $2 AND (to_on IS NULL OR to_on > $2)", client, reader.context().today)) {
            const auto load = std::find_if(loads.begin(), loads.end(), [&](const LoadWithout& each) { return each.user_id == one.user_id; });
            if (load == loads.end()) continue;
            load->freed.units += accounts::rules::load_points(complexity->second.points, one.allocation_bp, one.role).units;
        }
    }
    return loads;
}

}  // namespace klicnik::segmentation
