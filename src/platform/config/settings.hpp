#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "platform/db/database.hpp"
#include "platform/log/log.hpp"

/// Everything an operator may set. Each setting is declared once, in settings.cpp, with its name, description and
/// reader; defaults are the initialisers below.
namespace klicnik::config {

struct Settings {
    std::filesystem::path data_dir = "data";
    std::string database{};  ///< a PostgreSQL target, or empty for the SQLite file in data_dir
    db::Durability durability = db::Durability::full;
    int readers = 4;

    std::string listen_address = "127.0.0.1";
    int port = 8780;  ///< 0: any free one
    int workers = 0;  ///< 0: by the number of processors
    std::string public_url{};
    std::filesystem::path tls_certificate{};
    std::filesystem::path tls_key{};
    std::vector<std::string> trusted_proxies{};  ///< addresses or networks, "10.0.0.0/8"

    int session_idle_minutes = 480;
    int session_absolute_hours = 12;

    log::Level log_level = log::Level::info;
    std::filesystem::path log_file{};

    std::filesystem::path sqlite_file() const { return data_dir / "klicnik.sqlite"; }
    db::Options database_options() const;
    bool has_tls() const { return !tls_certificate.empty(); }
};

/// Where values come from; a later source wins over an earlier one: file, environment, flags.
struct Sources {
    std::filesystem::path file{};         ///< empty: none. A named file that is missing is an error
    bool file_may_be_missing = false;     ///< for the default place of the file
    std::map<std::string, std::string> environment{};  ///< KLICNIK_PORT=… sets "port"; other names are left out
    std::vector<std::pair<std::string, std::string>> flags{};  ///< {"port", "8080"} from --port 8080
};

/// Variables that look like settings and are none, for a warning in the log: perhaps a slip of the pen.
std::vector<std::string> unknown_variables(const Sources& sources);

/// The environment of this process, only what begins with KLICNIK_.
std::map<std::string, std::string> process_environment();

/// Reads all sources and reports everything that is wrong at once: kind invalid, code settings.invalid, one field
/// error per fault (codes unknown, twice, syntax, unreadable, not_a_number, out_of_range, not_a_choice, not_an_address,
/// not_a_url, needs_partner; param "place" as "klicnik.conf:12"). `internal` holds the same as English lines for the
/// terminal.
Result<Settings> load(const Sources& sources);

struct Description {
    std::string name;
    std::string type;  ///< "number", "text", "path", "full | normal", …
    std::string text;
    std::string default_text;
};

std::vector<Description> descriptions();

/// All settings as a commented klicnik.conf.
std::string describe();

}  // namespace klicnik::config
