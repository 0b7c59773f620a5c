#include "modules/segmentation/account_judgement.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field account_judgement_fields[] = {
    field<&AccountJudgement::id>({.read_only = true}),
    field<&AccountJudgement::account_id>({.required = true, .immutable = true}),
    field<&AccountJudgement::criterion>({.required = true, .max_length = 40}),
    field<&AccountJudgement::value>({.required = true, .min = 0, .max = 100 * Decimal::one}),
    field<&AccountJudgement::reason>({.required = true, .max_length = 1000}),
    field<&AccountJudgement::judged_by_id>({.read_only = true}),
    field<&AccountJudgement::judged_on>({.sortable = true}),
    field<&AccountJudgement::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(AccountJudgement, account_judgement_fields, .plural = "account_judgements",
                      .belonging = Belonging::through_account, .default_sort = "-judged_on");

}  // namespace klicnik
