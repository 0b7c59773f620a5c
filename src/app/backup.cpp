#include "app/backup.hpp"

#include "app/data_folder.hpp"
#include "platform/db/file_lock.hpp"

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

}  // namespace

Result<> back_up(const App& app, const fs::path& target) {
    for (const fs::path& taken : {target, files_of(target)}) {
        std::error_code ignored;
        if (fs::exists(taken, ignored)) return conflict("backup.exists", {{"path", taken.string()}});
    }
    std::string failure;
    try {
        // The database first: every file that it names is in the folder already.
        app.database->backup(target);
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

Result<> put_back(const config::Settings& settings, const fs::path& backup) {
    try {
        create_data_folder(settings.data_dir);
        const db::FileLock lock(settings.sqlite_file().string() + ".lock");
        if (fs::exists(settings.sqlite_file())) return conflict("restore.not_empty", {{"path", settings.data_dir.string()}});
        copy_kept(files_of(backup), settings.data_dir);
        // The database last: without it a restore that was cut off can simply be repeated.
        fs::path unfinished = settings.sqlite_file();
        unfinished += ".unfinished";
        fs::copy_file(backup, unfinished, fs::copy_options::overwrite_existing);
        fs::permissions(unfinished, fs::perms::owner_read | fs::perms::owner_write);
        db::sync_to_disk(unfinished);
        fs::rename(unfinished, settings.sqlite_file());
        db::sync_to_disk(settings.data_dir);
        return {};
    } catch (const db::Error& error) {
        return unavailable(error.cause == db::ErrorCause::busy ? "database.in_use" : "restore.failed", error.what());
    } catch (const fs::filesystem_error& error) {
        return unavailable("restore.failed", error.what());
    }
}

}  // namespace klicnik
