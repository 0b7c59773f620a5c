#pragma once

// multipart/form-data (RFC 7578), read in place: parts are described by where they lie in the body,
// so that a large upload is never held in memory.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "platform/http/message.hpp"

namespace klicnik::http {

struct MultipartLimits {
    std::size_t parts = 100;
    std::size_t header_bytes = 8192;     ///< per part
    std::size_t name_length = 200;       ///< bytes of a field name
    std::size_t file_name_length = 255;  ///< bytes
};

struct Part {
    std::string name;
    /// As the client calls it, without any folder; present (perhaps empty) for file fields only.
    /// For show: never a path on our disk.
    std::optional<std::string> file_name;
    std::string content_type;  ///< as claimed; empty when absent
    std::uint64_t offset = 0;  ///< in the body
    std::uint64_t size = 0;
};

class Multipart {
  public:
    /// Finds all parts of `request`, which must outlive the result (its body is not copied).
    /// Errors: `multipart.invalid` with `reason`, `multipart.too_many_parts`,
    /// `multipart.unreadable` when the stored body cannot be read.
    static Result<Multipart> parse(const Request& request, const MultipartLimits& limits = {});

    const std::vector<Part>& parts() const { return parts_; }
    /// The first part of that name, or null.
    const Part* find(std::string_view name) const;

    /// At most `size` bytes of a part from `offset` on; fewer only at its end.
    Result<std::string> read(const Part& part, std::uint64_t offset, std::size_t size) const;
    /// The whole part as text. Errors: `multipart.too_large`, `multipart.invalid` for what is not
    /// UTF-8.
    Result<std::string> text(const Part& part, std::size_t limit) const;

  private:
    friend class MultipartReader;
    std::string_view memory_;
    std::shared_ptr<TemporaryFile> file_;
    std::vector<Part> parts_;
};

/// The boundary of a multipart/form-data content type; nothing when it is another type or
/// malformed.
std::optional<std::string> multipart_boundary(std::string_view content_type);

}  // namespace klicnik::http
