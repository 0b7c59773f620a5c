#include "modules/identity/workspace.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field workspace_fields[] = {
    field<&Workspace::id>({.read_only = true}),
    field<&Workspace::name>({.required = true, .max_length = 120}),
    field<&Workspace::base_currency>(),
    field<&Workspace::timezone>({.required = true, .max_length = 60}),
    field<&Workspace::locale>({.required = true, .max_length = 5, .format = Format::language}),
    field<&Workspace::fiscal_year_start_month>({.min = 1, .max = 12}),
    field<&Workspace::business_preset>(),
    field<&Workspace::fixed_monthly_costs>({.sensitive = true, .min = 0}),
    field<&Workspace::cash_reserve>({.sensitive = true, .min = 0}),
    field<&Workspace::overload_gate>(),
    field<&Workspace::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(Workspace, workspace_fields, .plural = "workspaces", .title = "name",
                      .belonging = Belonging::workspace, .default_sort = "id");

}  // namespace klicnik
