#pragma once

#include "records/unit_of_work.hpp"

/// What became of imports whose program was killed.
namespace klicnik::intake {

/// For the start of a program that is the only one on its database: jobs that the last one held may go on at once, and imports that
/// run but have no job (those of the command line) become `failed` with import.interrupted. Running them again completes them.
Result<> take_over_interrupted(UnitOfWork& work);

}  // namespace klicnik::intake
