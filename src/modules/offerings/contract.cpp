#include "modules/offerings/contract.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field contract_fields[] = {
    field<&Contract::id>({.read_only = true}),
    field<&Contract::account_id>({.required = true, .immutable = true}),
    field<&Contract::number>({.searchable = true, .max_length = 60}),
    field<&Contract::name>({.searchable = true, .keyed = true, .sortable = true}),
    field<&Contract::kind>(),
    field<&Contract::starts_on>({.required = true, .sortable = true}),
    field<&Contract::ends_on>({.sortable = true}),
    field<&Contract::notice_days>({.min = 0, .max = 3650}),
    field<&Contract::auto_renew>(),
    field<&Contract::renewal_term_months>({.min = 1, .max = 1200}),
    field<&Contract::annual_value>({.sensitive = true, .sortable = true, .min = 0}),
    field<&Contract::currency>(),
    field<&Contract::indexation>({.max_length = 500}),
    field<&Contract::sla_text>({.max_length = 10000, .format = Format::multiline}),
    field<&Contract::state>({.read_only = true}),
    field<&Contract::notice_given_on>({.read_only = true}),
    field<&Contract::terminated_on>({.read_only = true}),
    field<&Contract::end_reason>({.read_only = true, .max_length = 500}),
    field<&Contract::replaces_id>(),
    field<&Contract::archived>({.read_only = true}),
    field<&Contract::term_ends_on>({.derived = true, .sortable = true}),
    field<&Contract::notice_deadline_on>({.derived = true, .sortable = true}),
    field<&Contract::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(Contract, contract_fields, .plural = "contracts", .title = "name",
                      .belonging = Belonging::through_account, .default_sort = "-starts_on");

}  // namespace klicnik
