#include "modules/library/import_run.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field import_run_fields[] = {
    field<&ImportRun::id>({.read_only = true}),
    field<&ImportRun::kind>({.required = true, .immutable = true}),
    field<&ImportRun::file_name>({.required = true}),
    field<&ImportRun::state>({.read_only = true}),
    field<&ImportRun::bytes>({.read_only = true}),
    field<&ImportRun::content_sha256>({.read_only = true, .max_length = 64}),
    field<&ImportRun::encoding>({.max_length = 30}),
    field<&ImportRun::delimiter>({.max_length = 1}),
    field<&ImportRun::has_header>(),
    field<&ImportRun::rows>({.read_only = true}),
    field<&ImportRun::columns>(),
    field<&ImportRun::date_order>({.max_length = 10}),
    field<&ImportRun::decimal_mark>({.max_length = 10}),
    field<&ImportRun::currency>(),
    field<&ImportRun::account_match>({.max_length = 10}),
    field<&ImportRun::create_accounts>(),
    field<&ImportRun::create_offerings>(),
    field<&ImportRun::done_rows>({.derived = true}),
    field<&ImportRun::report>({.derived = true}),
    field<&ImportRun::analysis>({.derived = true}),
    field<&ImportRun::failure>({.derived = true}),
    field<&ImportRun::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(ImportRun, import_run_fields, .plural = "imports", .title = "file_name",
                      .belonging = Belonging::workspace, .default_sort = "-created_at");

}  // namespace klicnik
