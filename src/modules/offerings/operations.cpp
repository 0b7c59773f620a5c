#include "modules/offerings/operations.hpp"

#include "modules/offerings/actions.hpp"

namespace klicnik::offerings {

std::vector<Operation> operations() {
    const Entity& offering = entity_of<Offering>();
    return {
        list_operation(offering),
        export_operation(offering),
        get_operation(offering),
        create_operation<Offering, create_offering>(),
        update_operation<Offering, update_offering>(),
        history_operation(offering),
        archive_operation(offering),
        restore_operation(offering),
    };
}

}  // namespace klicnik::offerings
