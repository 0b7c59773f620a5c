#include "modules/identity/passwords.hpp"

#include "base/text.hpp"

namespace klicnik::identity::rules {

namespace {

constexpr std::size_t min_length = 12;
constexpr std::size_t max_length = 128;

// Parts that make a long password as guessable as a short one: what people repeat or put in a row to reach the length.
constexpr std::string_view common_parts[] = {
    "password", "heslo",   "qwerty",  "asdfgh", "yxcvbn", "zxcvbn", "letmein",  "welcome", "vitejte", "admin",   "klicnik", "klíčník",
    "abcdef",   "123456",  "654321",  "111111", "000000", "iloveyou", "monkey", "dragon",  "football", "sparta", "slavia",  "miluju",
    "martin",   "tomas",   "lucie",   "praha",  "brno",   "ostrava", "changeme", "zmenit", "tajne",   "secret",  "master",  "login",
};

bool is_one_repeated(std::string_view text) {
    for (std::size_t period = 1; period <= 3; ++period) {
        bool repeats = true;
        for (std::size_t i = period; i < text.size() && repeats; ++i) repeats = text[i] == text[i - period];
        if (repeats) return true;
    }
    return false;
}

/// How many characters remain when the guessable parts are taken out.
std::size_t unguessable_length(std::string text, std::string_view own_name) {
    const auto remove = [&text](std::string_view part) {
        for (auto at = text.find(part); part.size() >= 4 && at != std::string::npos; at = text.find(part)) text.erase(at, part.size());
    };
    for (const std::string_view part : common_parts) remove(part);
    remove(own_name);
    return text.size();
}

}  // namespace

Result<> check_password(std::string_view password, std::string_view email, std::string_view full_name) {
    const std::size_t length = code_points(password);
    if (length < min_length) return invalid("password", "too_short", {{"min", std::to_string(min_length)}});
    if (length > max_length) return invalid("password", "too_long", {{"max", std::to_string(max_length)}});
    const std::string lower = ascii_lower(password);
    const std::string name = ascii_lower(full_name);
    const std::string account = ascii_lower(email.substr(0, email.find('@')));
    if (is_one_repeated(lower) || lower == name || unguessable_length(lower, account) < 6) {
        return invalid("password", "too_common");
    }
    return {};
}

}  // namespace klicnik::identity::rules
