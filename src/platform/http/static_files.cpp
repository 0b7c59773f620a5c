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

std::string etag_of(std::string_view bytes, std::string_view suffix) {
    constexpr std::size_t length = 20;  // hexadecimal digits: 80 bits tell versions of a file apart
    const std::string digest = crypto::hex(crypto::view(crypto::sha256(bytes))).substr(0, length);
    return '"' + digest + std::string(suffix) + '"';
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
        if (is_brotli) {
            entry.brotli = {source.bytes, etag_of(source.bytes, "-br"), "br"};
        } else if (is_gzip) {
            entry.gzip = {source.bytes, etag_of(source.bytes, "-gz"), "gzip"};
        } else {
            entry.plain = {source.bytes, etag_of(source.bytes, ""), ""};
        }
    }
    for (auto& [name, entry] : entries_) {
        if (!entry.plain.etag.empty() || entry.gzip.etag.empty()) continue;
        entry.inflated = gunzip(entry.gzip.bytes, most_inflated).value_or("");
        entry.plain = {entry.inflated, etag_of(entry.inflated, ""), ""};
    }
    const auto index = entries_.find("index.html");
    if (index != entries_.end()) {
        page_ = index->second.plain.bytes;
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
    response.fixed_body = variant->bytes;
    response.header("ETag", variant->etag).header("Vary", "Accept-Encoding");
    response.header("Cache-Control",
                    entry.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
    // For a worker this is the policy it runs under; for an image opened on its own it forbids all.
    response.header("Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; connect-src 'self'");
    if (!variant->coding.empty()) response.header("Content-Encoding", variant->coding);
    return response;
}

}  // namespace klicnik::http
