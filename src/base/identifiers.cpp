#include "base/identifiers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <utility>

#include "base/countries.hpp"
#include "base/date.hpp"
#include "base/text.hpp"

namespace klicnik::identifiers {

namespace {

char ascii_upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// Without white space, also the no-break (U+00A0), thin (U+2009) and narrow no-break (U+202F)
/// ones.
std::string without_spaces(std::string_view text) {
    std::string bare;
    while (!text.empty()) {
        if (text.starts_with("\u00a0")) {
            text.remove_prefix(2);
        } else if (text.starts_with("\u202f") || text.starts_with("\u2009")) {
            text.remove_prefix(3);
        } else {
            if (!trimmed(text.substr(0, 1)).empty()) bare.push_back(text[0]);
            text.remove_prefix(1);
        }
    }
    return bare;
}

int value_of(char digit) {
    return digit - '0';
}

/// Σ digit × weight over as many digits as there are weights.
int weighted_sum(std::string_view digits, std::span<const int> weights) {
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += value_of(digits[i]) * weights[i];
    return sum;
}

bool has_ico_check_digit(std::string_view digits) {
    constexpr std::array weights = {8, 7, 6, 5, 4, 3, 2};
    const int rest = weighted_sum(digits, weights) % 11;
    const int check = rest == 0 ? 1 : rest == 1 ? 0 : 11 - rest;
    return value_of(digits[7]) == check;
}

bool has_special_dic_check_digit(std::string_view digits) {
    constexpr std::array weights = {8, 7, 6, 5, 4, 3, 2};
    const int rest = weighted_sum(digits.substr(1), weights) % 11;
    return value_of(digits[8]) == ((8 - (10 - rest) % 11) % 10 + 10) % 10;
}

/// The number of a Czech account without slash: prefix and number padded to 6 and 10 digits, and
/// the bank.
struct CzechAccount {
    std::string prefix;
    std::string number;
    std::string bank;
};

bool is_divisible_account_part(std::string_view digits) {
    constexpr std::array weights = {6, 3, 7, 9, 10, 5, 8, 4, 2, 1};
    return weighted_sum(digits, std::span(weights).subspan(weights.size() - digits.size())) % 11 ==
           0;
}

std::optional<CzechAccount> parse_czech_account(std::string_view text) {
    const std::string bare = without_spaces(text);
    const auto slash = bare.find('/');
    if (slash == std::string::npos) return std::nullopt;
    const auto hyphen = bare.find('-');
    const bool prefixed = hyphen != std::string::npos && hyphen < slash;
    CzechAccount account;
    account.prefix = prefixed ? bare.substr(0, hyphen) : "0";
    account.number = prefixed ? bare.substr(hyphen + 1, slash - hyphen - 1) : bare.substr(0, slash);
    account.bank = bare.substr(slash + 1);
    if (!all_digits(account.prefix) || !all_digits(account.number) || !all_digits(account.bank))
        return std::nullopt;
    if (account.prefix.size() > 6 || account.number.size() > 10 || account.number.size() < 2)
        return std::nullopt;
    if (account.bank.size() != 4 || account.bank == "0000") return std::nullopt;
    account.prefix.insert(0, 6 - account.prefix.size(), '0');
    account.number.insert(0, 10 - account.number.size(), '0');
    if (!is_divisible_account_part(account.prefix) || !is_divisible_account_part(account.number))
        return std::nullopt;
    // An account number has at least two digits that are not zero.
    const auto zeros = std::count(account.number.begin(), account.number.end(), '0');
    if (zeros > 8) return std::nullopt;
    return account;
}

/// The IBAN's remainder modulo 97 with its first four characters moved to the end; nothing for
/// strange characters.
std::optional<int> iban_remainder(std::string_view iban) {
    int rest = 0;
    const std::string turned = std::string(iban.substr(4)) + std::string(iban.substr(0, 4));
    for (const char c : turned) {
        if (is_digit(c)) {
            rest = (rest * 10 + value_of(c)) % 97;
        } else if (c >= 'A' && c <= 'Z') {
            rest = (rest * 100 + (c - 'A' + 10)) % 97;
        } else {
            return std::nullopt;
        }
    }
    return rest;
}

/// How national numbers become international: calling code, and the trunk digits to drop.
struct Dialling {
    std::string_view country;
    std::string_view code;
    std::string_view trunk;
    std::size_t min_digits;  ///< of the national number without trunk
    std::size_t max_digits;
};

constexpr Dialling diallings[] = {
    {"CZ", "420", "", 9, 9},  {"SK", "421", "0", 9, 9},  {"DE", "49", "0", 6, 13},
    {"AT", "43", "0", 5, 13}, {"PL", "48", "", 9, 9},    {"HU", "36", "06", 8, 9},
    {"GB", "44", "0", 9, 10}, {"FR", "33", "0", 9, 9},   {"IT", "39", "", 6, 11},
    {"ES", "34", "", 9, 9},   {"NL", "31", "0", 9, 9},   {"BE", "32", "0", 8, 9},
    {"CH", "41", "0", 9, 9},  {"US", "1", "1", 10, 10},  {"CA", "1", "1", 10, 10},
    {"IE", "353", "0", 7, 9}, {"DK", "45", "", 8, 8},    {"SE", "46", "0", 7, 10},
    {"NO", "47", "", 8, 8},   {"FI", "358", "0", 5, 12}, {"RO", "40", "0", 9, 9},
    {"BG", "359", "0", 7, 9}, {"HR", "385", "0", 8, 9},  {"SI", "386", "0", 8, 8},
    {"UA", "380", "0", 9, 9},
};

/// Length of the calling code at the start of international digits: 1 and 7 alone, the two-digit
/// codes of the ITU's list, three digits otherwise.
std::size_t calling_code_length(std::string_view digits) {
    constexpr std::string_view two =
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 "
        "64 65 66 81 82 84 86 90 "
        "91 92 93 94 95 98 ";
    if (digits.starts_with('1') || digits.starts_with('7')) return 1;
    for (std::size_t at = 0; at + 2 < two.size(); at += 3) {
        if (digits.starts_with(two.substr(at, 2))) return 2;
    }
    return 3;
}

/// Digits of a telephone number and whether it began with + or 00; nothing for characters no number
/// has.
struct Dialled {
    std::string digits;
    bool international = false;
};

std::optional<Dialled> dialled(std::string_view text) {
    std::string bare = without_spaces(text);
    Dialled number;
    if (bare.starts_with("(+")) bare.erase(0, 1);
    if (bare.starts_with('+')) {
        number.international = true;
        bare.erase(0, 1);
        // +44 (0)20: the bracketed trunk digit is not dialled from abroad.
        if (const auto trunk = bare.find("(0)"); trunk != std::string::npos) bare.erase(trunk, 3);
    }
    for (const char c : bare) {
        if (is_digit(c)) {
            number.digits.push_back(c);
        } else if (std::string_view("-./()").find(c) == std::string_view::npos) {
            return std::nullopt;
        }
    }
    if (!number.international && number.digits.starts_with("00")) {
        number.international = true;
        number.digits.erase(0, 2);
    }
    return number;
}

bool is_domain(std::string_view domain) {
    if (domain.size() > 253 || domain.find('.') == std::string_view::npos) return false;
    while (true) {
        const auto dot = domain.find('.');
        const auto label = domain.substr(0, dot);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
            return false;
        for (const char c : label) {
            const bool other = static_cast<unsigned char>(c) >= 0x80;  // a name with accents
            if (!is_ascii_letter(c) && !is_digit(c) && c != '-' && !other) return false;
        }
        if (dot == std::string_view::npos) return label.size() >= 2 && !all_digits(label);
        domain.remove_prefix(dot + 1);
    }
}

/// No control characters, spaces, quotes, angle brackets or backslashes, which browsers read in
/// their own ways.
bool has_only_url_characters(std::string_view url) {
    return std::none_of(url.begin(), url.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F ||
               std::string_view("\"<>\\`").find(c) != std::string_view::npos;
    });
}

void check_vat_no(std::vector<Warning>& found, const Identifiers& known, bool czech) {
    const std::string dic = normalised_dic(known.vat_no, known.country);
    if (!dic.starts_with("CZ") && !(czech && all_digits(dic))) return;  // a foreign one
    const std::string_view digits = std::string_view(dic).substr(dic.starts_with("CZ") ? 2 : 0);
    if (!all_digits(digits) || digits.size() < 8 || digits.size() > 10) {
        found.push_back({"vat_no", "dic.format"});
    } else if (!is_valid_dic(dic)) {
        found.push_back({"vat_no", "dic.checksum"});
    } else if (const auto ico = normalised_ico(known.reg_no);
               ico && digits.size() == 8 && *ico != digits) {
        found.push_back({"vat_no", "dic.not_ico", {{"ico", *ico}}});
    }
}

}  // namespace

