#include "modules/segmentation/assign.hpp"

#include "modules/accounts/actions.hpp"
#include "modules/accounts/rules.hpp"
#include "modules/identity/actions.hpp"
#include "modules/segmentation/capacity.hpp"

namespace klicnik::segmentation {

namespace {

struct Points {
    Decimal before;
    Decimal after;
    Decimal capacity;
};

/// The person's load on the first day of the assignment, without and with it. What the assignment ends for the same person
/// (the deputy who becomes the lead) is taken off.
Result<Points> points_with(const Reader& reader, const AccountAssignment& added) {
    const User user = reader.find(added.user_id).value_or(User{});
    Points points;
    points.capacity = user.capacity_points;
    const auto carried = reader.all<AccountAssignment>(
        "user_id = $1 AND NOT archived AND from_on <= $2 AND (to_on IS NULL OR to_on > $2)", added.user_id, added.from_on);
    std::vector<Uuid> accounts{added.account_id.value};
    for (const AccountAssignment& one : carried) accounts.push_back(one.account_id.value);
    const Complexities known = complexities(reader, added.from_on, accounts);
    const auto load = [&](const AccountAssignment& one) {
        const auto at = known.find(one.account_id.value);
        return accounts::rules::load_points(at == known.end() ? Decimal::from_integer(1) : at->second.points, one.allocation_bp, one.role);
    };
    for (const AccountAssignment& one : carried) points.before.units += load(one).units;
    const auto existing = accounts::assignments_of(reader, added.account_id);
    TRY(const auto endings, accounts::rules::plan_assignment(existing, added));
    points.after = {points.before.units + load(added).units};
    for (const accounts::rules::Ending& ending : endings) {
        const AccountAssignment& ended = existing[ending.index];
        if (ended.user_id == added.user_id && accounts::rules::holds_on(ended, added.from_on)) points.after.units -= load(ended).units;
    }
    return points;
}

}  // namespace

Result<AccountAssignment> assign(UnitOfWork& work, AccountAssignment assignment) {
    const bool known = work.find(assignment.account_id) && work.find(assignment.user_id);
    if (!known) return accounts::add_assignment(work, std::move(assignment));  // it says which of them is missing
    TRY(const Points points, points_with(work, assignment));
    accounts::rules::GateQuestion question;
    question.enabled = identity::current_workspace(work).overload_gate;
    question.points_before = points.before;
    question.points_after = points.after;
    question.capacity = points.capacity;
    question.reason = assignment.over_capacity_reason ? std::string_view(*assignment.over_capacity_reason) : std::string_view{};
    question.may_accept_risk = work.scope(entity_of<AccountAssignment>(), Action::approve) != Scope::none;
    question.risk_expires_on = assignment.risk_expires_on;
    question.today = work.context().today;
    TRY(const accounts::rules::GateAnswer answer, accounts::rules::ask_gate(question));
    // A reason for an overload that is none would make the list of accepted risks worthless.
    if (!answer.accepted_risk) assignment.over_capacity_reason.reset();
    assignment.risk_expires_on = answer.risk_expires_on;
    if (answer.accepted_risk && !work.context().actor.is_nil()) assignment.accepted_by_id = work.context().actor;
    TRY(AccountAssignment made, accounts::add_assignment(work, std::move(assignment)));
    if (answer.accepted_risk) {
        json::Writer payload;
        payload.begin_object().key("user_id").string(to_text(made.user_id)).key("points").string(to_text(points.after)).end_object();
        work.emit("manager.overloaded", "account_assignment", made.id.value, made.account_id.value, payload.take());
    }
    return made;
}

}  // namespace klicnik::segmentation
