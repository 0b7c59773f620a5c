#include "app/app.hpp"

#include "app/data_folder.hpp"
#include "modules/identity/actions.hpp"
#include "modules/identity/permissions.hpp"
#include "modules/intake/import_engine.hpp"
#include "modules/intake/interrupted.hpp"
#include "modules/ledger/bulk.hpp"
#include "modules/ledger/rollups.hpp"
#include "modules/segmentation/actions.hpp"
#include "platform/db/migrator.hpp"
#include "records/sort_keys.hpp"

namespace klicnik {

namespace {

/// Only the first process may own a SQLite file, so a refusal is an everyday event for the command line.
Result<std::unique_ptr<db::Database>> open_database(const config::Settings& settings) {
    try {
        if (settings.database.empty()) create_data_folder(settings.data_dir);
        return db::Database::open(settings.database_options());
    } catch (const db::Error& error) {
        if (error.cause == db::ErrorCause::busy) return unavailable("database.in_use", error.what());
        return unavailable("database.cannot_open", error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        return unavailable("database.cannot_open", error.what());
    }
}

}  // namespace

Context system_context(const App& app, Origin origin) {
    Context context;
    context.now = app.clock->now();
    context.origin = origin;
    context.roles = {Role::owner, Role::admin};
    std::string zone = "Europe/Prague";
    app.database->read([&](db::Connection& connection) { zone = connection.text("SELECT timezone FROM workspace LIMIT 1").value_or(zone); });
    context.today = date_in(context.now, is_zone(zone) ? zone : "UTC");
    return context;
}

Result<std::unique_ptr<App>> open_app(config::Settings settings, std::unique_ptr<Clock> clock) {
    register_modules();
    auto app = std::make_unique<App>();
    app->settings = std::move(settings);
    app->clock = std::move(clock);
    app->messages = std::make_unique<text::Messages>(files::klicnik_assets());
    TRY(app->database, open_database(app->settings));
    CHECK_OK(db::migrate(*app->database, db::embedded_migrations(), app->clock->now().micros));
    app->store = std::make_unique<Store>(*app->database, identity::default_permissions());
    app->operations = all_operations();
    intake::use_data_folder(app->settings.data_dir);
    CHECK_OK(app->store->write(system_context(*app), [](UnitOfWork& work) -> Result<> {
        CHECK_OK(identity::ensure_workspace(work));
        fill_missing_sort_keys(work);
        if (work.connection().engine() == db::Engine::sqlite) CHECK_OK(intake::take_over_interrupted(work));
        ledger::ensure_list_indexes(work);  // an import that was killed may have left without them
        ledger::ensure_knowledge(work);
        return segmentation::ensure_default_model(work);
    }));
    return app;
}

}  // namespace klicnik
