#include "modules/library/saved_report.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field saved_report_fields[] = {
    field<&SavedReport::id>({.read_only = true}),
    field<&SavedReport::name>({.required = true, .keyed = true, .sortable = true, .max_length = 120}),
    field<&SavedReport::address>({.required = true, .max_length = 2000}),
    field<&SavedReport::archived>({.read_only = true}),
    field<&SavedReport::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(SavedReport, saved_report_fields, .plural = "saved_reports", .title = "name",
                      .belonging = Belonging::workspace, .default_sort = "name");

}  // namespace klicnik
