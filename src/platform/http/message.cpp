#include "platform/http/message.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/enum_names.hpp"
#include "base/text.hpp"
#include "platform/http/json.hpp"

namespace klicnik::http {

namespace {

bool same_name(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (ascii_lower(left[i]) != ascii_lower(right[i])) return false;
    }
    return true;
}

const std::string* first_value(const Pairs& pairs, std::string_view name) {
    for (const auto& [key, value] : pairs) {
        if (key == name) return &value;
    }
    return nullptr;
}

}  // namespace

std::string_view name_of(Verb verb) {
    switch (verb) {
        case Verb::get:
            return "GET";
        case Verb::head:
            return "HEAD";
        case Verb::post:
            return "POST";
        case Verb::put:
            return "PUT";
        case Verb::patch:
            return "PATCH";
        case Verb::delete_:
            return "DELETE";
        case Verb::options:
            return "OPTIONS";
        case Verb::other:
            break;
    }
    return "OTHER";
}

const std::string* Headers::find(std::string_view name) const {
    for (const auto& [key, value] : fields_) {
        if (same_name(key, name)) return &value;
    }
    return nullptr;
}

std::string_view Headers::get(std::string_view name) const {
    const std::string* value = find(name);
    return value != nullptr ? std::string_view(*value) : std::string_view{};
}

std::size_t Headers::count(std::string_view name) const {
    std::size_t count = 0;
    for (const auto& [key, value] : fields_) count += same_name(key, name) ? 1U : 0U;
    return count;
}

void Headers::add(std::string_view name, std::string_view value) {
    fields_.emplace_back(name, value);
}

void Headers::set(std::string_view name, std::string_view value) {
    remove(name);
    add(name, value);
}

void Headers::remove(std::string_view name) {
    std::erase_if(fields_, [&](const auto& field) { return same_name(field.first, name); });
}

std::shared_ptr<TemporaryFile> TemporaryFile::create(const std::filesystem::path& directory) {
    std::string name = (directory / "upload-XXXXXX").string();
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) return nullptr;
    return std::shared_ptr<TemporaryFile>(new TemporaryFile(name, descriptor));
}

TemporaryFile::TemporaryFile(std::filesystem::path path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {}

TemporaryFile::~TemporaryFile() {
    ::close(descriptor_);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

bool TemporaryFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        size_ += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

const std::string* Request::query_param(std::string_view name) const {
    return first_value(query_params, name);
}

std::string_view Request::path_param(std::string_view name) const {
    const std::string* value = first_value(path_params, name);
    return value != nullptr ? std::string_view(*value) : std::string_view{};
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (const auto& [key, header] : headers) {
        if (!same_name(key, "cookie")) continue;
        std::string_view rest = header;
        while (!rest.empty()) {
            const std::size_t end = rest.find(';');
            const std::string_view pair = trimmed(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            const std::size_t equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
                return pair.substr(equals + 1);
            }
        }
    }
    return std::nullopt;
}

std::string Request::content_type() const {
    const std::string_view value = headers.get("content-type");
    return ascii_lower(trimmed(value.substr(0, value.find(';'))));
}

Response Response::json(std::string body, unsigned status) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

Response Response::text(std::string body, unsigned status) {
    Response response = json(std::move(body), status);
    response.content_type = "text/plain; charset=utf-8";
    return response;
}

Response Response::html(std::string body, unsigned status) {
    Response response = json(std::move(body), status);
    response.content_type = "text/html; charset=utf-8";
    return response;
}

Response Response::no_content() {
    return json({}, 204);
}

Response Response::redirect(std::string_view location, unsigned status) {
    return json({}, status).header("Location", location);
}

Response Response::from_feed(std::shared_ptr<Feed> feed) {
    Response response;
    response.content_type = "text/event-stream";
    response.feed = std::move(feed);
    return response;
}

Response Response::download(std::string body, std::string_view content_type,
                            std::string_view name) {
    Response response = json(std::move(body));
    response.content_type = content_type;
    return response.header("Content-Disposition", content_disposition(name));
}

Response Response::download_file(std::filesystem::path file, std::string_view content_type,
                                 std::string_view name) {
    Response response = download({}, content_type, name);
    response.file = std::move(file);
    return response;
}

Response& Response::header(std::string_view name, std::string_view value) {
    headers.set(name, value);
    return *this;
}

std::string content_disposition(std::string_view name, std::string_view kind) {
    std::string plain;
    std::string full;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_control = byte < 0x20 || byte == 0x7F;
        const bool is_unsafe = is_control || c == '/' || c == '\\';
        full.push_back(is_unsafe ? '_' : c);
        // Old clients read only the plain form; a byte beyond ASCII would come out as rubbish
        // there.
        if (byte < 0x80) {
            plain.push_back(is_unsafe || c == '"' || c == '%' ? '_' : c);
        } else if ((byte & 0xC0U) != 0x80U) {
            plain.push_back('_');
        }
    }
    std::string value(kind);
    value += "; filename=\"" + plain + '"';
    if (plain != name) value += "; filename*=UTF-8''" + percent_encoded(full);
    return value;
}

std::string set_cookie(const Cookie& cookie, bool secure) {
    std::string value = cookie.name + '=' + cookie.value + "; Path=/; HttpOnly";
    if (secure) value += "; Secure";
    value += cookie.strict ? "; SameSite=Strict" : "; SameSite=Lax";
    if (cookie.max_age_seconds) value += "; Max-Age=" + std::to_string(*cookie.max_age_seconds);
    return value;
}

unsigned status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid:
            return 400;
        case ErrorKind::unauthenticated:
            return 401;
        case ErrorKind::forbidden:
            return 403;
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::conflict:
            return 409;
        case ErrorKind::rule:
            return 422;
        case ErrorKind::limited:
            return 429;
        case ErrorKind::unavailable:
            return 503;
    }
    return 500;
}

Response problem(const Error& error, std::string_view request_id, unsigned status) {
    const auto write_params = [](json::Writer& writer, const Params& params) {
        writer.begin_object();
        for (const auto& [name, value] : params) writer.key(name).string(value);
        writer.end_object();
    };
    Response response;
    response.status = status != 0 ? status : status_of(error.kind);
    response.content_type = "application/problem+json";
    json::Writer writer;
    writer.begin_object();
    writer.key("status").integer(response.status);
    writer.key("kind").string(to_text(error.kind));
    writer.key("code").string(error.code);
    writer.key("params");
    write_params(writer, error.params);
    writer.key("fields").begin_array();
    for (const FieldError& field : error.fields) {
        writer.begin_object().key("field").string(field.field).key("code").string(field.code);
        writer.key("params");
        write_params(writer, field.params);
        writer.end_object();
    }
    writer.end_array();
    writer.key("request_id").string(request_id);
    writer.end_object();
    response.body = writer.take();
    response.headers.set("Cache-Control", "no-store");
    return response;
}

}  // namespace klicnik::http
