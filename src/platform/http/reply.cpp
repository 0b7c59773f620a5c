#include "platform/http/reply.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "platform/http/compress.hpp"
#include "platform/http/feed.hpp"

namespace klicnik::http {

namespace {

constexpr std::size_t smallest_to_compress = 1024;
constexpr std::size_t largest_to_compress = 64U << 20U;  // a worker should not be busy for seconds

bool is_sendable_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        const char lower = ascii_lower(c);
        return is_digit(c) || (lower >= 'a' && lower <= 'z') || c == '-';
    });
}

bool is_sendable_value(std::string_view value) {
    return std::none_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && byte != '\t') || byte == 0x7F;
    });
}

/// Fields that this server alone decides about.
bool is_reserved(std::string_view name) {
    const std::string lower = ascii_lower(name);
    return lower == "content-length" || lower == "transfer-encoding" || lower == "connection" ||
           lower == "date" || lower == "content-type";
}

std::string complaint_about(const Response& response) {
    if (response.status < 200 || response.status > 599) return "status out of range";
    if (!is_sendable_value(response.content_type)) return "line break in Content-Type";
    for (const auto& [name, value] : response.headers) {
        if (!is_sendable_name(name)) return "bad header name";
        if (is_reserved(name)) return "reserved header " + name;
        if (!is_sendable_value(value)) return "control character in header " + name;
    }
    return {};
}

bool is_compressible(std::string_view content_type) {
    const std::string_view type = content_type.substr(0, content_type.find(';'));
    return type.starts_with("text/") || type.ends_with("json") || type.ends_with("xml") ||
           type == "application/javascript";
}

void compress(const Request& request, Response& response) {
    const bool is_candidate =
        response.compress == Compress::allowed && response.body.size() >= smallest_to_compress &&
        response.body.size() <= largest_to_compress && is_compressible(response.content_type) &&
        response.headers.find("content-encoding") == nullptr;
    if (!is_candidate) return;
    const std::string_view vary = response.headers.get("vary");
    if (vary.empty()) response.headers.set("Vary", "Accept-Encoding");
    if (!accepts_coding(request.headers.get("accept-encoding"), "gzip")) return;
    // The ETag stays: here it names the version of a record (for If-Match), not these bytes.
    response.body = gzip(response.body);
    response.headers.set("Content-Encoding", "gzip");
}

std::string hex(std::uint64_t value) {
    char text[16];
    const char* end = std::to_chars(text, text + sizeof text, value, 16).ptr;
    return {text, static_cast<std::size_t>(end - text)};
}

