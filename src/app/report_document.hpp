#pragma once

#include <string_view>

#include "platform/document/document.hpp"
#include "platform/http/json.hpp"
#include "platform/text/messages.hpp"
#include "records/operation.hpp"

namespace klicnik {

/// Whether the answer of the operation is a report that can be had as a document: those named `report.…`, the overview and the
/// concentration.
bool is_report(const Operation& operation);

/// The path of its document below /api/v1: `/reports/<name>/file`.
std::string report_file_path(const Operation& operation);

enum class ReportFormat { pdf, xlsx, csv };

/// The answer of a report as a document: the same figures, because it is made from the answer itself and the description of
/// its fields. Words come from the texts under `report.…`.
document::Document report_document(const Operation& operation, const json::Value& answer, const text::Messages& messages, std::string_view language,
                                   Timestamp made_at);

struct ReportFile {
    std::string bytes;
    std::string_view type;  ///< of the content
    std::string name;       ///< "retention-2026-11-26.pdf"
};
ReportFile report_file(const Operation& operation, const json::Value& answer, const text::Messages& messages, std::string_view language, Timestamp made_at,
                       ReportFormat format);

}  // namespace klicnik
