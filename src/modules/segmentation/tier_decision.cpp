#include "modules/segmentation/tier_decision.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field tier_decision_fields[] = {
    field<&TierDecision::id>({.read_only = true}),
    field<&TierDecision::account_id>({.required = true, .immutable = true}),
    field<&TierDecision::from_tier>({.read_only = true}),
    field<&TierDecision::to_tier>(),
    field<&TierDecision::care_model>(),
    field<&TierDecision::reason>({.max_length = 1000}),
    field<&TierDecision::decided_by_id>({.read_only = true}),
    field<&TierDecision::decided_on>({.read_only = true, .sortable = true}),
    field<&TierDecision::review_on>(),
    field<&TierDecision::overrides_score>({.read_only = true}),
    field<&TierDecision::current>({.derived = true}),
    field<&TierDecision::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(TierDecision, tier_decision_fields, .plural = "tier_decisions",
                      .belonging = Belonging::through_account, .default_sort = "-decided_on");

}  // namespace klicnik
