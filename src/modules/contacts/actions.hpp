#pragma once

#include "modules/contacts/contact.hpp"
#include "records/unit_of_work.hpp"

namespace klicnik::contacts {

Result<Contact> create_contact(UnitOfWork& work, Contact contact);
Result<Contact> update_contact(UnitOfWork& work, const Contact& before, Contact after);

/// "Ing. Jana Nováková, Ph.D.": titles and names in their usual order.
std::string full_name(const Contact& contact);

}  // namespace klicnik::contacts
