#include "modules/contacts/operations.hpp"

#include "modules/contacts/actions.hpp"

namespace klicnik::contacts {

std::vector<Operation> operations() {
    const Entity& contact = entity_of<Contact>();
    return {
        list_operation(contact),    export_operation(contact),  get_operation(contact),
        create_operation<Contact, create_contact>(),            update_operation<Contact, update_contact>(),
        history_operation(contact), archive_operation(contact), restore_operation(contact),
    };
}

}  // namespace klicnik::contacts
