#include <algorithm>

#include "modules/accounts/rules.hpp"
#include "modules/identity/actions.hpp"
#include "modules/segmentation/actions.hpp"
#include "modules/segmentation/capacity.hpp"

namespace klicnik::segmentation {

namespace {

struct Points {
    Decimal before;
    Decimal after;
    Decimal capacity;
};

/// What one person carries from a day on, as it is and as it is to be.
class Burden {
  public:
    Burden(const Reader& reader, const AccountAssignment& added) : added_(added) {
        now_ = reader.all<AccountAssignment>("user_id = $1 AND NOT archived AND role IN ('lead', 'deputy', 'executive_sponsor') AND EXISTS "
                                             "(SELECT 1 FROM account a WHERE a.id = account_id AND NOT a.archived)",
                                             added.user_id);
        std::vector<Uuid> accounts{added.account_id.value};
        for (const AccountAssignment& one : now_) accounts.push_back(one.account_id.value);
        known_ = complexities(reader, reader.context().today, accounts);
        then_ = now_;
        std::erase_if(then_, [&](const AccountAssignment& one) { return one.id == added.id; });
        then_.push_back(added);
    }

    /// Something that the added assignment ends: the deputy who becomes the lead.
    void end(Id<AccountAssignment> id, Date to_on) {
        for (AccountAssignment& one : then_) {
            if (one.id == id) one.to_on = to_on;
        }
    }

    /// The heaviest of the days from `first` on which the added one holds; nothing when it holds on none of them.
    std::optional<Points> heaviest_from(Date first) const {
        std::vector<Date> days{std::max(first, added_.from_on)};
        for (const AccountAssignment& one : then_) {
            if (one.from_on > days.front()) days.push_back(one.from_on);  // the load grows on these days only
        }
        std::optional<Points> heaviest;
        for (const Date day : days) {
            if (!accounts::rules::holds_on(added_, day)) continue;
            const Points points{load_on(now_, day), load_on(then_, day), {}};
            if (!heaviest || points.after > heaviest->after) heaviest = points;
        }
        return heaviest;
    }

  private:
    Decimal load_on(const std::vector<AccountAssignment>& carried, Date day) const {
        Decimal points;
        for (const AccountAssignment& one : carried) {
            if (!accounts::rules::holds_on(one, day)) continue;
            const auto at = known_.find(one.account_id.value);
            const Decimal complexity = at == known_.end() ? Decimal::from_integer(1) : at->second.points;
            points.units += accounts::rules::load_points(complexity, one.allocation_bp, one.role).units;
        }
        return points;
    }

    const AccountAssignment& added_;
    std::vector<AccountAssignment> now_;
    std::vector<AccountAssignment> then_;
    Complexities known_;
};

/// Nothing when it carries no load from today on.
Result<std::optional<Points>> points_with(const Reader& reader, const AccountAssignment& added) {
    const auto account = reader.find(added.account_id);
    if (!account || account->archived) return std::optional<Points>{};
    Burden burden(reader, added);
    if (added.id.value.is_nil()) {
        const auto existing = accounts::assignments_of(reader, added.account_id);
        TRY(const auto endings, accounts::rules::plan_assignment(existing, added));
        for (const accounts::rules::Ending& ending : endings) burden.end(existing[ending.index].id, ending.to_on);
    }
    std::optional<Points> points = burden.heaviest_from(reader.context().today);
    if (points) points->capacity = reader.find(added.user_id).value_or(User{}).capacity_points;
    return points;
}

struct Passed {
    bool risk_accepted = false;
    Decimal points;
};

/// Asks the gate and writes its answer into the assignment.
Result<Passed> pass_gate(const UnitOfWork& work, AccountAssignment& assignment) {
    std::optional<Points> points;
    if (identity::current_workspace(work).overload_gate) {
        TRY(points, points_with(work, assignment));
    }
    const std::string reason = assignment.over_capacity_reason.value_or("");
    accounts::rules::GateQuestion question;
    question.enabled = points.has_value();
    if (points) question.points_before = points->before;
    if (points) question.points_after = points->after;
    if (points) question.capacity = points->capacity;
    question.reason = reason;
    question.may_accept_risk = work.scope(entity_of<AccountAssignment>(), Action::approve) != Scope::none;
    question.risk_expires_on = assignment.risk_expires_on;
    question.today = work.context().today;
    TRY(const accounts::rules::GateAnswer answer, accounts::rules::ask_gate(question));
    // A reason for an overload that is none would make the list of accepted risks worthless.
    if (!answer.accepted_risk) assignment.over_capacity_reason.reset();
    assignment.risk_expires_on = answer.risk_expires_on;
    if (answer.accepted_risk && !work.context().actor.is_nil()) assignment.accepted_by_id = work.context().actor;
    return Passed{answer.accepted_risk, question.points_after};
}

void announce(UnitOfWork& work, const AccountAssignment& made, const Passed& passed) {
    if (!passed.risk_accepted) return;
    json::Writer payload;
    payload.begin_object().key("user_id").string(to_text(made.user_id)).key("points").string(to_text(passed.points)).end_object();
    work.emit("manager.overloaded", "account_assignment", made.id.value, made.account_id.value, payload.take());
}

}  // namespace

Result<AccountAssignment> assign(UnitOfWork& work, AccountAssignment assignment) {
    const bool known = work.find(assignment.account_id) && work.find(assignment.user_id);
    if (!known) return accounts::add_assignment(work, std::move(assignment));  // it says which of them is missing
    TRY(const Passed passed, pass_gate(work, assignment));
    TRY(AccountAssignment made, accounts::add_assignment(work, std::move(assignment)));
    announce(work, made, passed);
    return made;
}

Result<AccountAssignment> end(UnitOfWork& work, Id<AccountAssignment> id, const accounts::AssignmentEnding& ending) {
    TRY(const AccountAssignment before, work.get(id, Action::edit));
    AccountAssignment after = before;
    after.to_on = ending.to_on;
    const bool is_longer = before.to_on && (!ending.to_on || *ending.to_on > *before.to_on);
    if (!is_longer) return accounts::end_assignment(work, before, std::move(after));
    after.over_capacity_reason = ending.over_capacity_reason;
    after.risk_expires_on = ending.risk_expires_on;
    TRY(const Passed passed, pass_gate(work, after));
    TRY(AccountAssignment done, accounts::end_assignment(work, before, std::move(after)));
    announce(work, done, passed);
    return done;
}

}  // namespace klicnik::segmentation
