#pragma once

// From a handler's Response to the bytes on the wire: conditional requests, ranges, compression and
// the headers every answer carries. Internal to this folder; runs on the worker thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace klicnik::http {

/// A file opened for sending; closes it.
class OpenFile {
  public:
    OpenFile() = default;
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    OpenFile(OpenFile&& other) noexcept;
    OpenFile& operator=(OpenFile&& other) noexcept;
    ~OpenFile();

    bool is_open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_ = -1;
};

struct Reply {
    unsigned status = 200;
    std::string head;  ///< status line and fields with the empty line
    std::string body;
    std::string_view fixed_body;  ///< sent when `body` is empty
    OpenFile file;                ///< sent when open: `length` bytes from `offset`
    std::uint64_t offset = 0;
    std::uint64_t length = 0;  ///< of the file part
    std::shared_ptr<const void> keep;
    std::shared_ptr<Feed> feed;
    bool close = false;
    std::string complaint;  ///< set when the handler's answer could not be sent as it was
};

struct ReplyOptions {
    bool keep_alive = true;  ///< what the connection would allow
    bool is_http_1_0 = false;
    bool is_secure = false;  ///< then HSTS is sent
};

Reply make_reply(const Request& request, Response response, const ReplyOptions& options);

/// Whether one of the entity tags in an If-None-Match value is `etag`, weakly compared.
bool matches_any(std::string_view if_none_match, std::string_view etag);

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};
enum class RangeKind { whole, part, unsatisfiable };

/// Reads a Range value for a representation of `size` bytes. Several ranges, other units and
/// malformed values mean the whole (RFC 9110 section 14.2 allows ignoring them).
RangeKind read_range(std::string_view value, std::uint64_t size, ByteRange& range);

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(std::int64_t unix_seconds);

std::string_view reason_of(unsigned status);

}  // namespace klicnik::http
