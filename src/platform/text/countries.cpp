#include "platform/text/countries.hpp"

#include <unicode/uloc.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/text/fold.hpp"
#include "platform/text/utf8.hpp"

namespace klicnik::text {

namespace {

struct CountryAlias {
    std::string_view name;  // folded
    std::string_view code;
};

// What people write and CLDR does not list.
constexpr std::array<CountryAlias, 44> country_aliases = {{
    {"cr", "CZ"},
    {"ceska rep.", "CZ"},
    {"ceska republika", "CZ"},
    {"czech republic", "CZ"},
    {"czech rep.", "CZ"},
    {"tschechische republik", "CZ"},
    {"sr", "SK"},
    {"slovenska republika", "SK"},
    {"slovak republic", "SK"},
    {"slovenska rep.", "SK"},
    {"nsr", "DE"},
    {"srn", "DE"},
    {"spolkova republika nemecko", "DE"},
    {"federal republic of germany", "DE"},
    {"polska republika", "PL"},
    {"rakouska republika", "AT"},
    {"uk", "GB"},
    {"u.k.", "GB"},
    {"velka britanie", "GB"},
    {"great britain", "GB"},
    {"britain", "GB"},
    {"anglie", "GB"},
    {"england", "GB"},
    {"scotland", "GB"},
    {"wales", "GB"},
    {"northern ireland", "GB"},
    {"eire", "IE"},
    {"republic of ireland", "IE"},
    {"u.s.", "US"},
    {"u.s.a.", "US"},
    {"spojene staty", "US"},
    {"spojene staty americke", "US"},
    {"united states of america", "US"},
    {"america", "US"},
    {"holland", "NL"},
    {"holandsko", "NL"},
    {"the netherlands", "NL"},
    {"rsa", "ZA"},
    {"korea", "KR"},
    {"uae", "AE"},
    {"ruska federace", "RU"},
    {"russian federation", "RU"},
    {"viet nam", "VN"},
    {"hong kong", "HK"},
}};

class CountryNames {
  public:
    CountryNames() {
        for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
            const std::string_view iso(*code);
            const std::string locale = std::string("und_") + *code;
            add(iso, iso);
            add(uloc_getISO3Country(locale.c_str()), iso);
            for (const char* language : {"cs", "en", "sk", "de"}) {
                add(display_name(locale, language), iso);
            }
        }
        for (const CountryAlias& alias : country_aliases) {
            codes_[std::string(alias.name)] = alias.code;
        }
    }

    std::string_view code(std::string_view name) const {
        thread_local std::string key;
        key.clear();
        append_folded(name, key);
        const auto found = codes_.find(key);
        return found == codes_.end() ? std::string_view{} : found->second;
    }

  private:
    void add(std::string_view name, std::string_view code) {
        if (!name.empty()) {
            codes_.emplace(fold(name), code);
        }
    }

    static std::string display_name(const std::string& locale, const char* language) {
        UErrorCode status = U_ZERO_ERROR;
        std::array<UChar, 128> units{};
        const std::int32_t length =
            uloc_getDisplayCountry(locale.c_str(), language, units.data(),
                                   static_cast<std::int32_t>(units.size()), &status);
        std::string out;
        // A language without data answers with the code, and says so only in the status.
        if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING ||
            length > static_cast<std::int32_t>(units.size())) {
            return out;
        }
        for (std::int32_t i = 0; i < length; ++i) {
            append_utf8(static_cast<char32_t>(units[static_cast<std::size_t>(i)]), out);
        }
        return out;
    }

    std::unordered_map<std::string, std::string_view> codes_;
};

}  // namespace

std::string_view country_code(std::string_view name) {
    static const CountryNames names;
    return names.code(name);
}

}  // namespace klicnik::text
