#include "modules/identity/user.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field user_fields[] = {
    field<&User::id>({.read_only = true}),
    field<&User::full_name>({.required = true, .searchable = true, .keyed = true, .sortable = true, .max_length = 120}),
    field<&User::email>({.required = true, .searchable = true, .max_length = 254, .format = Format::email}),
    field<&User::locale>({.max_length = 5, .format = Format::language}),
    field<&User::timezone>({.max_length = 60}),
    field<&User::department_id>(),
    field<&User::roles>({.required = true}),
    field<&User::active>({.read_only = true}),
    field<&User::hourly_cost>({.sensitive = true, .min = 0}),
    field<&User::weekly_hours_on_care>({.min = 0, .max = 168 * Decimal::one}),
    field<&User::capacity_points>({.min = 0, .max = 1000 * Decimal::one}),
    field<&User::last_seen_at>({.derived = true}),
    field<&User::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(User, user_fields, .plural = "users", .title = "full_name",
                      .belonging = Belonging::workspace, .default_sort = "full_name");

}  // namespace klicnik
