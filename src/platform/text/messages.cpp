#include "platform/text/messages.hpp"

#include <unicode/msgfmt.h>

#include <map>
#include <mutex>
#include <stdexcept>

#include "base/text.hpp"
#include "platform/http/json.hpp"

namespace klicnik::text {

struct Messages::Catalogue {
    std::string language;
    std::map<std::string, std::string, std::less<>> texts;
};

namespace {

bool is_number(std::string_view text) {
    if (text.empty() || text.size() > 18) return false;
    for (const char c : text) {
        if (!is_digit(c)) return false;
    }
    return true;
}

std::string formatted(const std::string& pattern, std::string_view language, const Params& params) {
    UErrorCode status = U_ZERO_ERROR;
    icu::MessageFormat format(icu::UnicodeString::fromUTF8(pattern), icu::Locale(std::string(language).c_str()), status);
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (const auto& [name, value] : params) {
        names.push_back(icu::UnicodeString::fromUTF8(name));
        if (is_number(value)) values.emplace_back(static_cast<int64_t>(std::stoll(value)));
        else values.emplace_back(icu::UnicodeString::fromUTF8(value));
    }
    icu::UnicodeString out;
    format.format(names.data(), values.data(), static_cast<int32_t>(values.size()), out, status);
    if (U_FAILURE(status)) return pattern;
    std::string utf8;
    out.toUTF8String(utf8);
    return utf8;
}

}  // namespace

Messages::Messages(std::span<const files::EmbeddedFile> files) {
    for (const files::EmbeddedFile& file : files) {
        if (!file.path.starts_with("locales/") || !file.path.ends_with(".json")) continue;
        const std::string_view rest = file.path.substr(8);
        const std::string language(rest.substr(0, rest.find('/')));
        Catalogue* catalogue = nullptr;
        for (Catalogue& known : catalogues_) {
            if (known.language == language) catalogue = &known;
        }
        if (!catalogue) catalogue = &catalogues_.emplace_back(Catalogue{language, {}});
        const auto parsed = json::parse(file.bytes);
        if (!parsed || !parsed->is_object()) throw std::runtime_error("not a JSON object: " + std::string(file.path));
        for (const json::Member& member : parsed->members()) {
            const std::string* value = member.value.as_string();
            if (!value) throw std::runtime_error("not a text: " + member.key + " in " + std::string(file.path));
            catalogue->texts[member.key] = *value;
        }
    }
}

Messages::~Messages() = default;

std::string Messages::format(std::string_view language, std::string_view key, const Params& params) const {
    for (const Catalogue& catalogue : catalogues_) {
        if (catalogue.language != language) continue;
        const auto found = catalogue.texts.find(key);
        if (found == catalogue.texts.end()) break;
        return found->second.find_first_of("{'") == std::string::npos ? found->second : formatted(found->second, language, params);
    }
    return std::string(key);
}

bool Messages::has(std::string_view language, std::string_view key) const {
    for (const Catalogue& catalogue : catalogues_) {
        if (catalogue.language == language) return catalogue.texts.find(key) != catalogue.texts.end();
    }
    return false;
}

std::string_view Messages::choose(std::string_view accepted, std::string_view fallback) {
    while (!accepted.empty()) {
        const auto comma = accepted.find(',');
        const std::string_view part = trimmed(accepted.substr(0, comma));
        if (part.starts_with("cs") || part.starts_with("sk")) return "cs";
        if (part.starts_with("en")) return "en";
        accepted = comma == std::string_view::npos ? std::string_view{} : accepted.substr(comma + 1);
    }
    return fallback;
}

}  // namespace klicnik::text