std::vector<Warning> warnings(const Identifiers& known) {
    std::vector<Warning> found;
    const bool czech = known.country.empty() || known.country == "CZ";
    if (!trimmed(known.reg_no).empty() && czech) {
        if (!normalised_ico(known.reg_no)) {
            found.push_back({"reg_no", "ico.format"});
        } else if (!is_valid_ico(known.reg_no)) {
            found.push_back({"reg_no", "ico.checksum"});
        }
    }
    if (!trimmed(known.vat_no).empty()) check_vat_no(found, known, czech);
    if (!known.country.empty() && !is_country_code(known.country))
        found.push_back({"country", "country.unknown"});
    if (!trimmed(known.email).empty() && !is_plausible_email(known.email))
        found.push_back({"email", "email.format"});
    const std::string_view dialled_in = known.country.empty() ? "CZ" : known.country;
    if (!trimmed(known.phone).empty() && !normalised_phone(known.phone, dialled_in)) {
        found.push_back({"phone", "phone.format"});
    }
    if (!trimmed(known.website).empty() && !normalised_website(known.website)) {
        found.push_back({"website", "url.not_allowed"});
    }
    if (!trimmed(known.postal_code).empty() && czech && !normalised_psc(known.postal_code)) {
        found.push_back({"postal_code", "postal_code.format"});
    }
    return found;
}

