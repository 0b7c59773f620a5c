#pragma once

/// The closed vocabularies of people at clients; enumerators are spelled as stored.
namespace klicnik::contacts {

enum class PositionLevel { owner, executive, director, manager, specialist, user };

enum class ContactStatus { active, on_leave, left, unknown };

/// Why we may keep the person's data.
enum class GdprBasis { contract, legitimate_interest, consent };

}  // namespace klicnik::contacts
