#include "modules/contacts/contact.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field contact_fields[] = {
    field<&Contact::id>({.read_only = true}),
    field<&Contact::account_id>({.required = true}),
    field<&Contact::first_name>({.max_length = 80}),
    field<&Contact::last_name>({.required = true, .keyed = true, .sortable = true, .max_length = 80}),
    field<&Contact::full_name>({.read_only = true, .searchable = true}),
    field<&Contact::title_before>({.max_length = 40}),
    field<&Contact::title_after>({.max_length = 40}),
    field<&Contact::salutation_vocative>({.max_length = 120}),
    field<&Contact::position>({.searchable = true, .max_length = 120}),
    field<&Contact::position_level>(),
    field<&Contact::email>({.searchable = true, .max_length = 254, .format = Format::email}),
    field<&Contact::phone>({.searchable = true, .max_length = 60, .format = Format::phone}),
    field<&Contact::language>({.max_length = 10, .format = Format::language}),
    field<&Contact::status>(),
    field<&Contact::left_on>(),
    field<&Contact::linkedin_url>({.max_length = 300, .format = Format::url}),
    field<&Contact::source>({.max_length = 120}),
    field<&Contact::gdpr_basis>(),
    field<&Contact::archived>({.read_only = true}),
    field<&Contact::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(Contact, contact_fields, .plural = "contacts", .title = "full_name",
                      .belonging = Belonging::through_account, .default_sort = "last_name");

}  // namespace klicnik
