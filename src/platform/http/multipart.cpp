#include "platform/http/multipart.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.hpp"
#include "platform/text/utf8.hpp"

namespace klicnik::http {

namespace {

constexpr std::size_t window = 64U << 10U;
constexpr std::size_t longest_boundary = 70;

Error malformed(std::string_view reason) {
    return {ErrorKind::invalid, "multipart.invalid", {{"reason", std::string(reason)}}};
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const text::CodePoint point = text::code_point_at(text, at);
        if (!point.valid) return false;
        at += point.length;
    }
    return true;
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

bool is_boundary(std::string_view text) {
    constexpr std::string_view marks = "'()+_,-./:=? ";
    return !text.empty() && text.size() <= longest_boundary && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               const char lower = ascii_lower(c);
               return is_digit(c) || (lower >= 'a' && lower <= 'z') ||
                      marks.find(c) != std::string_view::npos;
           });
}

/// Browsers write quote, CR and LF inside a quoted name as %22, %0D and %0A; nothing else.
std::string form_unescaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::string_view escape = text.substr(0, 3);
        const bool is_quote = escape == "%22";
        if (is_quote || escape == "%0D" || escape == "%0A") {
            out.push_back(is_quote ? '"' : ' ');
            text.remove_prefix(3);
        } else {
            out.push_back(text.front());
            text.remove_prefix(1);
        }
    }
    return out;
}

/// Reads `; name="value"` pairs; nothing when malformed or when a name repeats. A backslash escapes
/// only a quote or another backslash: browsers send Windows paths with single ones.
std::optional<Pairs> parameters(std::string_view text) {
    Pairs pairs;
    text = trimmed(text);
    while (!text.empty()) {
        if (text.front() != ';') return std::nullopt;
        text = trimmed(text.substr(1));
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string name = ascii_lower(text.substr(0, equals));
        text.remove_prefix(equals + 1);
        std::string value;
        if (!text.empty() && text.front() == '"') {
            std::size_t at = 1;
            for (; at < text.size() && text[at] != '"'; ++at) {
                const char next = at + 1 < text.size() ? text[at + 1] : '\0';
                if (text[at] == '\\' && (next == '"' || next == '\\')) ++at;
                value.push_back(text[at]);
            }
            if (at >= text.size()) return std::nullopt;
            text = trimmed(text.substr(at + 1));
        } else {
            const std::size_t end = std::min(text.find(';'), text.size());
            value = trimmed(text.substr(0, end));
            text.remove_prefix(end);
            if (value.empty()) return std::nullopt;
        }
        const bool is_repeated = std::any_of(pairs.begin(), pairs.end(),
                                             [&](const auto& pair) { return pair.first == name; });
        if (is_repeated || name.empty()) return std::nullopt;
        pairs.emplace_back(name, std::move(value));
    }
    return pairs;
}

const std::string* value_of(const Pairs& pairs, std::string_view name) {
    for (const auto& [key, value] : pairs) {
        if (key == name) return &value;
    }
    return nullptr;
}

std::string without_folder(std::string name) {
    const std::size_t slash = name.find_last_of("/\\");
    return slash == std::string::npos ? name : name.substr(slash + 1);
}

std::optional<Error> read_disposition(std::string_view value, const MultipartLimits& limits,
                                      Part& part) {
    const std::size_t semicolon = std::min(value.find(';'), value.size());
    if (ascii_lower(trimmed(value.substr(0, semicolon))) != "form-data") {
        return malformed("disposition");
    }
    const auto pairs = parameters(value.substr(semicolon));
    if (!pairs) return malformed("disposition");
    const std::string* name = value_of(*pairs, "name");
    // RFC 7578 forbids filename*, and what would then be the name depends on who reads it.
    if (name == nullptr || value_of(*pairs, "filename*") != nullptr) {
        return malformed("disposition");
    }
    part.name = form_unescaped(*name);
    if (part.name.empty() || part.name.size() > limits.name_length) return malformed("name");
    if (const std::string* file_name = value_of(*pairs, "filename")) {
        part.file_name = without_folder(form_unescaped(*file_name));
        if (part.file_name->size() > limits.file_name_length) return malformed("file_name");
    }
    const std::string_view shown = part.file_name ? std::string_view(*part.file_name) : "";
    if (!is_utf8(part.name) || !is_utf8(shown) || has_control(part.name) || has_control(shown)) {
        return malformed("name");
    }
    return std::nullopt;
}

