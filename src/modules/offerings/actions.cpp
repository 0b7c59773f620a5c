#include "modules/offerings/actions.hpp"

#include "records/entity.hpp"

namespace klicnik::offerings {

namespace {

constexpr int max_depth_of_tree = 20;

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

}  // namespace klicnik::offerings
