#include "modules/contacts/actions.hpp"

#include "records/entity.hpp"

namespace klicnik::contacts {

std::string full_name(const Contact& contact) {
    std::string name;
    const auto add = [&name](std::string_view part, std::string_view separator) {
        if (part.empty()) return;
        if (!name.empty()) name.append(separator);
        name.append(part);
    };
    add(contact.title_before.value_or(""), " ");
    add(contact.first_name.value_or(""), " ");
    add(contact.last_name, " ");
    add(contact.title_after.value_or(""), ", ");
    return name;
}

Result<Contact> create_contact(UnitOfWork& work, Contact contact) {
    contact.full_name = full_name(contact);
    return work.create(std::move(contact));
}

Result<Contact> update_contact(UnitOfWork& work, const Contact& before, Contact after) {
    after.full_name = full_name(after);
    return work.update(before, std::move(after));
}

}  // namespace klicnik::contacts
