#pragma once

#include <filesystem>

namespace klicnik::test {

/// A folder that disappears with the object; in memory where the system has such a place. Folders of test processes
/// that were killed are removed by the next one.
class TemporaryFolder {
  public:
    enum class Place { memory, disk };

    explicit TemporaryFolder(Place place = Place::memory);
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace klicnik::test
