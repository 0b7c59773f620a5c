#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/intake/client_book.hpp"
#include "modules/intake/import_report.hpp"
#include "modules/offerings/offering.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::intake {

/// The families of goods that a file of invoices names: offerings found by their code or, standing at the top, by their name.
class FamilyNames {
  public:
    void load(const Reader& reader);

    /// Nothing for an empty name, and for an unknown one unless it may be made.
    std::optional<Id<Offering>> find_or_make(UnitOfWork& work, std::string_view name, bool may_make, Tally& tally);

    /// What this file made under a code.
    std::optional<Id<Offering>> made_with_code(std::string_view code) const;

    /// An item that this file made, whose code may be met again as the name of a family.
    void remember(std::string_view code, Id<Offering> id);

    /// Puts an offering under the family that a file names, when it stands in no tree and nobody has touched it since it came in:
    /// what a person has placed, or taken out, stays there.
    void place(UnitOfWork& work, Id<Offering> offering, std::string_view family, bool may_make, Tally& tally);

    /// Everything made since is forgotten by take_back(), when a transaction is run again.
    void set_mark() { unmarked_.clear(); }
    void take_back();

  private:
    TextMap<Id<Offering>> known_;
    TextMap<Id<Offering>> made_;
    std::vector<std::string> unmarked_;  ///< of those made
};

}  // namespace klicnik::intake
