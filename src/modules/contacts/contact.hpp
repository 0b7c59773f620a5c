#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/id.hpp"
#include "modules/accounts/account.hpp"
#include "modules/contacts/terms.hpp"

namespace klicnik {

/// A person at a client.
struct Contact {
    Id<Contact> id;
    Id<Account> account_id;
    std::optional<std::string> first_name;
    std::string last_name;
    std::string full_name;  ///< titles and names in their usual order
    std::optional<std::string> title_before;
    std::optional<std::string> title_after;
    std::optional<std::string> salutation_vocative;  ///< oslovení: "pane Nováku"
    std::optional<std::string> position;
    std::optional<contacts::PositionLevel> position_level;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::optional<std::string> language;
    contacts::ContactStatus status = contacts::ContactStatus::active;
    std::optional<Date> left_on;
    std::optional<std::string> linkedin_url;
    std::optional<std::string> source;
    contacts::GdprBasis gdpr_basis = contacts::GdprBasis::legitimate_interest;
    bool archived = false;
    std::int64_t version = 1;
};

KLICNIK_ENTITY(Contact, "contact", "con");

}  // namespace klicnik
