#include "modules/intake/family_names.hpp"

#include "modules/offerings/actions.hpp"

namespace klicnik::intake {

void FamilyNames::load(const Reader& reader) {
    reader.connection().query("SELECT code, name, id, parent_id FROM offering", [&](const db::Row& row) {
        const Id<Offering> id{row.uuid(2)};
        known_.insert_or_assign(std::string(row.text(0)), id);
        if (row.is_null(3)) known_.try_emplace(std::string(row.text(1)), id);
    });
}

std::optional<Id<Offering>> FamilyNames::find_or_make(UnitOfWork& work, std::string_view name, bool may_make, Tally& tally) {
    if (name.empty()) return std::nullopt;
    if (const auto known = known_.find(name); known != known_.end()) return known->second;
    if (const auto made = made_with_code(name)) return made;
    if (!may_make) return std::nullopt;
    Offering family;
    family.code = name;
    family.name = name;
    const auto made = offerings::create_offering(work, std::move(family));
    if (!made) return std::nullopt;  // its lines are in the books all the same
    remember(name, made->id);
    ++tally.offerings_created;
    return made->id;
}

std::optional<Id<Offering>> FamilyNames::made_with_code(std::string_view code) const {
    const auto found = made_.find(code);
    return found == made_.end() ? std::nullopt : std::optional(found->second);
}

void FamilyNames::remember(std::string_view code, Id<Offering> id) {
    if (made_.emplace(std::string(code), id).second) unmarked_.emplace_back(code);
}

void FamilyNames::place(UnitOfWork& work, Id<Offering> offering, std::string_view family, bool may_make, Tally& tally) {
    if (family.empty()) return;
    const auto before = work.find(offering);
    if (!before || before->parent_id || before->version > 1) return;
    if (work.connection().integer("SELECT 1 FROM offering WHERE parent_id = $1 LIMIT 1", offering)) return;
    Offering after = *before;
    after.parent_id = find_or_make(work, family, may_make, tally);
    if (!after.parent_id || *after.parent_id == offering) return;
    (void)offerings::update_offering(work, *before, std::move(after));  // a circle leaves it where it is
}

void FamilyNames::take_back() {
    for (const std::string& name : unmarked_) made_.erase(name);
    unmarked_.clear();
}

}  // namespace klicnik::intake
