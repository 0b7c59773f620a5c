#include "modules/identity/absence.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field absence_fields[] = {
    field<&Absence::id>({.read_only = true}),
    field<&Absence::user_id>({.required = true}),
    field<&Absence::from_on>({.required = true, .sortable = true}),
    field<&Absence::to_on>({.required = true}),
    field<&Absence::substitute_id>(),
    field<&Absence::archived>({.read_only = true}),
    field<&Absence::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(Absence, absence_fields, .plural = "absences",
                      .belonging = Belonging::workspace, .default_sort = "-from_on");

}  // namespace klicnik
