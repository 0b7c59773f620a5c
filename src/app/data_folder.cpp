#include "app/data_folder.hpp"

namespace klicnik {

void create_data_folder(const std::filesystem::path& folder) {
    if (std::filesystem::create_directories(folder)) std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

}  // namespace klicnik
