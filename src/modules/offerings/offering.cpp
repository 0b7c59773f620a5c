#include "modules/offerings/offering.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field offering_fields[] = {
    field<&Offering::id>({.read_only = true}),
    field<&Offering::code>({.required = true, .searchable = true, .max_length = 60}),
    field<&Offering::name>({.required = true, .searchable = true, .keyed = true, .sortable = true}),
    field<&Offering::kind>(),
    field<&Offering::parent_id>(),
    field<&Offering::unit>({.max_length = 20}),
    field<&Offering::active>(),
    field<&Offering::archived>({.read_only = true}),
    field<&Offering::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(Offering, offering_fields, .plural = "offerings", .title = "name",
                      .belonging = Belonging::workspace, .default_sort = "name");

}  // namespace klicnik
