#include "platform/db/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "platform/db/connection.hpp"

namespace klicnik::db {

namespace {

/// Changes at each start of the machine; empty where the kernel does not tell.
std::string boot_of_machine() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string boot;
    std::getline(file, boot);
    return boot;
}

std::string read_start(int descriptor) {
    char buffer[256];
    const auto count = ::pread(descriptor, buffer, sizeof buffer, 0);
    return count > 0 ? std::string(buffer, static_cast<std::size_t>(count)) : std::string();
}

std::string system_message(const std::string& what, const std::filesystem::path& path) {
    return what + " " + path.string() + ": " + std::strerror(errno);
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& file) {
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw Error(ErrorCause::connection, system_message("cannot open", file));
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        std::string owner = read_start(descriptor_);
        owner = owner.substr(0, owner.find('\n'));
        ::close(descriptor_);
        throw Error(ErrorCause::busy, "another process owns the database (" + file.string() + ": " + owner + ")");
    }
    const std::string before = read_start(descriptor_);
    const auto line = before.find('\n');
    const std::string state =
        line == std::string::npos ? "closed" : before.substr(line + 1, before.find('\n', line + 1) - line - 1);
    if (state.starts_with("open")) {
        const std::string boot = boot_of_machine();
        previous_ = !boot.empty() && state == "open " + boot ? Previous::killed : Previous::machine_lost;
    }
    write(state);
}

FileLock::~FileLock() { ::close(descriptor_); }

void FileLock::mark_open() { write("open " + boot_of_machine()); }

void FileLock::mark_closed() { write("closed"); }

void FileLock::write(const std::string& state) const {
    const std::string content = "process " + std::to_string(::getpid()) + "\n" + state + "\n";
    // The content is only a hint for the next start, so a failure to write it is no reason to stop.
    if (::pwrite(descriptor_, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()) &&
        ::ftruncate(descriptor_, static_cast<off_t>(content.size())) == 0) {
        ::fsync(descriptor_);
    }
}

void sync_to_disk(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) throw Error(ErrorCause::other, system_message("cannot open", path));
    const int outcome = ::fsync(descriptor);
    const auto cause = errno == ENOSPC ? ErrorCause::disk_full : ErrorCause::other;
    const std::string message = outcome == 0 ? std::string() : system_message("cannot sync", path);
    ::close(descriptor);
    if (outcome != 0) throw Error(cause, message);
}

}  // namespace klicnik::db