/// Opens the file, adds its validators, and says whether it could be read.
bool open_file(Response& response, Reply& reply) {
    OpenFile file(::open(response.file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat facts {};
    if (!file.is_open() || ::fstat(file.descriptor(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return false;
    }
    reply.length = static_cast<std::uint64_t>(facts.st_size);
    if (response.headers.find("etag") == nullptr) {
        const auto nanoseconds = static_cast<std::uint64_t>(facts.st_mtim.tv_sec) * 1'000'000'000U +
                                 static_cast<std::uint64_t>(facts.st_mtim.tv_nsec);
        response.headers.set("ETag", '"' + hex(reply.length) + '-' + hex(nanoseconds) + '"');
    }
    response.headers.set("Last-Modified", http_date(facts.st_mtim.tv_sec));
    response.headers.set("Accept-Ranges", "bytes");
    reply.file = std::move(file);
    return true;
}

void select_range(const Request& request, Response& response, Reply& reply) {
    const std::string_view wanted = request.headers.get("range");
    if (wanted.empty() || request.verb != Verb::get || response.status != 200) return;
    const std::string_view condition = request.headers.get("if-range");
    if (!condition.empty() && condition != response.headers.get("etag")) return;
    ByteRange range;
    const std::string size = std::to_string(reply.length);
    switch (read_range(wanted, reply.length, range)) {
        case RangeKind::whole:
            return;
        case RangeKind::unsatisfiable:
            response.status = 416;
            response.headers.set("Content-Range", "bytes */" + size);
            reply.length = 0;
            return;
        case RangeKind::part:
            break;
    }
    response.status = 206;
    response.headers.set("Content-Range", "bytes " + std::to_string(range.first) + '-' +
                                              std::to_string(range.first + range.length - 1) + '/' +
                                              size);
    reply.offset = range.first;
    reply.length = range.length;
}

/// The same for an answer in memory whose handler says "Accept-Ranges: bytes". With a
/// Content-Encoding the range is one of the encoded bytes, which the ETag names (RFC 9110
/// section 14.2).
void select_range_in_memory(const Request& request, Response& response) {
    Reply part;
    part.length = response.body.empty() ? response.fixed_body.size() : response.body.size();
    select_range(request, response, part);
    if (response.status == 416) {
        response.headers.remove("Content-Encoding");
        response.body.clear();
        response.fixed_body = {};
    } else if (response.status == 206 && response.body.empty()) {
        response.fixed_body = response.fixed_body.substr(part.offset, part.length);
    } else if (response.status == 206) {
        response.body = response.body.substr(part.offset, part.length);
    }
}

bool is_not_modified(const Request& request, const Response& response) {
    const bool is_read = request.verb == Verb::get || request.verb == Verb::head;
    const std::string_view condition = request.headers.get("if-none-match");
    const std::string_view etag = response.headers.get("etag");
    return is_read && response.status == 200 && !condition.empty() && !etag.empty() &&
           matches_any(condition, etag);
}

void default_header(Headers& headers, std::string_view name, std::string_view value) {
    if (headers.find(name) == nullptr) headers.add(name, value);
}

void add_default_headers(Response& response, const ReplyOptions& options) {
    Headers& headers = response.headers;
    default_header(headers, "Cache-Control", "no-store");
    default_header(headers, "X-Content-Type-Options", "nosniff");
    default_header(headers, "Referrer-Policy", "same-origin");
    default_header(headers, "Cross-Origin-Opener-Policy", "same-origin");
    default_header(headers, "Cross-Origin-Resource-Policy", "same-origin");
    default_header(headers, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    // Pages bring their own policy; anything else should never be rendered at all.
    default_header(headers, "Content-Security-Policy",
                   "default-src 'none'; frame-ancestors 'none'; sandbox");
    if (options.is_secure) {
        default_header(headers, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
}

/// The text of the Date field, made once a second.
const std::string& date_now() {
    static thread_local std::int64_t made_at = 0;
    static thread_local std::string text;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
    if (seconds != made_at) {
        made_at = seconds;
        text = http_date(seconds);
    }
    return text;
}

void put_field(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

std::string head_text(const Response& response, const ReplyOptions& options, bool has_length,
                      std::uint64_t length, bool close) {
    std::string head;
    head.reserve(768);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_of(response.status)).append("\r\n");
    put_field(head, "Date", date_now());
    if (has_length) put_field(head, "Content-Length", std::to_string(length));
    if (length > 0 || response.feed) put_field(head, "Content-Type", response.content_type);
    for (const auto& [name, value] : response.headers) put_field(head, name, value);
    if (close) {
        put_field(head, "Connection", "close");
    } else if (options.is_http_1_0) {
        put_field(head, "Connection", "keep-alive");
    }
    return head.append("\r\n");
}

}  // namespace

OpenFile::OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Reply make_reply(const Request& request, Response response, const ReplyOptions& options) {
    Reply reply;
    reply.complaint = complaint_about(response);
    if (!reply.complaint.empty()) {
        response = problem({ErrorKind::unavailable, "internal"}, request.request_id, 500);
    }
    if (!response.file.empty() && !open_file(response, reply)) {
        reply.complaint = "cannot read the file of the answer";
        response = problem({ErrorKind::not_found, "http.not_found"}, request.request_id);
    }
    if (is_not_modified(request, response)) {
        response.status = 304;
    } else if (reply.file.is_open()) {
        select_range(request, response, reply);
    } else if (response.headers.get("accept-ranges") == "bytes") {
        select_range_in_memory(request, response);
    } else {
        compress(request, response);
    }
    add_default_headers(response, options);
    if (!request.request_id.empty()) {
        default_header(response.headers, "X-Request-Id", request.request_id);
    }
    const bool has_body = response.status != 204 && response.status != 304 && !response.feed;
    std::uint64_t length = response.body.size();
    if (response.body.empty()) length = response.fixed_body.size();
    if (reply.file.is_open()) length = reply.length;
    reply.status = response.status;
    reply.close = response.close || !options.keep_alive || response.feed != nullptr;
    reply.head = head_text(response, options, has_body, has_body ? length : 0, reply.close);
    reply.feed = std::move(response.feed);
    if (!has_body || request.verb == Verb::head) {
        reply.file = OpenFile();
        reply.length = 0;
        if (request.verb == Verb::head) reply.feed.reset();
        return reply;
    }
    reply.keep = std::move(response.keep);
    if (!reply.file.is_open()) {
        reply.fixed_body = response.body.empty() ? response.fixed_body : std::string_view{};
        reply.body = std::move(response.body);
    }
    return reply;
}

bool matches_any(std::string_view if_none_match, std::string_view etag) {
    const auto strong = [](std::string_view tag) {
        return tag.starts_with("W/") ? tag.substr(2) : tag;
    };
    while (!if_none_match.empty()) {
        const std::size_t end = if_none_match.find(',');
        const std::string_view tag = trimmed(if_none_match.substr(0, end));
        if (tag == "*" || strong(tag) == strong(etag)) return true;
        if (end == std::string_view::npos) break;
        if_none_match.remove_prefix(end + 1);
    }
    return false;
}

RangeKind read_range(std::string_view value, std::uint64_t size, ByteRange& range) {
    constexpr std::string_view unit = "bytes=";
    if (!value.starts_with(unit)) return RangeKind::whole;
    value = trimmed(value.substr(unit.size()));
    const std::size_t dash = value.find('-');
    if (dash == std::string_view::npos || value.find(',') != std::string_view::npos) {
        return RangeKind::whole;
    }
    const auto number = [](std::string_view text, std::uint64_t& out) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
        return !text.empty() && error == std::errc{} && end == text.data() + text.size();
    };
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    const std::string_view left = value.substr(0, dash);
    const std::string_view right = value.substr(dash + 1);
    if (left.empty()) {
        std::uint64_t suffix = 0;
        if (!number(right, suffix)) return RangeKind::whole;
        if (suffix == 0 || size == 0) return RangeKind::unsatisfiable;
        range.length = std::min(suffix, size);
        range.first = size - range.length;
        return RangeKind::part;
    }
    if (!number(left, first)) return RangeKind::whole;
    if (!right.empty() && (!number(right, last) || last < first)) return RangeKind::whole;
    if (first >= size) return RangeKind::unsatisfiable;
    last = right.empty() ? size - 1 : std::min(last, size - 1);
    range = {first, last - first + 1};
    return RangeKind::part;
}

std::string http_date(std::int64_t unix_seconds) {
    static constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::chrono::sys_seconds instant{std::chrono::seconds(unix_seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(instant - day);
    const auto two = [](auto number) {
        const std::string text = std::to_string(number);
        return text.size() < 2 ? '0' + text : text;
    };
    std::string text = weekdays[std::chrono::weekday(day).c_encoding()];
    text += ", " + two(static_cast<unsigned>(date.day())) + ' ';
    text += months[static_cast<unsigned>(date.month()) - 1];
    text += ' ' + std::to_string(static_cast<int>(date.year())) + ' ';
    text += two(time.hours().count()) + ':' + two(time.minutes().count()) + ':';
    return text + two(time.seconds().count()) + " GMT";
}

std::string_view reason_of(unsigned status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

}  // namespace klicnik::http
