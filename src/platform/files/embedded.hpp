#pragma once

#include <span>
#include <string_view>

/// Files compiled into the binary: migrations, locales, the sample firm and the web app.
namespace klicnik::files {

struct EmbeddedFile {
    std::string_view path;  ///< "migrations/0001_identity.sql", "web/index.html", …
    std::string_view bytes;
};

/// migrations/, locales/ and samples/ of the source tree.
std::span<const EmbeddedFile> klicnik_assets();

/// The built web app under "web/"; empty in a binary built with KLICNIK_WEB=OFF.
std::span<const EmbeddedFile> klicnik_web_assets();

/// The bytes of one embedded file, or an empty view when there is none of that path.
std::string_view embedded(std::string_view path);

}  // namespace klicnik::files
