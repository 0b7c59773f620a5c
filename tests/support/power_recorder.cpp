#include "tests/support/power_recorder.hpp"

#include <sqlite3.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace klicnik::test {

namespace {

constexpr std::size_t piece = 512;

enum class StepKind { write, truncate, sync };

struct Step {
    StepKind kind;
    std::string file;
    std::size_t at = 0;  ///< offset of a write, new size of a truncation
    std::string bytes = {};
};

void write_at(std::string& content, std::size_t at, std::string_view bytes) {
    if (content.size() < at + bytes.size()) content.resize(at + bytes.size(), '\0');
    content.replace(at, bytes.size(), bytes);
}

void apply(std::string& content, const Step& step) {
    if (step.kind == StepKind::write) write_at(content, step.at, step.bytes);
    else if (step.kind == StepKind::truncate) content.resize(step.at, '\0');
}

/// What the disk happened to do of a step that it was not yet made to keep.
void apply_in_part(std::string& content, const Step& step, std::mt19937& random) {
    if (step.kind == StepKind::truncate) {
        if (random() % 2 == 0) apply(content, step);
        return;
    }
    for (std::size_t at = 0; at < step.bytes.size(); at += piece) {
        if (random() % 2 == 0) write_at(content, step.at + at, std::string_view(step.bytes).substr(at, piece));
    }
}

}  // namespace

struct PowerRecorder::Log {
    std::filesystem::path folder;
    std::map<std::string, std::string> before;  ///< the files when recording began
    mutable std::mutex mutex;
    std::vector<Step> steps;
    std::size_t syncs = 0;
    sqlite3_vfs* real = nullptr;
    sqlite3_vfs own{};

    void add(Step step) {
        const std::lock_guard lock(mutex);
        syncs += step.kind == StepKind::sync ? 1U : 0U;
        steps.push_back(std::move(step));
    }
};

/// Lies in memory that SQLite allocates: the real file follows behind.
struct RecordedFile {
    sqlite3_file base;
    PowerRecorder::Log* log;
    const char* path;  ///< SQLite keeps it until the file is closed

    static RecordedFile* of(sqlite3_file* file) { return reinterpret_cast<RecordedFile*>(file); }
    static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(of(file) + 1); }
    std::string name() const { return std::filesystem::path(path).filename().string(); }

    static int close(sqlite3_file* file) {
        sqlite3_file* inner = real(file);
        return inner->pMethods ? inner->pMethods->xClose(inner) : SQLITE_OK;
    }
    static int read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 at) { return real(file)->pMethods->xRead(real(file), bytes, count, at); }
    static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
        of(file)->log->add({StepKind::write, of(file)->name(), static_cast<std::size_t>(at),
                            std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count))});
        return real(file)->pMethods->xWrite(real(file), bytes, count, at);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        of(file)->log->add({StepKind::truncate, of(file)->name(), static_cast<std::size_t>(size)});
        return real(file)->pMethods->xTruncate(real(file), size);
    }
    static int sync(sqlite3_file* file, int flags) {
        const int outcome = real(file)->pMethods->xSync(real(file), flags);
        of(file)->log->add({StepKind::sync, of(file)->name()});
        return outcome;
    }
    static int size(sqlite3_file* file, sqlite3_int64* bytes) { return real(file)->pMethods->xFileSize(real(file), bytes); }
    static int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
    static int unlock(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
    static int reserved(sqlite3_file* file, int* answer) { return real(file)->pMethods->xCheckReservedLock(real(file), answer); }
    static int control(sqlite3_file* file, int operation, void* argument) { return real(file)->pMethods->xFileControl(real(file), operation, argument); }
    static int sector(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
    static int character(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
    static int map(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
        return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
    }
    static int shared_lock(sqlite3_file* file, int at, int count, int flags) { return real(file)->pMethods->xShmLock(real(file), at, count, flags); }
    static void barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
    static int unmap(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

    static constexpr sqlite3_io_methods methods = {2,       close,  read,    write,     truncate, sync, size,        lock,    unlock,
                                                   reserved, control, sector, character, map,      shared_lock, barrier, unmap, nullptr, nullptr};

    static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
        auto* log = static_cast<PowerRecorder::Log*>(vfs->pAppData);
        const bool ours = path && std::filesystem::path(path).parent_path() == log->folder && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0;
        if (!ours) return log->real->xOpen(log->real, path, file, flags, flags_out);
        RecordedFile* recorded = of(file);
        recorded->log = log;
        recorded->path = path;
        std::memset(real(file), 0, static_cast<std::size_t>(log->real->szOsFile));
        const int outcome = log->real->xOpen(log->real, path, real(file), flags, flags_out);
        recorded->base.pMethods = outcome == SQLITE_OK ? &methods : nullptr;
        return outcome;
    }
};

PowerRecorder::PowerRecorder(std::filesystem::path folder) : log_(new Log) {
    log_->folder = std::move(folder);
    for (const auto& entry : std::filesystem::directory_iterator(log_->folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        log_->before[entry.path().filename().string()] = {std::istreambuf_iterator<char>(in), {}};
    }
    log_->real = sqlite3_vfs_find(nullptr);
    log_->own = *log_->real;
    log_->own.zName = "power-recorder";
    log_->own.szOsFile = static_cast<int>(sizeof(RecordedFile)) + log_->real->szOsFile;
    log_->own.pAppData = log_;
    log_->own.xOpen = RecordedFile::open;
    // The other functions find their own data where the real one keeps it, so they get the real one.
    log_->own.xDelete = [](sqlite3_vfs* vfs, const char* path, int sync) {
        auto* real = static_cast<Log*>(vfs->pAppData)->real;
        return real->xDelete(real, path, sync);
    };
    log_->own.xAccess = [](sqlite3_vfs* vfs, const char* path, int flags, int* answer) {
        auto* real = static_cast<Log*>(vfs->pAppData)->real;
        return real->xAccess(real, path, flags, answer);
    };
    log_->own.xFullPathname = [](sqlite3_vfs* vfs, const char* path, int room, char* out) {
        auto* real = static_cast<Log*>(vfs->pAppData)->real;
        return real->xFullPathname(real, path, room, out);
    };
    if (sqlite3_vfs_register(&log_->own, 1) != SQLITE_OK) throw std::runtime_error("the recorder cannot be registered");
}

PowerRecorder::~PowerRecorder() {
    sqlite3_vfs_unregister(&log_->own);
    sqlite3_vfs_register(log_->real, 1);
    delete log_;
}

std::size_t PowerRecorder::steps() const {
    const std::lock_guard lock(log_->mutex);
    return log_->steps.size();
}

std::size_t PowerRecorder::syncs() const {
    const std::lock_guard lock(log_->mutex);
    return log_->syncs;
}

std::map<std::string, std::string> PowerRecorder::disk_after(std::size_t steps, std::mt19937& random) const {
    std::map<std::string, std::string> disk = log_->before;
    std::map<std::string, std::vector<const Step*>> unsynced;
    for (std::size_t i = 0; i < steps && i < log_->steps.size(); ++i) {
        const Step& step = log_->steps[i];
        auto& waiting = unsynced[step.file];
        if (step.kind != StepKind::sync) {
            waiting.push_back(&step);
            continue;
        }
        for (const Step* kept : waiting) apply(disk[step.file], *kept);
        waiting.clear();
    }
    for (const auto& [file, waiting] : unsynced) {
        for (const Step* step : waiting) apply_in_part(disk[file], *step, random);
    }
    return disk;
}

}  // namespace klicnik::test
