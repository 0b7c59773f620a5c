#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/intake/import_report.hpp"
#include "modules/library/import_run.hpp"

/// Uploaded files by their content, and the files of refused rows.
namespace klicnik::intake {

std::string content_hash(std::string_view bytes);

/// Writes the file unless one with this content is there. Safe to repeat.
Result<> keep_file(const std::string& hash, std::string_view bytes);
Result<std::string> kept_file(const ImportRun& run);

/// Error: field `file` unreadable.
Result<std::string> read_whole_file(const std::filesystem::path& path);

/// Replaces the file of refused rows of a run; none leaves no file.
void keep_refused(const ImportRun& run, std::string_view heading, char delimiter, const std::vector<RefusedRow>& rows);
std::filesystem::path refused_path(Id<ImportRun> run);

}  // namespace klicnik::intake
