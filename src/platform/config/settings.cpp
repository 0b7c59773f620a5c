#include "platform/config/settings.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>

namespace klicnik::config {

namespace {

/// What is wrong with a value: a code, and what would have been right.
struct Fault {
    std::string code;
    std::string wanted;
};

using Checked = std::optional<Fault>;

struct Setting {
    std::string_view name;
    std::string_view type;
    std::string_view text;
    Checked (*apply)(Settings& settings, std::string_view value);
    std::string (*show)(const Settings& settings);
};

Checked read_number(std::string_view value, int lowest, int highest, int& out) {
    int number = 0;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), number);
    const std::string wanted = "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
    if (parsed.ec == std::errc::invalid_argument || parsed.ptr != value.data() + value.size()) {
        return Fault{"not_a_number", wanted};
    }
    if (parsed.ec != std::errc() || number < lowest || number > highest) return Fault{"out_of_range", wanted};
    out = number;
    return std::nullopt;
}

template <class Choice, std::size_t N>
Checked read_choice(std::string_view value, const std::pair<std::string_view, Choice> (&choices)[N], Choice& out) {
    std::string wanted;
    for (const auto& [name, choice] : choices) {
        if (name == value) {
            out = choice;
            return std::nullopt;
        }
        wanted += (wanted.empty() ? "" : ", ") + std::string(name);
    }
    return Fault{"not_a_choice", "one of " + wanted};
}

template <class Choice, std::size_t N>
std::string show_choice(Choice value, const std::pair<std::string_view, Choice> (&choices)[N]) {
    for (const auto& [name, choice] : choices) {
        if (choice == value) return std::string(name);
    }
    return {};
}

constexpr std::pair<std::string_view, db::Durability> durability_choices[] = {{"full", db::Durability::full},
                                                                              {"normal", db::Durability::normal}};
constexpr std::pair<std::string_view, log::Level> level_choices[] = {{"debug", log::Level::debug},
                                                                     {"info", log::Level::info},
                                                                     {"warning", log::Level::warning},
                                                                     {"error", log::Level::error}};

/// The bits of an address of that family, 0 when the text is no address.
int address_bits(const std::string& text) {
    unsigned char buffer[16];
    if (::inet_pton(AF_INET, text.c_str(), buffer) == 1) return 32;
    if (::inet_pton(AF_INET6, text.c_str(), buffer) == 1) return 128;
    return 0;
}

Checked read_address(std::string_view value, std::string& out) {
    if (address_bits(std::string(value)) == 0) return Fault{"not_an_address", "an IPv4 or IPv6 address"};
    out = value;
    return std::nullopt;
}