/// `block` holds the fields of a part, each ended by CRLF.
std::optional<Error> read_fields(std::string_view block, const MultipartLimits& limits,
                                 Part& part) {
    bool has_disposition = false;
    bool has_type = false;
    while (!block.empty()) {
        const std::size_t end = block.find("\r\n");
        if (end == std::string_view::npos) return malformed("header");
        const std::string_view line = block.substr(0, end);
        block.remove_prefix(end + 2);
        const std::size_t colon = line.find(':');
        const bool is_field = colon != std::string_view::npos && colon > 0 &&
                              line.substr(0, colon).find_first_of(" \t") == std::string_view::npos;
        if (!is_field || has_control(line)) return malformed("header");
        const std::string name = ascii_lower(line.substr(0, colon));
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (name == "content-disposition") {
            if (std::exchange(has_disposition, true)) return malformed("header");
            if (auto error = read_disposition(value, limits, part)) return error;
        } else if (name == "content-type") {
            if (std::exchange(has_type, true)) return malformed("header");
            part.content_type = value;
        } else if (name == "content-transfer-encoding") {
            const std::string coding = ascii_lower(value);
            if (coding != "7bit" && coding != "8bit" && coding != "binary") {
                return malformed("transfer_encoding");
            }
        }
    }
    if (!has_disposition) return malformed("disposition");
    return std::nullopt;
}

}  // namespace

/// Walks through the body with a bounded window.
class MultipartReader {
  public:
    MultipartReader(Multipart& form, std::uint64_t size, const MultipartLimits& limits)
        : form_(form), size_(size), limits_(limits) {}

    std::optional<Error> run(const std::string& boundary) {
        const std::string delimiter = "\r\n--" + boundary;
        // A preamble would be legal MIME, but no form has one.
        if (at(0, delimiter.size() - 2) != std::string_view(delimiter).substr(2)) {
            return malformed("boundary");
        }
        std::uint64_t position = delimiter.size() - 2;
        for (;;) {
            const std::string_view mark = at(position, 4);
            if (mark == "--" || mark == "--\r\n") {
                return position + mark.size() == size_ ? std::nullopt
                                                       : std::optional(malformed("epilogue"));
            }
            if (!mark.starts_with("\r\n")) return malformed("boundary");
            if (form_.parts_.size() == limits_.parts) {
                return Error{ErrorKind::limited,
                             "multipart.too_many_parts",
                             {{"max", std::to_string(limits_.parts)}}};
            }
            if (auto error = read_part(position + 2, delimiter, position)) return error;
        }
    }

    bool is_unreadable() const { return is_unreadable_; }

