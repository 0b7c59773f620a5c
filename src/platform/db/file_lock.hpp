#pragma once

#include <filesystem>
#include <string>

namespace klicnik::db {

/// The file beside a SQLite database that says who owns it. The kernel drops the lock when the process ends, whatever
/// way it ends; the file itself stays, because removing it would race with the next owner.
class FileLock {
  public:
    enum class Previous {
        closed,        ///< closed in order, or never used
        killed,        ///< the process ended in the middle; the machine kept running, so nothing written is lost
        machine_lost,  ///< the machine stopped since: the file deserves a check
    };

    /// Throws Error{busy} when another process, or another object in this one, holds the lock.
    explicit FileLock(const std::filesystem::path& file);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    Previous previous() const { return previous_; }
    /// To be called when the database proved sound; until then the next owner finds what this one found.
    void mark_open();
    /// To be called when everything was closed in order.
    void mark_closed();

  private:
    void write(const std::string& state) const;

    int descriptor_ = -1;
    Previous previous_ = Previous::closed;
};

/// Makes a file's content, or a directory's entries, survive a power cut. Throws Error{disk_full|other}.
void sync_to_disk(const std::filesystem::path& path);

}  // namespace klicnik::db
