#include "app/backup.hpp"

#include "app/check.hpp"
#include "app/data_folder.hpp"
#include "platform/db/copy_rows.hpp"
#include "platform/db/file_lock.hpp"
#include "platform/db/migrator.hpp"

namespace klicnik {

namespace {

namespace fs = std::filesystem;

/// Folders of the data folder that hold what users uploaded.
constexpr std::string_view kept_folders[] = {"imports", "attachments"};

fs::path files_of(const fs::path& backup) {
    fs::path folder = backup;
    folder += ".files";
    return folder;
}

/// Files and folders below `from`, each on disk before this returns; half-written ones (".part") are left out. Throws
/// fs::filesystem_error and db::Error.
void copy_kept(const fs::path& from, const fs::path& to) {
    for (const std::string_view name : kept_folders) {
        if (!fs::is_directory(from / name)) continue;
        fs::create_directories(to / name);
        fs::permissions(to, fs::perms::owner_all);
        for (const fs::directory_entry& entry : fs::directory_iterator(from / name)) {
            if (!entry.is_regular_file() || entry.path().extension() == ".part") continue;
            const fs::path copy = to / name / entry.path().filename();
            fs::copy_file(entry.path(), copy, fs::copy_options::overwrite_existing);
            db::sync_to_disk(copy);
        }
        db::sync_to_disk(to / name);
    }
}

constexpr std::string_view unfinished = "klicnik-unfinished-";

/// A SQLite file on its way, in a folder of its own that is made for it and goes with it.
class FileBetween {
  public:
    FileBetween(const fs::path& beside, Timestamp now) : folder_(beside / (std::string(unfinished) + base32(new_uuid(now.micros)))), now_(now) {
        fs::create_directory(folder_);
        fs::permissions(folder_, fs::perms::owner_all);
    }
    ~FileBetween() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    FileBetween(const FileBetween&) = delete;
    FileBetween& operator=(const FileBetween&) = delete;

    fs::path path() const { return folder_ / "rows.sqlite"; }
    /// Brought to the newest step of the schema; must be closed before this ends.
    Result<std::unique_ptr<db::Database>> open() const {
        auto database = db::Database::open({.sqlite_file = path()});
        CHECK_OK(db::migrate(*database, db::embedded_migrations(), now_.micros));
        return database;
    }

  private:
    fs::path folder_;
    Timestamp now_;
};

/// What is in PostgreSQL as a backup of a SQLite database would be.
Result<> back_up_rows(const App& app, const fs::path& target) {
    const FileBetween between(fs::absolute(target).parent_path(), app.clock->now());
    TRY(const auto copy, between.open());
    app.database->read([&](db::Connection& from) {
        copy->write([&](db::Connection& to) {
            db::copy_all_rows(from, to);
            return db::Outcome::commit;
        });
    });
    copy->backup(target);
    return {};
}

/// Whatever happens in a database is in its audit.
bool has_history(db::Connection& connection) {
    const std::string_view table = connection.engine() == db::Engine::sqlite
                                       ? "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit_head'"
                                       : "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'audit_head'";
    return connection.integer(table) && connection.integer("SELECT number FROM audit_head").value_or(0) > 0;
}

Error damaged(const fs::path& backup, std::string what) {
    return {ErrorKind::invalid, "backup.damaged", {{"path", backup.string()}}, {}, std::move(what)};
}

/// Copies the backup to `between`, brings it to the newest step of the schema and looks for damage, all before anything is put
/// where it will be used: what a restore refuses leaves the target as empty as it was. What can be computed again, as roll-ups
/// can, is no reason to refuse; it may be the only backup there is.
Result<> prepare(const fs::path& backup, const FileBetween& between) {
    fs::copy_file(backup, between.path());
    fs::permissions(between.path(), fs::perms::owner_read | fs::perms::owner_write);
    try {
        bool is_ours = false;
        // An empty file is an empty database to SQLite, and migrations would make a new firm of it.
        db::Database::open({.sqlite_file = between.path()})->read([&](db::Connection& connection) { is_ours = has_history(connection); });
        if (!is_ours) return damaged(backup, "it has no history of Klíčník");
        TRY(const auto copy, between.open());
        std::vector<Fault> faults;
        copy->read([&](db::Connection& connection) { faults = find_damage(connection); });
        if (!faults.empty()) return damaged(backup, faults.front().where + ": " + faults.front().what);
        return {};
    } catch (const db::Error& error) {
        if (error.cause == db::ErrorCause::damaged) return damaged(backup, error.what());
        throw;
    }
}

/// A restore that was killed had no time to do it.
void remove_unfinished(const fs::path& folder) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with(unfinished)) fs::remove_all(entry.path());
    }
}

