#pragma once

#include <set>
#include <string>
#include <string_view>

namespace klicnik::document {

/// Makes headings into names that a workbook accepts: at most 31 characters, none of []:*?/\, no apostrophe at either end,
/// not empty, not the reserved "History", and each different from those before without regard to case and accents.
class SheetNames {
  public:
    std::string add(std::string_view heading);

  private:
    std::set<std::string> taken_;
};

}  // namespace klicnik::document