bool is_network(std::string_view text) {
    const auto slash = text.find('/');
    const int bits = address_bits(std::string(text.substr(0, slash)));
    if (bits == 0 || slash == std::string_view::npos) return bits != 0;
    int length = 0;
    return !read_number(text.substr(slash + 1), 0, bits, length).has_value();
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

Checked read_networks(std::string_view value, std::vector<std::string>& out) {
    out.clear();
    while (!value.empty()) {
        const auto comma = std::min(value.find(','), value.size());
        const auto part = trim(value.substr(0, comma));
        if (!is_network(part)) return Fault{"not_an_address", "addresses or networks such as 10.0.0.0/8, with commas between"};
        out.emplace_back(part);
        value.remove_prefix(std::min(comma + 1, value.size()));
    }
    return std::nullopt;
}

std::string show_networks(const std::vector<std::string>& networks) {
    std::string out;
    for (const auto& network : networks) out += (out.empty() ? "" : ", ") + network;
    return out;
}

Checked read_url(std::string_view value, std::string& out) {
    const Fault fault{"not_a_url", "https://host or http://host, without a path"};
    const auto scheme = value.starts_with("https://") ? 8U : value.starts_with("http://") ? 7U : 0U;
    if (value.empty()) {
        out.clear();
        return std::nullopt;
    }
    if (value.ends_with('/')) value.remove_suffix(1);
    if (scheme == 0 || value.size() <= scheme) return fault;
    if (value.substr(scheme).find_first_of("/?# @\"'<>\\") != std::string_view::npos) return fault;
    out = value;
    return std::nullopt;
}

Checked read_path(std::string_view value, std::filesystem::path& out) {
    out = std::filesystem::path(value);
    return std::nullopt;
}

constexpr Setting settings_table[] = {
    {"data_dir", "path", "The folder of the database, attachments and backups.",
     [](Settings& s, std::string_view v) -> Checked {
         if (v.empty()) return Fault{"required", "a folder"};
         return read_path(v, s.data_dir);
     },
     [](const Settings& s) { return s.data_dir.string(); }},
    {"database", "text", "Empty for the built-in SQLite database, or a PostgreSQL target: postgres://user@host/name.",
     [](Settings& s, std::string_view v) -> Checked {
         s.database = v;
         return std::nullopt;
     },
     [](const Settings& s) { return s.database; }},
    {"durability", "full | normal",
     "full: what was confirmed survives a power cut. normal: it survives a crash of the program only (SQLite).",
     [](Settings& s, std::string_view v) { return read_choice(v, durability_choices, s.durability); },
     [](const Settings& s) { return show_choice(s.durability, durability_choices); }},
    {"readers", "number", "Database connections for reading at the same time.",
     [](Settings& s, std::string_view v) { return read_number(v, 1, 64, s.readers); },
     [](const Settings& s) { return std::to_string(s.readers); }},
    {"listen_address", "address", "The address to listen on; 0.0.0.0 or :: for all.",
     [](Settings& s, std::string_view v) { return read_address(v, s.listen_address); },
     [](const Settings& s) { return s.listen_address; }},
    {"port", "number", "The port to listen on; 0 for any free one.",
     [](Settings& s, std::string_view v) { return read_number(v, 0, 65535, s.port); },
     [](const Settings& s) { return std::to_string(s.port); }},
    {"workers", "number", "Requests handled at the same time; 0 to choose by the number of processors.",
     [](Settings& s, std::string_view v) { return read_number(v, 0, 256, s.workers); },
     [](const Settings& s) { return std::to_string(s.workers); }},
    {"public_url", "url", "The address under which people reach this server; used in links and for checking origins.",
     [](Settings& s, std::string_view v) { return read_url(v, s.public_url); },
     [](const Settings& s) { return s.public_url; }},
    {"tls_certificate", "path", "The certificate chain (PEM) when the server itself speaks HTTPS.",
     [](Settings& s, std::string_view v) { return read_path(v, s.tls_certificate); },
     [](const Settings& s) { return s.tls_certificate.string(); }},
    {"tls_key", "path", "The private key (PEM) of that certificate.",
     [](Settings& s, std::string_view v) { return read_path(v, s.tls_key); },
     [](const Settings& s) { return s.tls_key.string(); }},
    {"trusted_proxies", "addresses", "Proxies in front of this server whose X-Forwarded-For is believed.",
     [](Settings& s, std::string_view v) { return read_networks(v, s.trusted_proxies); },
     [](const Settings& s) { return show_networks(s.trusted_proxies); }},
    {"session_idle_minutes", "number", "Somebody who does nothing for so long has to sign in again.",
     [](Settings& s, std::string_view v) { return read_number(v, 5, 10080, s.session_idle_minutes); },
     [](const Settings& s) { return std::to_string(s.session_idle_minutes); }},
    {"session_absolute_hours", "number", "Everybody has to sign in again after so long.",
     [](Settings& s, std::string_view v) { return read_number(v, 1, 720, s.session_absolute_hours); },
     [](const Settings& s) { return std::to_string(s.session_absolute_hours); }},
    {"log_level", "debug | info | warning | error", "The least important lines to write.",
     [](Settings& s, std::string_view v) { return read_choice(v, level_choices, s.log_level); },
     [](const Settings& s) { return show_choice(s.log_level, level_choices); }},
    {"log_file", "path", "Empty for the standard error output.",
     [](Settings& s, std::string_view v) { return read_path(v, s.log_file); },
     [](const Settings& s) { return s.log_file.string(); }},
};

const Setting* find_setting(std::string_view name) {
    const auto* found = std::find_if(std::begin(settings_table), std::end(settings_table),
                                     [&](const Setting& setting) { return setting.name == name; });
    return found == std::end(settings_table) ? nullptr : found;
}

/// Collects values and everything that is wrong with them.
class Reader {
  public:
    void set(const std::string& place, std::string_view name, std::string_view value) {
        const Setting* setting = find_setting(name);
        if (setting == nullptr) {
            fault(place, name, {"unknown", "the name of a setting"});
        } else if (auto problem = setting->apply(settings_, value)) {
            fault(place, name, *problem);
        }
    }

    void fault(const std::string& place, std::string_view name, const Fault& problem) {
        faults_.push_back({std::string(name), problem.code, {{"place", place}, {"wanted", problem.wanted}}});
        lines_ += place + ": " + std::string(name) + ": " + problem.code + ", expected " + problem.wanted + "\n";
    }

    void read_file(const std::filesystem::path& path) {
        std::ifstream file(path);
        std::set<std::string, std::less<>> seen;
        int number = 0;
        for (std::string line; std::getline(file, line);) {
            ++number;
            std::string_view text = line;
            if (number == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
            read_line(path.filename().string() + ":" + std::to_string(number), trim(text), seen);
        }
        if (file.bad() || number == 0) check_readable(path);
    }

    Result<Settings> finish() {
        if (settings_.tls_certificate.empty() != settings_.tls_key.empty()) {
            fault("settings", settings_.tls_key.empty() ? "tls_key" : "tls_certificate",
                  {"needs_partner", "tls_certificate and tls_key together"});
        }
        if (faults_.empty()) return settings_;
        Error error{ErrorKind::invalid, "settings.invalid", {}, std::move(faults_), std::move(lines_)};
        return error;
    }

  private:
    void read_line(const std::string& place, std::string_view text, std::set<std::string, std::less<>>& seen) {
        if (text.empty() || text.front() == '#') return;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) {
            fault(place, text.substr(0, 40), {"syntax", "name = value"});
            return;
        }
        const auto name = trim(text.substr(0, equals));
        if (!seen.emplace(name).second) {
            fault(place, name, {"twice", "each setting once"});
            return;
        }
        set(place, name, trim(text.substr(equals + 1)));
    }

    void check_readable(const std::filesystem::path& path) {
        if (::access(path.c_str(), R_OK) != 0) fault(path.string(), "file", {"unreadable", "a readable file"});
    }

    Settings settings_;
    std::vector<FieldError> faults_;
    std::string lines_;
};

/// KLICNIK_LISTEN_ADDRESS → listen_address.
std::string setting_of_variable(std::string_view variable) {
    std::string name(variable.substr(sizeof "KLICNIK_" - 1));
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return name;
}

/// Whether a variable sets something. The environment is shared by everything that runs in it, the scripts around this program
/// too, so a name that is none of ours is no fault here, as it is in our own file.
bool is_setting(std::string_view variable) {
    return variable.starts_with("KLICNIK_") && find_setting(setting_of_variable(variable)) != nullptr;
}

}  // namespace

