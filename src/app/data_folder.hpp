#pragma once

#include <filesystem>

namespace klicnik {

/// Makes the folder, and those above it, unless it is there; a new one is for its owner only. Throws
/// std::filesystem::filesystem_error.
void create_data_folder(const std::filesystem::path& folder);

/// Where the server listens for commands of its own machine (decisions/0014).
inline std::filesystem::path socket_in(const std::filesystem::path& data_folder) {
    return data_folder / "klicnik.sock";
}

}  // namespace klicnik
