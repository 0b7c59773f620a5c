#pragma once

// What a handler sees and answers. Plain data without the network behind it, so that handlers are
// tested by building a Request by hand.

#include <any>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "platform/http/url.hpp"

namespace klicnik::http {

class Feed;

enum class Verb : std::uint8_t { get, head, post, put, patch, delete_, options, other };

/// "GET" … ; "OTHER" for a method this server does not know.
std::string_view name_of(Verb verb);

/// Header fields in the order they came; names compare without case.
class Headers {
  public:
    /// The first field of that name, or null.
    const std::string* find(std::string_view name) const;
    /// The first value of that name, or an empty view.
    std::string_view get(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    void add(std::string_view name, std::string_view value);
    /// Replaces every field of that name.
    void set(std::string_view name, std::string_view value);
    void remove(std::string_view name);

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }

  private:
    Pairs fields_;
};

/// A file that is deleted when the last owner lets go.
class TemporaryFile {
  public:
    /// Creates an empty file of mode 0600 in `directory`; null when that fails.
    static std::shared_ptr<TemporaryFile> create(const std::filesystem::path& directory);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    int descriptor() const { return descriptor_; }
    std::uint64_t size() const { return size_; }
    /// False when the disk is full or failing.
    bool append(std::string_view bytes);

  private:
    TemporaryFile(std::filesystem::path path, int descriptor);

    std::filesystem::path path_;
    int descriptor_;
    std::uint64_t size_ = 0;
};

struct Request {
    Verb verb = Verb::get;
    std::string target;                 ///< as it was sent; may hold secrets, so never log it
    std::string path;                   ///< `target` without query, still percent-encoded
    std::vector<std::string> segments;  ///< decoded
    std::string query;                  ///< raw, without '?'
    Pairs query_params;                 ///< decoded, repeated names kept
    Pairs path_params;                  ///< from the route's pattern; `{*}` is called "*"
    std::string route;                  ///< the pattern that matched, empty when none did
    Headers headers;
    std::string body;
    std::shared_ptr<TemporaryFile>
        body_file;        ///< instead of `body` on routes with `Upload::to_file`
    std::string peer;     ///< address of the client, seen through trusted proxies
    bool secure = false;  ///< TLS here or at a trusted proxy
    std::string request_id;
    std::string actor;    ///< set by whoever authenticates; for the access log
    std::any attachment;  ///< what a middleware hands on to the handlers

    /// The first value of that name, or null.
    const std::string* query_param(std::string_view name) const;
    /// Empty when the pattern has no such parameter.
    std::string_view path_param(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
    /// Media type of the body in lower case and without parameters.
    std::string content_type() const;
};

enum class Compress : std::uint8_t { allowed, never };

struct Response {
    unsigned status = 200;
    std::string content_type = "application/json";  ///< sent only with a body
    std::string body;
    Headers headers;
    /// Bytes that outlive the server (embedded files), sent instead of `body` without a copy.
    std::string_view fixed_body;
    /// A file sent instead of `body`; byte ranges, ETag and Last-Modified are added.
    std::filesystem::path file;
    /// Keeps the file (or whatever the answer needs) until it has been sent.
    std::shared_ptr<const void> keep;
    /// Turns the answer into a stream of server-sent events.
    std::shared_ptr<Feed> feed;
    /// `never` for answers that hold a secret next to text the caller chose (BREACH).
    Compress compress = Compress::allowed;
    bool close = false;  ///< end the connection after this answer

    static Response json(std::string body, unsigned status = 200);
    static Response text(std::string body, unsigned status = 200);
    static Response html(std::string body, unsigned status = 200);
    static Response no_content();
    /// `location` must be a local path or an allow-listed address: this does not check it.
    static Response redirect(std::string_view location, unsigned status = 303);
    static Response from_feed(std::shared_ptr<Feed> feed);
    /// Sent as an attachment under `name`.
    static Response download(std::string body, std::string_view content_type,
                             std::string_view name);
    static Response download_file(std::filesystem::path file, std::string_view content_type,
                                  std::string_view name);

    Response& header(std::string_view name, std::string_view value);
};

/// `attachment; filename="…"; filename*=UTF-8''…` (RFC 6266, RFC 5987). Control characters and path
/// separators in `name` are replaced.
std::string content_disposition(std::string_view name, std::string_view kind = "attachment");

struct Cookie {
    std::string name;
    std::string value;
    std::optional<std::int64_t> max_age_seconds;  ///< absent: until the browser closes
    bool strict = false;                          ///< SameSite=Strict instead of Lax
};

/// Value of a Set-Cookie header: always Path=/ and HttpOnly; Secure when `secure`, which the
/// `__Host-` prefix demands.
std::string set_cookie(const Cookie& cookie, bool secure);

unsigned status_of(ErrorKind kind);

/// The one form of every failure: `application/problem+json` with `code`, `params`, `fields` and
/// `request_id`. `error.internal` is not sent. `status` 0 means the one of the kind.
Response problem(const Error& error, std::string_view request_id, unsigned status = 0);

}  // namespace klicnik::http
