#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

/// One JSON object per line for machines, with an event name instead of a sentence:
/// `log::info("request.done", {{"method", "GET"}, {"status", 200}});`
namespace klicnik::log {

enum class Level { debug, info, warning, error };

/// A named value. Values of names that speak of secrets (password, token, secret, cookie, authorization …) are never
/// written, so that a careless line does no harm.
struct Field {
    Field(std::string_view name_, std::string_view text) : name(name_), value(text) {}
    Field(std::string_view name_, const std::string& text) : name(name_), value(std::string_view(text)) {}
    Field(std::string_view name_, const char* text) : name(name_), value(std::string_view(text)) {}
    Field(std::string_view name_, bool flag) : name(name_), value(flag) {}
    Field(std::string_view name_, std::int64_t number) : name(name_), value(number) {}
    Field(std::string_view name_, std::int32_t number) : name(name_), value(std::int64_t{number}) {}
    Field(std::string_view name_, std::uint32_t number) : name(name_), value(std::int64_t{number}) {}
    Field(std::string_view name_, std::size_t number) : name(name_), value(static_cast<std::int64_t>(number)) {}

    std::string_view name;
    std::variant<std::string_view, bool, std::int64_t> value;
};

using Fields = std::initializer_list<Field>;

/// Where the lines go: a file (made readable for its owner only), or stderr when `file` is empty. Until this is
/// called, lines of level info and above go to stderr.
void start(Level level, const std::filesystem::path& file = {});

/// Opens the file anew; for the signal that log rotation sends.
void reopen();

bool is_on(Level level);
void write(Level level, std::string_view event, Fields fields = {});

inline void debug(std::string_view event, Fields fields = {}) { write(Level::debug, event, fields); }
inline void info(std::string_view event, Fields fields = {}) { write(Level::info, event, fields); }
inline void warning(std::string_view event, Fields fields = {}) { write(Level::warning, event, fields); }
inline void error(std::string_view event, Fields fields = {}) { write(Level::error, event, fields); }

/// The line without its time: `"level":"info","event":"…",…}`. Exposed for tests.
std::string format(Level level, std::string_view event, Fields fields);

}  // namespace klicnik::log
