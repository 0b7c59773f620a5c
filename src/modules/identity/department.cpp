#include "modules/identity/department.hpp"

#include "records/entity.hpp"
#include "modules/identity/user.hpp"

namespace klicnik {

static constexpr Field department_fields[] = {
    field<&Department::id>({.read_only = true}),
    field<&Department::name>({.required = true, .keyed = true, .sortable = true, .max_length = 120}),
    field<&Department::kind>(),
    field<&Department::lead_id>(),
    field<&Department::deputy_id>(),
    field<&Department::inbox_email>({.max_length = 254, .format = Format::email}),
    field<&Department::archived>({.read_only = true}),
    field<&Department::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(Department, department_fields, .plural = "departments", .title = "name",
                      .belonging = Belonging::workspace, .default_sort = "name");

}  // namespace klicnik
