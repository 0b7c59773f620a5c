#pragma once

/// The closed vocabularies of accounts and of their assignments; enumerators are spelled as stored.
namespace klicnik::accounts {

/// Where the relation stands (domain 5.2).
enum class Lifecycle { prospect, onboarding, active, at_risk, leaving, former };

/// The level of care an account has been decided to get; A is the highest.
enum class Tier { A, B, C, D };

enum class CareModel { dedicated, pooled, automated };

enum class LeaveReason { price, service, product, competitor, closed_down, other, unknown };

enum class AssignmentRole { lead, deputy, executive_sponsor, delivery, support, finance, analyst };

}  // namespace klicnik::accounts