std::optional<std::string> normalised_ico(std::string_view text) {
    std::string digits = without_spaces(text);
    if (!all_digits(digits) || digits.size() > 8) return std::nullopt;
    digits.insert(0, 8 - digits.size(), '0');
    return digits;
}

bool is_valid_ico(std::string_view text) {
    const auto ico = normalised_ico(text);
    return ico && has_ico_check_digit(*ico);
}

std::string normalised_dic(std::string_view text, std::string_view country) {
    std::string dic = without_spaces(text);
    for (char& c : dic) c = ascii_upper(c);
    const bool czech = country.empty() || country == "CZ";
    if (czech && all_digits(dic) && dic.size() >= 8 && dic.size() <= 10) dic.insert(0, "CZ");
    return dic;
}

bool is_valid_birth_number(std::string_view digits) {
    if (!all_digits(digits) || (digits.size() != 9 && digits.size() != 10)) return false;
    const auto pair = [&](std::size_t at) {
        return value_of(digits[at]) * 10 + value_of(digits[at + 1]);
    };
    std::int32_t year = 1900 + pair(0);
    const int month = pair(2) % 50 % 20;  // +50 women, +20 when a day has no numbers left
    if (digits.size() == 9) {
        if (year >= 1980) year -= 100;
        if (year > 1953) return false;
    } else if (year < 1954) {
        year += 100;
    }
    if (month < 1 || !make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(pair(4))))
        return false;
    if (digits.size() == 9) return true;
    int rest = 0;
    for (const char c : digits.substr(0, 9)) rest = (rest * 10 + value_of(c)) % 11;
    if (rest == 10 && year < 1985) rest = 0;
    return rest == value_of(digits[9]);
}

