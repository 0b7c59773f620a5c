#include "platform/files/embedded.hpp"

namespace klicnik::files {

std::string_view embedded(std::string_view path) {
    for (const EmbeddedFile& file : klicnik_assets()) {
        if (file.path == path) return file.bytes;
    }
    return {};
}

}  // namespace klicnik::files
