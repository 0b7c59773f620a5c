#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "platform/files/embedded.hpp"

/// The sentences of the product: locales/<language>/<module>.json, ICU MessageFormat, the same files as the web app uses.
namespace klicnik::text {

class Messages {
  public:
    /// Reads "locales/<language>/*.json" of the given files. Throws when a file is no flat object of texts: the files are
    /// compiled in, so that is a bug.
    explicit Messages(std::span<const files::EmbeddedFile> files);
    ~Messages();
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

    /// The sentence of `key` with its params filled in; digits become numbers, so that plurals work. A key without a text
    /// yields the key itself.
    std::string format(std::string_view language, std::string_view key, const Params& params = {}) const;

    bool has(std::string_view language, std::string_view key) const;
    /// "cs" or "en": the first of a list such as an Accept-Language header that we speak, else `fallback`.
    static std::string_view choose(std::string_view accepted, std::string_view fallback);

  private:
    struct Catalogue;
    std::vector<Catalogue> catalogues_;
};

}  // namespace klicnik::text