std::optional<DicKind> dic_kind(std::string_view text) {
    const std::string dic = normalised_dic(text);
    if (!dic.starts_with("CZ")) return std::nullopt;
    const std::string_view digits = std::string_view(dic).substr(2);
    if (!all_digits(digits)) return std::nullopt;
    if (digits.size() == 8) {
        if (digits[0] == '9' || !has_ico_check_digit(digits)) return std::nullopt;
        return DicKind::ico;
    }
    if (digits.size() == 9 && digits[0] == '6') {
        if (!has_special_dic_check_digit(digits)) return std::nullopt;
        return DicKind::special;
    }
    if (!is_valid_birth_number(digits)) return std::nullopt;
    return DicKind::birth_number;
}

std::string masked_dic(std::string_view text, std::string_view country) {
    std::string dic = normalised_dic(text, country);
    const bool personal = dic.starts_with("CZ") && all_digits(std::string_view(dic).substr(2)) &&
                          (dic.size() == 12 || (dic.size() == 11 && dic[2] != '6'));
    if (personal) std::fill(dic.begin() + 4, dic.end(), '*');
    return dic;
}

bool is_valid_czech_account(std::string_view text) {
    return parse_czech_account(text).has_value();
}

std::optional<std::string> iban_of_czech_account(std::string_view text) {
    const auto account = parse_czech_account(text);
    if (!account) return std::nullopt;
    const std::string rest = account->bank + account->prefix + account->number;
    const int check = 98 - iban_remainder("CZ00" + rest).value_or(0);
    return "CZ" + std::string(check < 10 ? "0" : "") + std::to_string(check) + rest;
}

bool is_valid_iban(std::string_view text) {
    std::string iban = without_spaces(text);
    for (char& c : iban) c = ascii_upper(c);
    if (iban.size() < 15 || iban.size() > 34) return false;
    if (!is_country_code(iban.substr(0, 2)) || !all_digits(std::string_view(iban).substr(2, 2)))
        return false;
    if ((iban.starts_with("CZ") || iban.starts_with("SK")) && iban.size() != 24) return false;
    return iban_remainder(iban) == 1;
}

bool is_plausible_email(std::string_view text) {
    text = trimmed(text);
    const auto at = text.find('@');
    if (text.size() > 254 || at == std::string_view::npos || at == 0 || at > 64) return false;
    const std::string_view local = text.substr(0, at);
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos)
        return false;
    for (const char c : local) {
        const bool plain =
            is_ascii_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
        if (!plain && std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) == std::string_view::npos)
            return false;
    }
    return is_domain(text.substr(at + 1));
}

bool is_plausible_phone(std::string_view text) {
    constexpr std::string_view marks = " ()/-.";
    constexpr std::string_view words[] = {"ext", "klapka", "linka", "kl", "l", "x"};
    std::size_t digits = 0;
    while (!text.empty()) {
        std::size_t taken = 1;
        if (is_digit(text.front())) {
            if (++digits > 20) return false;
        } else if (text.front() == '+') {
            if (digits > 0) return false;
        } else if (marks.find(text.front()) == std::string_view::npos) {
            const auto* const word = std::find_if(std::begin(words), std::end(words), [&](std::string_view each) { return text.starts_with(each); });
            if (word == std::end(words)) return false;
            taken = word->size();
        }
        text.remove_prefix(taken);
    }
    return digits >= 3;
}