Result<> put_back_file(const config::Settings& settings, const fs::path& backup, Timestamp now) {
    const db::FileLock lock(settings.sqlite_file().string() + ".lock");
    if (fs::exists(settings.sqlite_file())) return conflict("restore.not_empty", {{"path", settings.data_dir.string()}});
    remove_unfinished(settings.data_dir);
    const FileBetween between(settings.data_dir, now);
    CHECK_OK(prepare(backup, between));
    copy_kept(files_of(backup), settings.data_dir);
    // The database last: without it a restore that was cut off can simply be repeated.
    db::sync_to_disk(between.path());
    fs::rename(between.path(), settings.sqlite_file());
    db::sync_to_disk(settings.data_dir);
    return {};
}

Result<> put_back_rows(const config::Settings& settings, const fs::path& backup, Timestamp now) {
    const auto target = db::Database::open(settings.database_options());
    bool is_taken = false;
    // Before anything is touched: it may be the database of another server, of an older version.
    target->read([&](db::Connection& connection) { is_taken = has_history(connection); });
    if (is_taken) return conflict("restore.database_not_empty");
    const FileBetween between(settings.data_dir, now);
    CHECK_OK(prepare(backup, between));
    TRY(const auto source, between.open());
    CHECK_OK(db::migrate(*target, db::embedded_migrations(), now.micros));
    copy_kept(files_of(backup), settings.data_dir);
    source->read([&](db::Connection& from) {
        target->write([&](db::Connection& to) {
            is_taken = has_history(to);
            if (is_taken) return db::Outcome::roll_back;
            db::copy_all_rows(from, to);
            return db::Outcome::commit;
        });
    });
    if (is_taken) return conflict("restore.database_not_empty");
    return {};
}

}  // namespace

Result<> back_up(const App& app, const fs::path& target) {
    for (const fs::path& taken : {target, files_of(target)}) {
        std::error_code ignored;
        if (fs::exists(taken, ignored)) return conflict("backup.exists", {{"path", taken.string()}});
    }
    std::string failure;
    try {
        // The database first: every file that it names is in the folder already.
        if (app.database->engine() == db::Engine::postgres) {
            CHECK_OK(back_up_rows(app, target));
        } else {
            app.database->backup(target);
        }
        copy_kept(app.settings.data_dir, files_of(target));
        return {};
    } catch (const db::Error& error) {
        failure = error.what();
    } catch (const fs::filesystem_error& error) {
        failure = error.what();
    }
    std::error_code ignored;
    fs::remove(target, ignored);
    fs::remove_all(files_of(target), ignored);
    return unavailable("backup.failed", failure);
}

Result<> put_back(const config::Settings& settings, const fs::path& backup, const Clock& clock) {
    try {
        create_data_folder(settings.data_dir);
        return settings.database.empty() ? put_back_file(settings, backup, clock.now()) : put_back_rows(settings, backup, clock.now());
    } catch (const db::Error& error) {
        return unavailable(error.cause == db::ErrorCause::busy ? "database.in_use" : "restore.failed", error.what());
    } catch (const fs::filesystem_error& error) {
        return unavailable("restore.failed", error.what());
    }
}

}  // namespace klicnik
