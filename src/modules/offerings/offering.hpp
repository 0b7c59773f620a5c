#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "modules/offerings/terms.hpp"

namespace klicnik {

/// Something we sell: a node of the tree of families, products, services and features.
struct Offering {
    Id<Offering> id;
    std::string code;
    std::string name;
    offerings::OfferingKind kind = offerings::OfferingKind::product;
    std::optional<Id<Offering>> parent_id;
    std::optional<std::string> unit;
    bool active = true;
    bool archived = false;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(Offering, "offering", "off");

}  // namespace klicnik