db::Options Settings::database_options() const {
    db::Options options;
    options.sqlite_file = sqlite_file();
    options.postgres = database;
    options.readers = readers;
    options.durability = durability;
    return options;
}

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> out;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (!text.starts_with("KLICNIK_") || equals == std::string_view::npos) continue;
        out.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return out;
}

Result<Settings> load(const Sources& sources) {
    Reader reader;
    std::error_code ignored;
    const bool skip_file =
        sources.file.empty() || (sources.file_may_be_missing && !std::filesystem::exists(sources.file, ignored));
    if (!skip_file) reader.read_file(sources.file);
    for (const auto& [variable, value] : sources.environment) {
        if (is_setting(variable)) reader.set("environment " + variable, setting_of_variable(variable), value);
    }
    for (const auto& [name, value] : sources.flags) reader.set("flag --" + name, name, value);
    return reader.finish();
}

std::vector<std::string> unknown_variables(const Sources& sources) {
    std::vector<std::string> unknown;
    for (const auto& [variable, value] : sources.environment) {
        const bool other_use = variable == "KLICNIK_CONFIG" || variable.starts_with("KLICNIK_TEST_");
        if (variable.starts_with("KLICNIK_") && !other_use && !is_setting(variable)) unknown.push_back(variable);
    }
    return unknown;
}

std::vector<Description> descriptions() {
    const Settings defaults;
    std::vector<Description> out;
    for (const Setting& setting : settings_table) {
        out.push_back({std::string(setting.name), std::string(setting.type), std::string(setting.text),
                       setting.show(defaults)});
    }
    return out;
}

std::string describe() {
    std::string out =
        "# Settings of Klíčník. Each may also be set by an environment variable (KLICNIK_PORT=8080) or a flag\n"
        "# (--port 8080); a flag wins over the environment, which wins over this file.\n";
    for (const Description& setting : descriptions()) {
        out += "\n# " + setting.text + "\n# Type: " + setting.type + "\n# " + setting.name + " = " + setting.default_text;
        while (out.back() == ' ') out.pop_back();
        out += "\n";
    }
    return out;
}

}  // namespace klicnik::config
