#pragma once

#include <memory>
#include <vector>

#include "app/watchers.hpp"
#include "platform/clock/clock.hpp"
#include "platform/config/settings.hpp"
#include "platform/db/database.hpp"
#include "platform/http/metrics.hpp"
#include "platform/text/messages.hpp"
#include "records/operation.hpp"
#include "records/store.hpp"

namespace klicnik {

/// Everything that runs, as plain members: who needs a part gets it handed.
struct App {
    config::Settings settings;
    std::unique_ptr<Clock> clock;
    std::unique_ptr<text::Messages> messages;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<Store> store;
    std::vector<Operation> operations;
    const http::Metrics* metrics = nullptr;  ///< of the server, once it runs
    Watchers watchers;                       ///< those who follow the progress of an import
};

/// Opens (and creates, and migrates) the database of the settings. Errors: database.in_use, schema.newer_than_program,
/// schema.changed_after_release, unavailable database.cannot_open.
Result<std::unique_ptr<App>> open_app(config::Settings settings, std::unique_ptr<Clock> clock);

/// All operations of all modules, in the order of the modules.
std::vector<Operation> all_operations();

/// Registers the entities of all modules; safe to call again.
void register_modules();

/// A context of the system itself at this moment.
Context system_context(const App& app, Origin origin = Origin::system);

}  // namespace klicnik
