#include "modules/library/operations.hpp"

#include "modules/library/actions.hpp"
#include "records/entity.hpp"

namespace klicnik::library {

std::vector<Operation> operations() {
    const Entity& report = entity_of<SavedReport>();
    return {
        list_operation(report),
        get_operation(report),
        create_operation<SavedReport, create_saved_report>(),
        update_operation<SavedReport, update_saved_report>(),
        archive_operation(report),
        restore_operation(report),
    };
}

}  // namespace klicnik::library
