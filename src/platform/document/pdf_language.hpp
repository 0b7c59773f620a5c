#pragma once

#include <string>
#include <string_view>

namespace klicnik::document {

/// The same PDF with the language of its text ("cs") in its catalogue, where programs that read aloud look for it. cairo 1.16
/// has no call for it, so the catalogue is written once more at the end (an incremental update, ISO 32000-1, 7.5.6). A file
/// of another shape than cairo's comes back as it is.
std::string with_language(std::string pdf, std::string_view language);

}  // namespace klicnik::document
