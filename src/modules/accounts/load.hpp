#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "modules/accounts/terms.hpp"

/// How complex a client is to look after (domain I-20), how loaded a manager is (I-21), and whether
/// one more client may be assigned (S33). Points are exact decimals; 30 points are a full-time load
/// unless the user says otherwise.
namespace klicnik::accounts::rules {

// --- complexity

struct ComplexityFacts {
    std::int32_t active_stakeholders = 0;
    std::int32_t sites = 0;
    std::int32_t offering_families = 0;
    bool individual_terms = false;      ///< own terms or service levels
    bool regulated_or_foreign = false;  ///< a regulated trade, or another language than ours
    std::int32_t open_issues = 0;       ///< of severity 1 and 2
    bool onboarding = false;
    /// Account::complexity_override; replaces everything above
    std::optional<Decimal> override_points = {};
};

/// What makes a client complex; spelled as in the API.
enum class ComplexityFactor {
    stakeholders,
    sites,
    offerings,
    individual_terms,
    regulated,
    issues,
    onboarding,
    override
};

struct ComplexityReason {
    ComplexityFactor factor = ComplexityFactor::stakeholders;
    Decimal points;
    std::int32_t count = 0;  ///< how many of them there are; 1 for a plain yes

    friend bool operator==(const ComplexityReason&, const ComplexityReason&) = default;
};

struct Complexity {
    Decimal points = Decimal::from_integer(1);
    std::vector<ComplexityReason>
        reasons;  ///< without an override, 1 + Σ points = Complexity::points

    bool is_complex() const { return points >= Decimal::from_integer(2); }
};

/// 1 + stakeholders over three 0.1 each (≤ 1) + further sites 0.2 each (≤ 0.6) + further families
/// 0.15 each (≤ 0.6)
/// + individual terms 0.3 + regulated or foreign 0.3 + serious issues 0.2 each (≤ 0.6) + onboarding
/// 0.2. Only factors that add something are listed.
Complexity complexity_of(const ComplexityFacts& facts);

/// An override needs a reason and lies between 0.1 and 10; clearing it needs nothing.
Result<> check_complexity_override(std::optional<Decimal> points, std::string_view reason);

// --- load

enum class LoadBand { green, amber, red };

/// Share of the complexity that a role carries: lead 1, deputy 0.3, executive sponsor 0.1, the
/// other roles 0.
Decimal role_factor(AssignmentRole role);

/// complexity × allocation × role factor, rounded half-even to four places; `allocation_bp` 10 000
/// = all of it.
Decimal load_points(Decimal complexity, std::int32_t allocation_bp, AssignmentRole role);

struct Load {
    Decimal points;
    std::optional<std::int64_t> load_bp;  ///< absent when the capacity is not positive
    LoadBand band = LoadBand::green;
};

/// Green up to the capacity, amber up to four thirds of it (20 complex accounts at the default),
/// red above. Compared exactly. Without capacity any load is red.
Load load_of(Decimal points, Decimal capacity);

// --- the gate of S33

struct GateQuestion {
    bool enabled = true;  ///< Workspace::overload_gate
    Decimal points_before;
    Decimal points_after;
    Decimal capacity;
    std::string_view reason;                   ///< AccountAssignment::over_capacity_reason
    bool may_accept_risk = false;              ///< the actor is head of accounts or owner
    std::optional<Date> risk_expires_on = {};  ///< a quarter after today when absent
    Date today;
};

struct GateAnswer {
    bool accepted_risk = false;                ///< to be listed among accepted risks
    std::optional<Date> risk_expires_on = {};  ///< set with accepted_risk
};

/// An assignment that lifts a manager's load above the capacity needs a reason of someone who may
/// accept the risk (AC33.1): else `assignment.over_capacity` {load_before_bp, load_after_bp,
/// capacity_points}. One that adds nothing passes even when the manager is over already.
Result<GateAnswer> ask_gate(const GateQuestion& question);

}  // namespace klicnik::accounts::rules
