#pragma once

#include <vector>

#include "modules/library/import_run.hpp"
#include "records/operation.hpp"

namespace klicnik::intake {

/// The steps of the import wizard, and the sample firm. Uploads of whole files come through app/http to accept_upload.
std::vector<Operation> operations();

/// The run as the API shows it: columns, targets, options, questions, progress and report.
Result<Reply> import_reply(const Reader& reader, Id<ImportRun> id, int status = 200);

}  // namespace klicnik::intake
