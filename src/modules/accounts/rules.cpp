#include "modules/accounts/rules.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/enum_names.hpp"

namespace klicnik::accounts::rules {

namespace {

constexpr int max_depth = 20;

Error overlaps_error(const AccountAssignment& other) {
    return conflict("assignment.overlaps", {{"role", std::string(to_text(other.role))},
                                            {"from_on", to_text(other.from_on)}});
}

Result<> check_shape(const AccountAssignment& assignment) {
    std::vector<FieldError> errors;
    if (assignment.to_on && *assignment.to_on <= assignment.from_on) {
        errors.push_back({"to_on", "not_after", {{"after", to_text(assignment.from_on)}}});
    }
    if (assignment.allocation_bp < 0 || assignment.allocation_bp > 10'000) {
        errors.push_back({"allocation_bp", "out_of_range", {{"min", "0"}, {"max", "10000"}}});
    }
    if (errors.empty()) return {};
    return invalid(std::move(errors));
}

/// The same person in the roles of lead and deputy.
bool stands_in_for_self(const AccountAssignment& a, const AccountAssignment& b) {
    return a.user_id == b.user_id && a.role != b.role && is_exclusive(a.role) &&
           is_exclusive(b.role);
}

bool may_move(Lifecycle from, Lifecycle to) {
    switch (from) {
        case Lifecycle::prospect:
            return to == Lifecycle::onboarding;
        case Lifecycle::onboarding:
            return to == Lifecycle::active || to == Lifecycle::leaving;
        case Lifecycle::active:
            return to == Lifecycle::at_risk || to == Lifecycle::leaving;
        case Lifecycle::at_risk:
            return to == Lifecycle::active || to == Lifecycle::leaving;
        case Lifecycle::leaving:
            return to == Lifecycle::former || to == Lifecycle::at_risk;
        case Lifecycle::former:
            return to == Lifecycle::onboarding;
    }
    return false;
}

}  // namespace

bool holds_on(const AccountAssignment& assignment, Date day) {
    return !assignment.archived && assignment.from_on <= day &&
           (!assignment.to_on || day < *assignment.to_on);
}

bool overlap(const AccountAssignment& a, const AccountAssignment& b) {
    if (a.archived || b.archived) return false;
    return (!a.to_on || b.from_on < *a.to_on) && (!b.to_on || a.from_on < *b.to_on);
}

bool is_exclusive(AssignmentRole role) {
    return role == AssignmentRole::lead || role == AssignmentRole::deputy;
}

Result<std::vector<Ending>> plan_assignment(std::span<const AccountAssignment> existing,
                                            const AccountAssignment& added) {
    CHECK_OK(check_shape(added));
    std::vector<Ending> endings;
    for (std::size_t i = 0; i < existing.size(); ++i) {
        const AccountAssignment& other = existing[i];
        if (!overlap(other, added)) continue;
        const bool began_before = other.from_on < added.from_on;
        if (other.role == added.role) {
            if (!is_exclusive(added.role)) {
                if (other.user_id == added.user_id) return overlaps_error(other);
            } else if (began_before) {
                endings.push_back({i, added.from_on});
            } else {
                return overlaps_error(other);
            }
        } else if (stands_in_for_self(other, added)) {
            if (added.role != AssignmentRole::lead || !began_before)
                return rule_violated("assignment.deputy_is_lead");
            endings.push_back({i, added.from_on});
        }
    }
    return endings;
}

Result<> check_end(std::span<const AccountAssignment> existing, std::size_t index,
                   std::optional<Date> to_on) {
    AccountAssignment changed = existing[index];
    changed.to_on = to_on;
    CHECK_OK(check_shape(changed));
    for (std::size_t i = 0; i < existing.size(); ++i) {
        if (i == index || !overlap(existing[i], changed)) continue;
        const AccountAssignment& other = existing[i];
        const bool same_holder = other.user_id == changed.user_id;
        if (other.role == changed.role && (is_exclusive(changed.role) || same_holder))
            return overlaps_error(other);
        if (stands_in_for_self(other, changed)) return rule_violated("assignment.deputy_is_lead");
    }
    return {};
}

std::optional<std::size_t> cover_on(std::span<const AccountAssignment> assignments, Date day) {
    std::optional<std::size_t> deputy;
    for (std::size_t i = 0; i < assignments.size(); ++i) {
        if (!holds_on(assignments[i], day)) continue;
        if (assignments[i].role == AssignmentRole::lead) return i;
        if (assignments[i].role == AssignmentRole::deputy) deputy = i;
    }
    return deputy;
}

std::optional<Date> first_day_without_lead(std::span<const AccountAssignment> assignments,
                                           Date from) {
    std::vector<std::pair<Date, std::optional<Date>>> leads;
    for (const AccountAssignment& assignment : assignments) {
        if (assignment.archived || assignment.role != AssignmentRole::lead) continue;
        leads.emplace_back(assignment.from_on, assignment.to_on);
    }
    std::sort(leads.begin(), leads.end());
    Date day = from;
    for (const auto& [begin, end] : leads) {
        if (begin > day) break;
        if (!end) return std::nullopt;
        day = std::max(day, *end);
    }
    return day;
}

Result<> check_farewell(const Account& account) {
    std::vector<FieldError> errors;
    const bool goes = account.lifecycle == Lifecycle::leaving || account.lifecycle == Lifecycle::former;
    if (goes && !account.leave_reason_code) errors.push_back({"leave_reason_code", "required", {}});
    if (account.lifecycle == Lifecycle::former && !account.left_on) errors.push_back({"left_on", "required", {}});
    if (account.client_since && account.left_on && *account.left_on < *account.client_since) errors.push_back({"left_on", "before_start", {}});
    if (errors.empty()) return {};
    return invalid(std::move(errors));
}

Result<> check_lifecycle(const LifecycleMove& move) {
    if (move.from == move.to) return {};
    if (!may_move(move.from, move.to)) {
        return rule_violated(
            "account.lifecycle_not_allowed",
            {{"from", std::string(to_text(move.from))}, {"to", std::string(to_text(move.to))}});
    }
    if (move.from == Lifecycle::at_risk && move.to == Lifecycle::active && !move.may_decide) {
        return rule_violated("account.needs_head_decision");
    }
    return {};
}

Result<> check_parent(Id<Account> account, Id<Account> parent, ParentOf parent_of, int levels_below) {
    std::optional<Id<Account>> above = parent;
    for (int depth = levels_below; above; ++depth) {
        if (*above == account) return invalid("parent_id", "cycle");
        if (depth >= max_depth)
            return invalid("parent_id", "too_deep", {{"max", std::to_string(max_depth)}});
        above = parent_of(*above);
    }
    return {};
}

std::vector<GroupMember> group_of(Id<Account> account, std::span<const ParentLink> links) {
    std::vector<ParentLink> sorted(links.begin(), links.end());
    std::sort(sorted.begin(), sorted.end(), [](const ParentLink& a, const ParentLink& b) {
        return std::pair(a.parent, a.daughter) < std::pair(b.parent, b.daughter);
    });
    std::vector<GroupMember> members = {{account, 0}};
    std::unordered_set<Uuid> seen = {account.value};
    for (std::size_t next = 0; next < members.size(); ++next) {
        const GroupMember member = members[next];
        auto link =
            std::lower_bound(sorted.begin(), sorted.end(), member.id,
                             [](const ParentLink& a, Id<Account> id) { return a.parent < id; });
        for (; link != sorted.end() && link->parent == member.id; ++link) {
            if (seen.insert(link->daughter.value).second)
                members.push_back({link->daughter, member.depth + 1});
        }
    }
    return members;
}

Id<Account> ultimate_parent(Id<Account> account, ParentOf parent_of) {
    for (int depth = 0; depth < max_depth; ++depth) {
        const auto above = parent_of(account);
        if (!above) break;
        account = *above;
    }
    return account;
}

}  // namespace klicnik::accounts::rules