std::optional<std::string> normalised_phone(std::string_view text, std::string_view country) {
    auto number = dialled(text);
    if (!number) return std::nullopt;
    std::string digits = std::move(number->digits);
    const auto* const rule =
        std::find_if(std::begin(diallings), std::end(diallings),
                     [&](const Dialling& each) { return each.country == country; });
    if (!number->international) {
        if (rule == std::end(diallings)) return std::nullopt;
        const bool with_code = digits.starts_with(rule->code) && digits.size() > rule->max_digits &&
                               digits.size() <= rule->code.size() + rule->max_digits;
        if (!with_code) {
            if (!rule->trunk.empty() && digits.starts_with(rule->trunk))
                digits.erase(0, rule->trunk.size());
            if (digits.size() < rule->min_digits || digits.size() > rule->max_digits)
                return std::nullopt;
            digits.insert(0, rule->code);
        }
    }
    if (digits.size() < 8 || digits.size() > 15 || digits.starts_with('0')) return std::nullopt;
    const auto national = digits.size() - calling_code_length(digits);
    for (const Dialling& each : diallings) {
        if (!digits.starts_with(each.code) || calling_code_length(digits) != each.code.size())
            continue;
        if (national < each.min_digits || national > each.max_digits) return std::nullopt;
    }
    return "+" + digits;
}

std::string phone_text(std::string_view e164) {
    if (!e164.starts_with('+') || !all_digits(e164.substr(1))) return std::string(e164);
    std::string_view digits = e164.substr(1);
    const auto code = std::min(calling_code_length(digits), digits.size());
    std::string grouped = "+" + std::string(digits.substr(0, code));
    digits.remove_prefix(code);
    while (!digits.empty()) {
        const std::size_t group = digits.size() == 4 ? 4 : std::min<std::size_t>(3, digits.size());
        grouped += " " + std::string(digits.substr(0, group));
        digits.remove_prefix(group);
    }
    return grouped;
}

bool is_allowed_url(std::string_view url) {
    if (url.size() > 2000 || !has_only_url_characters(url)) return false;
    const auto colon = url.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string scheme = ascii_lower(url.substr(0, colon));
    std::string_view rest = url.substr(colon + 1);
    if (scheme == "mailto") return is_plausible_email(rest.substr(0, rest.find('?')));
    if (scheme == "tel")
        return dialled(rest).has_value() && std::any_of(rest.begin(), rest.end(), is_digit);
    if ((scheme != "http" && scheme != "https") || !rest.starts_with("//")) return false;
    rest.remove_prefix(2);
    std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    if (host.find('@') != std::string_view::npos)
        return false;  // credentials, or a host in disguise
    if (const auto port = host.rfind(':'); port != std::string_view::npos && host.back() != ']') {
        const std::string_view digits = host.substr(port + 1);
        if (!all_digits(digits) || digits.size() > 5) return false;
        host = host.substr(0, port);
    }
    return !host.empty();
}

std::optional<std::string> normalised_website(std::string_view text) {
    text = trimmed(text);
    std::string url(text);
    if (text.find("://") == std::string_view::npos) {
        const auto host = text.substr(0, text.find_first_of("/?#:"));
        if (!is_domain(host)) return std::nullopt;
        url = "https://" + url;
    }
    const std::string scheme = ascii_lower(std::string_view(url).substr(0, url.find(':')));
    if ((scheme != "http" && scheme != "https") || !is_allowed_url(url)) return std::nullopt;
    return url;
}

std::optional<std::string> normalised_psc(std::string_view text) {
    std::string digits = without_spaces(text);
    for (const std::string_view prefix : {"CZ-", "cz-", "CZ", "cz"}) {
        if (digits.starts_with(prefix)) digits.erase(0, prefix.size());
    }
    if (!all_digits(digits) || digits.size() != 5 || digits[0] < '1' || digits[0] > '7')
        return std::nullopt;
    return digits;
}

std::string psc_text(std::string_view psc) {
    const auto digits = normalised_psc(psc);
    return digits ? digits->substr(0, 3) + " " + digits->substr(3) : std::string(psc);
}

}  // namespace klicnik::identifiers