  private:
    /// Up to `count` bytes at `position`; valid until the next call.
    std::string_view at(std::uint64_t position, std::size_t count) {
        if (position >= size_) return {};
        count = static_cast<std::size_t>(std::min<std::uint64_t>(count, size_ - position));
        if (!form_.file_) return form_.memory_.substr(static_cast<std::size_t>(position), count);
        const bool is_inside =
            position >= buffer_at_ && position + count <= buffer_at_ + buffer_.size();
        if (!is_inside) {
            buffer_.resize(std::max(count, window));
            const ssize_t bytes = ::pread(form_.file_->descriptor(), buffer_.data(), buffer_.size(),
                                          static_cast<off_t>(position));
            buffer_.resize(bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
            buffer_at_ = position;
            if (buffer_.size() < count) is_unreadable_ = true;
        }
        return std::string_view(buffer_).substr(static_cast<std::size_t>(position - buffer_at_),
                                                count);
    }

    std::optional<std::uint64_t> find(std::string_view text, std::uint64_t from) {
        while (from < size_ && !is_unreadable_) {
            const std::string_view view = at(from, form_.file_ ? window : size_);
            const void* hit = ::memmem(view.data(), view.size(), text.data(), text.size());
            if (hit != nullptr) {
                return from +
                       static_cast<std::uint64_t>(static_cast<const char*>(hit) - view.data());
            }
            if (view.size() < text.size()) break;
            from += view.size() - text.size() + 1;
        }
        return std::nullopt;
    }

    std::optional<Error> read_part(std::uint64_t begin, std::string_view delimiter,
                                   std::uint64_t& position) {
        const std::string_view head = at(begin, limits_.header_bytes);
        const std::size_t end = head.find("\r\n\r\n");
        if (end == std::string_view::npos) return malformed("header");
        Part part;
        if (auto error = read_fields(head.substr(0, end + 2), limits_, part)) return error;
        part.offset = begin + end + 4;
        const auto stop = find(delimiter, part.offset);
        if (!stop) return malformed("incomplete");
        part.size = *stop - part.offset;
        form_.parts_.push_back(std::move(part));
        position = *stop + delimiter.size();
        return std::nullopt;
    }

    Multipart& form_;
    std::uint64_t size_;
    MultipartLimits limits_;
    std::string buffer_;
    std::uint64_t buffer_at_ = 0;
    bool is_unreadable_ = false;
};

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    const std::size_t semicolon = std::min(content_type.find(';'), content_type.size());
    if (ascii_lower(trimmed(content_type.substr(0, semicolon))) != "multipart/form-data") {
        return std::nullopt;
    }
    const auto pairs = parameters(content_type.substr(semicolon));
    const std::string* boundary = pairs ? value_of(*pairs, "boundary") : nullptr;
    if (boundary == nullptr || !is_boundary(*boundary)) return std::nullopt;
    return *boundary;
}

Result<Multipart> Multipart::parse(const Request& request, const MultipartLimits& limits) {
    const auto boundary = multipart_boundary(request.headers.get("content-type"));
    if (!boundary) return malformed("content_type");
    Multipart form;
    form.memory_ = request.body;
    form.file_ = request.body_file;
    const std::uint64_t size = form.file_ ? form.file_->size() : form.memory_.size();
    MultipartReader reader(form, size, limits);
    const auto error = reader.run(*boundary);
    if (reader.is_unreadable()) return unavailable("multipart.unreadable");
    if (error) return *error;
    return form;
}

const Part* Multipart::find(std::string_view name) const {
    for (const Part& part : parts_) {
        if (part.name == name) return &part;
    }
    return nullptr;
}

Result<std::string> Multipart::read(const Part& part, std::uint64_t offset,
                                    std::size_t size) const {
    if (offset >= part.size) return std::string();
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, part.size - offset));
    const std::uint64_t position = part.offset + offset;
    if (!file_) return std::string(memory_.substr(static_cast<std::size_t>(position), size));
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const ssize_t count = ::pread(file_->descriptor(), bytes.data() + done, size - done,
                                      static_cast<off_t>(position + done));
        if (count <= 0) return unavailable("multipart.unreadable");
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

Result<std::string> Multipart::text(const Part& part, std::size_t limit) const {
    if (part.size > limit) {
        return limited("multipart.too_large",
                       {{"name", part.name}, {"max", std::to_string(limit)}});
    }
    auto bytes = read(part, 0, static_cast<std::size_t>(part.size));
    if (bytes && !is_utf8(*bytes)) return malformed("utf8");
    return bytes;
}

}  // namespace klicnik::http
