#include "tests/support/temporary_folder.hpp"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace klicnik::test {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder_prefix = "klicnik-test-";

fs::path base_of(TemporaryFolder::Place place) {
    const fs::path memory = "/dev/shm";
    const bool in_memory = place == TemporaryFolder::Place::memory && ::access(memory.c_str(), W_OK) == 0;
    return in_memory ? memory : fs::temp_directory_path();
}

void remove_left_behind(const fs::path& base) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(base, ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(folder_prefix)) continue;
        pid_t process = 0;
        const char* digits = name.data() + folder_prefix.size();
        const auto parsed = std::from_chars(digits, name.data() + name.size(), process);
        if (parsed.ptr == digits || *parsed.ptr != '-') continue;
        if (::kill(process, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
    }
}

}  // namespace

TemporaryFolder::TemporaryFolder(Place place) {
    const fs::path base = base_of(place);
    static const bool swept = (remove_left_behind(base_of(Place::memory)), remove_left_behind(base_of(Place::disk)), true);
    static_cast<void>(swept);
    std::string pattern = (base / (std::string(folder_prefix) + std::to_string(::getpid()) + "-XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace klicnik::test
