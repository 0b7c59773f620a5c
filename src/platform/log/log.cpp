#include "platform/log/log.hpp"

#include <fcntl.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>

#include "base/date.hpp"
#include "platform/clock/clock.hpp"
#include "platform/text/utf8.hpp"

namespace klicnik::log {

namespace {

constexpr std::size_t longest_text = 4000;
constexpr std::array<std::string_view, 9> secret_words = {"password", "passwd", "secret", "token",     "cookie",
                                                          "authorization", "api_key", "private_key", "recovery_code"};

std::atomic<Level> lowest_level = Level::info;
std::mutex logger_mutex;
std::filesystem::path log_file;

std::shared_ptr<spdlog::logger> make_logger(const std::filesystem::path& file) {
    std::shared_ptr<spdlog::sinks::sink> sink;
    if (file.empty()) {
        sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
        // Made here, so that nobody but the owner can read it; the library would give it the usual rights.
        const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (descriptor >= 0) ::close(descriptor);
        sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string());
    }
    auto made = std::make_shared<spdlog::logger>("klicnik", std::move(sink));
    made->set_pattern("%v");
    made->set_level(spdlog::level::trace);
    made->flush_on(spdlog::level::trace);
    return made;
}

std::shared_ptr<spdlog::logger>& logger() {
    static std::shared_ptr<spdlog::logger> current = make_logger({});
    return current;
}

bool speaks_of_secrets(std::string_view name) {
    for (const std::string_view word : secret_words) {
        if (name.find(word) != std::string_view::npos) return true;
    }
    return false;
}

void append_control(unsigned value, std::string& out) {
    static constexpr char digits[] = "0123456789abcdef";
    out += "\\u00";
    out += digits[(value >> 4U) & 0x0FU];
    out += digits[value & 0x0FU];
}

/// A JSON string of one line whatever the input: broken UTF-8 becomes U+FFFD, and long texts are cut.
void append_text(std::string_view text, std::string& out) {
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        if (at >= longest_text) {
            out += "…";
            break;
        }
        const auto point = text::code_point_at(text, at);
        const char32_t code = point.valid ? point.code : U'\uFFFD';
        if (code == '"' || code == '\\') {
            out += '\\';
            out += static_cast<char>(code);
        } else if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
            append_control(static_cast<unsigned>(code), out);
        } else if (code == 0x2028 || code == 0x2029) {
            // Line ends to some viewers.
            out += code == 0x2028 ? "\\u2028" : "\\u2029";
        } else {
            text::append_utf8(code, out);
        }
        at += point.length;
    }
    out += '"';
}

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warning: return "warning";
        case Level::error: return "error";
    }
    return "error";
}

void append_value(const Field& field, std::string& out) {
    if (speaks_of_secrets(field.name)) {
        out += "\"[hidden]\"";
    } else if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        append_text(*text, out);
    } else if (const auto* flag = std::get_if<bool>(&field.value)) {
        out += *flag ? "true" : "false";
    } else {
        out += std::to_string(std::get<std::int64_t>(field.value));
    }
}

}  // namespace

std::string format(Level level, std::string_view event, Fields fields) {
    std::string out = "\"level\":\"";
    out += name_of(level);
    out += "\",\"event\":";
    append_text(event, out);
    for (const Field& field : fields) {
        out += ',';
        append_text(field.name, out);
        out += ':';
        append_value(field, out);
    }
    out += '}';
    return out;
}

void start(Level level, const std::filesystem::path& file) {
    auto fresh = make_logger(file);
    const std::lock_guard lock(logger_mutex);
    lowest_level = level;
    log_file = file;
    logger() = std::move(fresh);
}

void reopen() {
    const std::lock_guard lock(logger_mutex);
    if (!log_file.empty()) logger() = make_logger(log_file);
}

bool is_on(Level level) { return level >= lowest_level.load(); }

void write(Level level, std::string_view event, Fields fields) {
    if (!is_on(level)) return;
    const std::string line = "{\"at\":\"" + to_text(SystemClock().now()) + "\"," + format(level, event, fields);
    std::shared_ptr<spdlog::logger> current;
    {
        const std::lock_guard lock(logger_mutex);
        current = logger();
    }
    current->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace klicnik::log
