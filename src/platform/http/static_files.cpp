#include "platform/http/static_files.hpp"

#include <utility>

#include "base/text.hpp"
#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"
#include "platform/crypto/random.hpp"
#include "platform/http/compress.hpp"

namespace klicnik::http {

namespace {

constexpr std::string_view nonce_mark = "__CSP_NONCE__";
constexpr std::size_t most_inflated = 64U << 20U;

/// What tells versions of a file apart. The name of an immutable one does so already, and reading every file at the start
/// would keep the whole web app in memory.
std::string version_of(std::string_view name, bool is_immutable, std::string_view bytes) {
    if (is_immutable) return std::string(name);
    constexpr std::size_t length = 20;  // hexadecimal digits: 80 bits
    return crypto::hex(crypto::view(crypto::sha256(bytes))).substr(0, length);
}

std::string unpacked(std::string_view gzip) {
    return gunzip(gzip, most_inflated).value_or("");
}

}  // namespace

std::string_view media_type(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {"html", "text/html; charset=utf-8"},
        {"js", "text/javascript; charset=utf-8"},
        {"mjs", "text/javascript; charset=utf-8"},
        {"css", "text/css; charset=utf-8"},
        {"json", "application/json"},
        {"map", "application/json"},
        {"webmanifest", "application/manifest+json"},
        {"svg", "image/svg+xml"},
        {"png", "image/png"},
        {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"},
        {"webp", "image/webp"},
        {"ico", "image/x-icon"},
        {"woff2", "font/woff2"},
        {"woff", "font/woff"},
        {"ttf", "font/ttf"},
        {"wasm", "application/wasm"},
        {"txt", "text/plain; charset=utf-8"},
        {"csv", "text/csv; charset=utf-8"},
        {"xml", "application/xml"},
        {"pdf", "application/pdf"},
    };
    const std::size_t dot = name.rfind('.');
    if (dot != std::string_view::npos) {
        const std::string extension = ascii_lower(name.substr(dot + 1));
        for (const auto& [known, type] : types) {
            if (known == extension) return type;
        }
    }
    return "application/octet-stream";
}

std::string content_security_policy(std::string_view nonce) {
    return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + std::string(nonce) +
           "'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
           "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
           "frame-ancestors 'none'; object-src 'none'";
}

StaticFiles::StaticFiles(std::span<const files::EmbeddedFile> files, std::string_view prefix) {
    for (const files::EmbeddedFile& source : files) {
        if (!source.path.starts_with(prefix)) continue;
        std::string_view name = source.path.substr(prefix.size());
        const bool is_brotli = name.ends_with(".br");
        const bool is_gzip = name.ends_with(".gz");
        if (is_brotli || is_gzip) name.remove_suffix(3);
        Entry& entry = entries_[std::string(name)];
        entry.content_type = media_type(name);
        entry.is_immutable = name.starts_with("assets/");
        const std::string version = version_of(name, entry.is_immutable, source.bytes);
        if (is_brotli) {
            entry.brotli = {source.bytes, '"' + version + "-br\"", "br"};
        } else if (is_gzip) {
            entry.gzip = {source.bytes, '"' + version + "-gz\"", "gzip"};
            if (entry.plain.etag.empty()) entry.plain.etag = '"' + version + '"';
        } else {
            entry.plain = {source.bytes, '"' + version + '"', ""};
        }
    }
    const auto index = entries_.find("index.html");
    if (index != entries_.end()) {
        const Entry& entry = index->second;
        page_ = entry.plain.bytes.empty() ? unpacked(entry.gzip.bytes) : std::string(entry.plain.bytes);
        // Only page() may serve it: without a nonce the page does not work.
        entries_.erase(index);
    }
}

Response StaticFiles::answer(const Request& request) const {
    std::string name;
    for (const std::string& segment : request.segments) {
        name += (name.empty() ? "" : "/") + segment;
    }
    const auto found = entries_.find(name);
    if (found != entries_.end()) return file(found->second, request);
    const bool is_reserved = name.starts_with("assets/") || name == "assets" ||
                             name.starts_with("api/") || name == "api";
    if (is_reserved || page_.empty()) {
        return problem({ErrorKind::not_found, "http.not_found"}, request.request_id);
    }
    return page();
}

Response StaticFiles::page() const {
    const std::string nonce = crypto::random_token(16);
    std::string text;
    text.reserve(page_.size() + 128);
    std::string_view rest(page_);
    for (;;) {
        const std::size_t mark = rest.find(nonce_mark);
        text += rest.substr(0, mark);
        if (mark == std::string_view::npos) break;
        text += nonce;
        rest.remove_prefix(mark + nonce_mark.size());
    }
    return Response::html(std::move(text))
        .header("Content-Security-Policy", content_security_policy(nonce))
        .header("Cache-Control", "no-store");
}

Response StaticFiles::file(const Entry& entry, const Request& request) {
    const std::string_view accepted = request.headers.get("accept-encoding");
    const Variant* variant = &entry.plain;
    if (!entry.brotli.etag.empty() && accepts_coding(accepted, "br")) {
        variant = &entry.brotli;
    } else if (!entry.gzip.etag.empty() && accepts_coding(accepted, "gzip")) {
        variant = &entry.gzip;
    }
    Response response;
    response.content_type = entry.content_type;
    if (variant->bytes.empty()) {
        response.body = unpacked(entry.gzip.bytes);  // hardly anyone asks for it: done anew each time
    } else {
        response.fixed_body = variant->bytes;
    }
    response.header("ETag", variant->etag).header("Vary", "Accept-Encoding");
    response.header("Accept-Ranges", "bytes");
    response.header("Cache-Control",
                    entry.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
    // For a worker this is the policy it runs under; for an image opened on its own it forbids all.
    response.header("Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; connect-src 'self'");
    if (!variant->coding.empty()) response.header("Content-Encoding", variant->coding);
    return response;
}

}  // namespace klicnik::http
