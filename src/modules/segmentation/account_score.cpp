#include "modules/segmentation/account_score.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field account_score_fields[] = {
    field<&AccountScore::id>({.read_only = true}),
    field<&AccountScore::account_id>({.required = true}),
    field<&AccountScore::model_version>(),
    field<&AccountScore::as_of>({.sortable = true}),
    field<&AccountScore::total_bp>(),
    field<&AccountScore::low_bp>(),
    field<&AccountScore::high_bp>(),
    field<&AccountScore::known_weight_bp>(),
    field<&AccountScore::proposed_tier>(),
    field<&AccountScore::existential>(),
    field<&AccountScore::lines>(),
    field<&AccountScore::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(AccountScore, account_score_fields, .plural = "account_scores",
                      .belonging = Belonging::through_account, .default_sort = "-as_of");

}  // namespace klicnik
