#pragma once

// The built web app, served from memory.

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "platform/files/embedded.hpp"
#include "platform/http/message.hpp"

namespace klicnik::http {

/// Serves files by their path below `prefix`. `x.br` and `x.gz` beside `x` are its compressed
/// variants, each with its own ETag; `x` itself may be absent when `x.gz` is there.
/// - `/assets/…` is immutable (its names carry a hash) and unknown names there are 404;
/// - other files are revalidated every time;
/// - every other path, except below `/api/`, gets index.html, where `__CSP_NONCE__` is replaced by
/// a
///   fresh nonce that also stands in its Content-Security-Policy. It is never stored: an old page
///   with a new policy would not render.
class StaticFiles {
  public:
    explicit StaticFiles(std::span<const files::EmbeddedFile> files,
                         std::string_view prefix = "web/");

    /// Handler of Router::fallback.
    Response answer(const Request& request) const;

    bool has_page() const { return !page_.empty(); }

  private:
    struct Variant {
        std::string_view bytes;
        std::string etag;
        std::string_view coding;  ///< empty: as it is
    };
    struct Entry {
        std::string_view content_type;
        bool is_immutable = false;
        Variant plain;  ///< without bytes when only a gzip variant was built
        Variant brotli;
        Variant gzip;
    };

    Response page() const;
    static Response file(const Entry& entry, const Request& request);

    std::map<std::string, Entry, std::less<>> entries_;
    std::string page_;
};

/// The media type for a file name, `application/octet-stream` when unknown.
std::string_view media_type(std::string_view name);

/// The policy of the web app: only its own files, no inline script; styles by nonce.
std::string content_security_policy(std::string_view nonce);

}  // namespace klicnik::http
