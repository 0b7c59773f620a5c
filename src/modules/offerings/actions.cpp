#include "modules/offerings/actions.hpp"

#include "records/entity.hpp"

namespace klicnik {

using offerings::OfferingPlacement;
using offerings::OfferingsPlaced;

static constexpr Field offering_placement_fields[] = {
    field<&OfferingPlacement::offering_ids>({.required = true}),
    field<&OfferingPlacement::parent_id>(),
};
KLICNIK_DEFINE_SHAPE(OfferingPlacement, "offering_placement", offering_placement_fields);

static constexpr Field offerings_placed_fields[] = {field<&OfferingsPlaced::moved>()};
KLICNIK_DEFINE_SHAPE(OfferingsPlaced, "offerings_placed", offerings_placed_fields);

namespace offerings {

namespace {

constexpr int max_depth_of_tree = 20;
constexpr std::size_t most_placed = 200;

Result<> check_offering(const Reader& reader, const Offering& offering) {
    if (reader.connection().integer("SELECT 1 FROM offering WHERE code = $1 AND id <> $2", offering.code, offering.id)) {
        return Error{ErrorKind::conflict, "offering.code_taken", {{"code", offering.code}}, {{"code", "taken"}}};
    }
    auto above = offering.parent_id;
    for (int depth = 0; above; ++depth) {
        if (*above == offering.id || depth == max_depth_of_tree) return invalid("parent_id", "cycle");
        const auto parent = reader.find(*above);
        above = parent ? parent->parent_id : std::nullopt;
    }
    return {};
}

}  // namespace

Result<Offering> create_offering(UnitOfWork& work, Offering offering) {
    CHECK_OK(check_offering(work, offering));
    return work.create(std::move(offering));
}

Result<Offering> update_offering(UnitOfWork& work, const Offering& before, Offering after) {
    CHECK_OK(check_offering(work, after));
    return work.update(before, std::move(after));
}

Result<OfferingsPlaced> place_offerings(UnitOfWork& work, const OfferingPlacement& placement) {
    if (placement.offering_ids.empty()) return invalid("offering_ids", "required");
    if (placement.offering_ids.size() > most_placed) return invalid("offering_ids", "too_many", {{"max", std::to_string(most_placed)}});
    OfferingsPlaced placed;
    for (std::size_t i = 0; i < placement.offering_ids.size(); ++i) {
        const auto id = parse_id(EntityName<Offering>::prefix, placement.offering_ids[i]);
        if (!id) return invalid("offering_ids[" + std::to_string(i) + "]", "bad_id", {{"expected", "off_…"}});
        TRY(const Offering before, work.get(Id<Offering>{*id}, Action::edit));
        if (before.parent_id == placement.parent_id) continue;
        Offering after = before;
        after.parent_id = placement.parent_id;
        CHECK_OK(update_offering(work, before, std::move(after)));
        ++placed.moved;
    }
    return placed;
}

}  // namespace offerings

}  // namespace klicnik
