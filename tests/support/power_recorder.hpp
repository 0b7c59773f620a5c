#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace klicnik::test {

/// Writes down, in order, everything that SQLite writes to the files of one folder and when it asks the disk to keep it, so that
/// the content of the disk at any moment can be made up afterwards. One at a time per process; databases in that folder must be
/// opened while it lives and closed before it goes.
class PowerRecorder {
  public:
    explicit PowerRecorder(std::filesystem::path folder);
    ~PowerRecorder();
    PowerRecorder(const PowerRecorder&) = delete;
    PowerRecorder& operator=(const PowerRecorder&) = delete;

    /// How many steps there are by now.
    std::size_t steps() const;
    /// How many of them asked the disk to keep what was written.
    std::size_t syncs() const;

    /// The files as a disk may hold them when the power fails after that many steps: what was synced for certain, of everything
    /// else any pieces of 512 bytes. A disk that keeps its word about syncing, and directories that are durable, are assumed.
    std::map<std::string, std::string> disk_after(std::size_t steps, std::mt19937& random) const;

  private:
    struct Log;
    friend struct RecordedFile;
    Log* log_;
};

}  // namespace klicnik::test
