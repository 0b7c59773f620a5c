#include "app/describe.hpp"

#include "app/app.hpp"
#include "app/described_routes.hpp"
#include "app/runner.hpp"
#include "modules/identity/permissions.hpp"
#include "records/openapi.hpp"

namespace klicnik {

std::string describe_permissions() {
    const PermissionMatrix matrix = identity::default_permissions();
    std::string text = "operation";
    for (const std::string_view role : enum_names<Role>()) text.append("\t").append(role);
    text.push_back('\n');
    for (const Operation& operation : all_operations()) {
        text.append(operation.name);
        for (std::size_t i = 0; i < enum_names<Role>().size(); ++i) {
            Context context;
            context.origin = Origin::http;
            context.roles = {static_cast<Role>(i)};
            text.append("\t").append(to_text(matrix.scope(context, operation.permission)));
        }
        text.push_back('\n');
    }
    return text;
}

std::string describe_openapi() {
    return openapi(all_operations(), KLICNIK_VERSION, described_routes()) + "\n";
}

std::string describe_schedule() {
    std::string text;
    for (const Recurring& work : recurring_work()) {
        text.append(work.name).append("\t");
        text.append(work.every_seconds == once_a_day ? "once a day" : "every " + std::to_string(work.every_seconds) + " s").append("\n");
    }
    return text;
}

}  // namespace klicnik
