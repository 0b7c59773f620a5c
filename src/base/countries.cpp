#include "base/countries.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace klicnik {

namespace {

struct Country {
    std::string_view code;
    std::string_view code3;
    std::string_view czech;
    std::string_view english;
};

// ISO 3166-1 and XK, in order of codes.
constexpr Country country_table[] = {
    {"AD", "AND", "Andorra", "Andorra"},
    {"AE", "ARE", "Spojené arabské emiráty", "United Arab Emirates"},
    {"AF", "AFG", "Afghánistán", "Afghanistan"},
    {"AG", "ATG", "Antigua a Barbuda", "Antigua and Barbuda"},
    {"AI", "AIA", "Anguilla", "Anguilla"},
    {"AL", "ALB", "Albánie", "Albania"},
    {"AM", "ARM", "Arménie", "Armenia"},
    {"AO", "AGO", "Angola", "Angola"},
    {"AQ", "ATA", "Antarktida", "Antarctica"},
    {"AR", "ARG", "Argentina", "Argentina"},
    {"AS", "ASM", "Americká Samoa", "American Samoa"},
    {"AT", "AUT", "Rakousko", "Austria"},
    {"AU", "AUS", "Austrálie", "Australia"},
    {"AW", "ABW", "Aruba", "Aruba"},
    {"AX", "ALA", "Ålandy", "Åland Islands"},
    {"AZ", "AZE", "Ázerbájdžán", "Azerbaijan"},
    {"BA", "BIH", "Bosna a Hercegovina", "Bosnia and Herzegovina"},
    {"BB", "BRB", "Barbados", "Barbados"},
    {"BD", "BGD", "Bangladéš", "Bangladesh"},
    {"BE", "BEL", "Belgie", "Belgium"},
    {"BF", "BFA", "Burkina Faso", "Burkina Faso"},
    {"BG", "BGR", "Bulharsko", "Bulgaria"},
    {"BH", "BHR", "Bahrajn", "Bahrain"},
    {"BI", "BDI", "Burundi", "Burundi"},
    {"BJ", "BEN", "Benin", "Benin"},
    {"BL", "BLM", "Svatý Bartoloměj", "Saint Barthélemy"},
    {"BM", "BMU", "Bermudy", "Bermuda"},
    {"BN", "BRN", "Brunej", "Brunei"},
    {"BO", "BOL", "Bolívie", "Bolivia"},
    {"BQ", "BES", "Karibské Nizozemsko", "Caribbean Netherlands"},
    {"BR", "BRA", "Brazílie", "Brazil"},
    {"BS", "BHS", "Bahamy", "Bahamas"},
    {"BT", "BTN", "Bhútán", "Bhutan"},
    {"BV", "BVT", "Bouvetův ostrov", "Bouvet Island"},
    {"BW", "BWA", "Botswana", "Botswana"},
    {"BY", "BLR", "Bělorusko", "Belarus"},
    {"BZ", "BLZ", "Belize", "Belize"},
    {"CA", "CAN", "Kanada", "Canada"},
    {"CC", "CCK", "Kokosové ostrovy", "Cocos Islands"},
    {"CD", "COD", "Konžská demokratická republika", "Democratic Republic of the Congo"},
    {"CF", "CAF", "Středoafrická republika", "Central African Republic"},
    {"CG", "COG", "Konžská republika", "Republic of the Congo"},
    {"CH", "CHE", "Švýcarsko", "Switzerland"},
    {"CI", "CIV", "Pobřeží slonoviny", "Ivory Coast"},
    {"CK", "COK", "Cookovy ostrovy", "Cook Islands"},
    {"CL", "CHL", "Chile", "Chile"},
    {"CM", "CMR", "Kamerun", "Cameroon"},
    {"CN", "CHN", "Čína", "China"},
    {"CO", "COL", "Kolumbie", "Colombia"},
    {"CR", "CRI", "Kostarika", "Costa Rica"},
    {"CU", "CUB", "Kuba", "Cuba"},
    {"CV", "CPV", "Kapverdy", "Cape Verde"},
    {"CW", "CUW", "Curaçao", "Curaçao"},
    {"CX", "CXR", "Vánoční ostrov", "Christmas Island"},
    {"CY", "CYP", "Kypr", "Cyprus"},
    {"CZ", "CZE", "Česko", "Czechia"},
    {"DE", "DEU", "Německo", "Germany"},
    {"DJ", "DJI", "Džibutsko", "Djibouti"},
    {"DK", "DNK", "Dánsko", "Denmark"},
    {"DM", "DMA", "Dominika", "Dominica"},
    {"DO", "DOM", "Dominikánská republika", "Dominican Republic"},
    {"DZ", "DZA", "Alžírsko", "Algeria"},
    {"EC", "ECU", "Ekvádor", "Ecuador"},
    {"EE", "EST", "Estonsko", "Estonia"},
    {"EG", "EGY", "Egypt", "Egypt"},
    {"EH", "ESH", "Západní Sahara", "Western Sahara"},
    {"ER", "ERI", "Eritrea", "Eritrea"},
    {"ES", "ESP", "Španělsko", "Spain"},
    {"ET", "ETH", "Etiopie", "Ethiopia"},
    {"FI", "FIN", "Finsko", "Finland"},
    {"FJ", "FJI", "Fidži", "Fiji"},
    {"FK", "FLK", "Falklandské ostrovy", "Falkland Islands"},
    {"FM", "FSM", "Mikronésie", "Micronesia"},
    {"FO", "FRO", "Faerské ostrovy", "Faroe Islands"},
    {"FR", "FRA", "Francie", "France"},
    {"GA", "GAB", "Gabon", "Gabon"},
    {"GB", "GBR", "Spojené království", "United Kingdom"},
    {"GD", "GRD", "Grenada", "Grenada"},
    {"GE", "GEO", "Gruzie", "Georgia"},
    {"GF", "GUF", "Francouzská Guyana", "French Guiana"},
    {"GG", "GGY", "Guernsey", "Guernsey"},
    {"GH", "GHA", "Ghana", "Ghana"},
    {"GI", "GIB", "Gibraltar", "Gibraltar"},
    {"GL", "GRL", "Grónsko", "Greenland"},
    {"GM", "GMB", "Gambie", "Gambia"},
    {"GN", "GIN", "Guinea", "Guinea"},
    {"GP", "GLP", "Guadeloupe", "Guadeloupe"},
    {"GQ", "GNQ", "Rovníková Guinea", "Equatorial Guinea"},
    {"GR", "GRC", "Řecko", "Greece"},
    {"GS", "SGS", "Jižní Georgie a Jižní Sandwichovy ostrovy",
     "South Georgia and South Sandwich Islands"},
    {"GT", "GTM", "Guatemala", "Guatemala"},
    {"GU", "GUM", "Guam", "Guam"},
    {"GW", "GNB", "Guinea-Bissau", "Guinea-Bissau"},
    {"GY", "GUY", "Guyana", "Guyana"},
    {"HK", "HKG", "Hongkong", "Hong Kong"},
    {"HM", "HMD", "Heardův ostrov a McDonaldovy ostrovy", "Heard and McDonald Islands"},
    {"HN", "HND", "Honduras", "Honduras"},
    {"HR", "HRV", "Chorvatsko", "Croatia"},
    {"HT", "HTI", "Haiti", "Haiti"},
    {"HU", "HUN", "Maďarsko", "Hungary"},
    {"ID", "IDN", "Indonésie", "Indonesia"},
    {"IE", "IRL", "Irsko", "Ireland"},
    {"IL", "ISR", "Izrael", "Israel"},
    {"IM", "IMN", "Ostrov Man", "Isle of Man"},
    {"IN", "IND", "Indie", "India"},
    {"IO", "IOT", "Britské indickooceánské území", "British Indian Ocean Territory"},
    {"IQ", "IRQ", "Irák", "Iraq"},
    {"IR", "IRN", "Írán", "Iran"},
    {"IS", "ISL", "Island", "Iceland"},
    {"IT", "ITA", "Itálie", "Italy"},
    {"JE", "JEY", "Jersey", "Jersey"},
    {"JM", "JAM", "Jamajka", "Jamaica"},
    {"JO", "JOR", "Jordánsko", "Jordan"},
    {"JP", "JPN", "Japonsko", "Japan"},
    {"KE", "KEN", "Keňa", "Kenya"},
    {"KG", "KGZ", "Kyrgyzstán", "Kyrgyzstan"},
    {"KH", "KHM", "Kambodža", "Cambodia"},
    {"KI", "KIR", "Kiribati", "Kiribati"},
    {"KM", "COM", "Komory", "Comoros"},
    {"KN", "KNA", "Svatý Kryštof a Nevis", "Saint Kitts and Nevis"},
    {"KP", "PRK", "Severní Korea", "North Korea"},
    {"KR", "KOR", "Jižní Korea", "South Korea"},
    {"KW", "KWT", "Kuvajt", "Kuwait"},
    {"KY", "CYM", "Kajmanské ostrovy", "Cayman Islands"},
    {"KZ", "KAZ", "Kazachstán", "Kazakhstan"},
    {"LA", "LAO", "Laos", "Laos"},
    {"LB", "LBN", "Libanon", "Lebanon"},
    {"LC", "LCA", "Svatá Lucie", "Saint Lucia"},
    {"LI", "LIE", "Lichtenštejnsko", "Liechtenstein"},
    {"LK", "LKA", "Srí Lanka", "Sri Lanka"},
    {"LR", "LBR", "Libérie", "Liberia"},
    {"LS", "LSO", "Lesotho", "Lesotho"},
    {"LT", "LTU", "Litva", "Lithuania"},
    {"LU", "LUX", "Lucembursko", "Luxembourg"},
    {"LV", "LVA", "Lotyšsko", "Latvia"},
    {"LY", "LBY", "Libye", "Libya"},
    {"MA", "MAR", "Maroko", "Morocco"},
    {"MC", "MCO", "Monako", "Monaco"},
    {"MD", "MDA", "Moldavsko", "Moldova"},
    {"ME", "MNE", "Černá Hora", "Montenegro"},
    {"MF", "MAF", "Svatý Martin (francouzská část)", "Saint Martin"},
    {"MG", "MDG", "Madagaskar", "Madagascar"},
    {"MH", "MHL", "Marshallovy ostrovy", "Marshall Islands"},
    {"MK", "MKD", "Severní Makedonie", "North Macedonia"},
    {"ML", "MLI", "Mali", "Mali"},
    {"MM", "MMR", "Myanmar", "Myanmar"},
    {"MN", "MNG", "Mongolsko", "Mongolia"},
    {"MO", "MAC", "Macao", "Macao"},
    {"MP", "MNP", "Severní Mariany", "Northern Mariana Islands"},
    {"MQ", "MTQ", "Martinik", "Martinique"},
    {"MR", "MRT", "Mauritánie", "Mauritania"},
    {"MS", "MSR", "Montserrat", "Montserrat"},
    {"MT", "MLT", "Malta", "Malta"},
    {"MU", "MUS", "Mauricius", "Mauritius"},
    {"MV", "MDV", "Maledivy", "Maldives"},
    {"MW", "MWI", "Malawi", "Malawi"},
    {"MX", "MEX", "Mexiko", "Mexico"},
    {"MY", "MYS", "Malajsie", "Malaysia"},
    {"MZ", "MOZ", "Mosambik", "Mozambique"},
    {"NA", "NAM", "Namibie", "Namibia"},
    {"NC", "NCL", "Nová Kaledonie", "New Caledonia"},
    {"NE", "NER", "Niger", "Niger"},
    {"NF", "NFK", "Norfolk", "Norfolk Island"},
    {"NG", "NGA", "Nigérie", "Nigeria"},
    {"NI", "NIC", "Nikaragua", "Nicaragua"},
    {"NL", "NLD", "Nizozemsko", "Netherlands"},
    {"NO", "NOR", "Norsko", "Norway"},
    {"NP", "NPL", "Nepál", "Nepal"},
    {"NR", "NRU", "Nauru", "Nauru"},
    {"NU", "NIU", "Niue", "Niue"},
    {"NZ", "NZL", "Nový Zéland", "New Zealand"},
    {"OM", "OMN", "Omán", "Oman"},
    {"PA", "PAN", "Panama", "Panama"},
    {"PE", "PER", "Peru", "Peru"},
    {"PF", "PYF", "Francouzská Polynésie", "French Polynesia"},
    {"PG", "PNG", "Papua-Nová Guinea", "Papua New Guinea"},
    {"PH", "PHL", "Filipíny", "Philippines"},
    {"PK", "PAK", "Pákistán", "Pakistan"},
    {"PL", "POL", "Polsko", "Poland"},
    {"PM", "SPM", "Saint-Pierre a Miquelon", "Saint Pierre and Miquelon"},
    {"PN", "PCN", "Pitcairnovy ostrovy", "Pitcairn Islands"},
    {"PR", "PRI", "Portoriko", "Puerto Rico"},
    {"PS", "PSE", "Palestina", "Palestine"},
    {"PT", "PRT", "Portugalsko", "Portugal"},
    {"PW", "PLW", "Palau", "Palau"},
    {"PY", "PRY", "Paraguay", "Paraguay"},
    {"QA", "QAT", "Katar", "Qatar"},
    {"RE", "REU", "Réunion", "Réunion"},
    {"RO", "ROU", "Rumunsko", "Romania"},
    {"RS", "SRB", "Srbsko", "Serbia"},
    {"RU", "RUS", "Rusko", "Russia"},
    {"RW", "RWA", "Rwanda", "Rwanda"},
    {"SA", "SAU", "Saúdská Arábie", "Saudi Arabia"},
    {"SB", "SLB", "Šalamounovy ostrovy", "Solomon Islands"},
    {"SC", "SYC", "Seychely", "Seychelles"},
    {"SD", "SDN", "Súdán", "Sudan"},
    {"SE", "SWE", "Švédsko", "Sweden"},
    {"SG", "SGP", "Singapur", "Singapore"},
    {"SH", "SHN", "Svatá Helena", "Saint Helena"},
    {"SI", "SVN", "Slovinsko", "Slovenia"},
    {"SJ", "SJM", "Špicberky a Jan Mayen", "Svalbard and Jan Mayen"},
    {"SK", "SVK", "Slovensko", "Slovakia"},
    {"SL", "SLE", "Sierra Leone", "Sierra Leone"},
    {"SM", "SMR", "San Marino", "San Marino"},
    {"SN", "SEN", "Senegal", "Senegal"},
    {"SO", "SOM", "Somálsko", "Somalia"},
    {"SR", "SUR", "Surinam", "Suriname"},
    {"SS", "SSD", "Jižní Súdán", "South Sudan"},
    {"ST", "STP", "Svatý Tomáš a Princův ostrov", "São Tomé and Príncipe"},
    {"SV", "SLV", "Salvador", "El Salvador"},
    {"SX", "SXM", "Svatý Martin (nizozemská část)", "Sint Maarten"},
    {"SY", "SYR", "Sýrie", "Syria"},
    {"SZ", "SWZ", "Eswatini", "Eswatini"},
    {"TC", "TCA", "Turks a Caicos", "Turks and Caicos Islands"},
    {"TD", "TCD", "Čad", "Chad"},
    {"TF", "ATF", "Francouzská jižní území", "French Southern Territories"},
    {"TG", "TGO", "Togo", "Togo"},
    {"TH", "THA", "Thajsko", "Thailand"},
    {"TJ", "TJK", "Tádžikistán", "Tajikistan"},
    {"TK", "TKL", "Tokelau", "Tokelau"},
    {"TL", "TLS", "Východní Timor", "East Timor"},
    {"TM", "TKM", "Turkmenistán", "Turkmenistan"},
    {"TN", "TUN", "Tunisko", "Tunisia"},
    {"TO", "TON", "Tonga", "Tonga"},
    {"TR", "TUR", "Turecko", "Türkiye"},
    {"TT", "TTO", "Trinidad a Tobago", "Trinidad and Tobago"},
    {"TV", "TUV", "Tuvalu", "Tuvalu"},
    {"TW", "TWN", "Tchaj-wan", "Taiwan"},
    {"TZ", "TZA", "Tanzanie", "Tanzania"},
    {"UA", "UKR", "Ukrajina", "Ukraine"},
    {"UG", "UGA", "Uganda", "Uganda"},
    {"UM", "UMI", "Menší odlehlé ostrovy USA", "US Minor Outlying Islands"},
    {"US", "USA", "Spojené státy", "United States"},
    {"UY", "URY", "Uruguay", "Uruguay"},
    {"UZ", "UZB", "Uzbekistán", "Uzbekistan"},
    {"VA", "VAT", "Vatikán", "Vatican City"},
    {"VC", "VCT", "Svatý Vincenc a Grenadiny", "Saint Vincent and Grenadines"},
    {"VE", "VEN", "Venezuela", "Venezuela"},
    {"VG", "VGB", "Britské Panenské ostrovy", "British Virgin Islands"},
    {"VI", "VIR", "Americké Panenské ostrovy", "US Virgin Islands"},
    {"VN", "VNM", "Vietnam", "Vietnam"},
    {"VU", "VUT", "Vanuatu", "Vanuatu"},
    {"WF", "WLF", "Wallis a Futuna", "Wallis and Futuna"},
    {"WS", "WSM", "Samoa", "Samoa"},
    {"XK", "XKX", "Kosovo", "Kosovo"},
    {"YE", "YEM", "Jemen", "Yemen"},
    {"YT", "MYT", "Mayotte", "Mayotte"},
    {"ZA", "ZAF", "Jihoafrická republika", "South Africa"},
    {"ZM", "ZMB", "Zambie", "Zambia"},
    {"ZW", "ZWE", "Zimbabwe", "Zimbabwe"},
};

struct Alias {
    std::string_view code;
    std::string_view name;
};

// What lists also call them, beside codes and the names above.
constexpr Alias country_aliases[] = {
    {"GB", "UK"},
    {"GB", "Great Britain"},
    {"GB", "Britain"},
    {"GB", "England"},
    {"GB", "Scotland"},
    {"GB", "Wales"},
    {"GB", "Northern Ireland"},
    {"GB", "Velká Británie"},
    {"GB", "Británie"},
    {"GB", "Anglie"},
    {"GB", "Skotsko"},
    {"GB", "Großbritannien"},
    {"GB", "Vereinigtes Königreich"},
    {"IE", "Eire"},
    {"IE", "Republic of Ireland"},
    {"IE", "Irská republika"},
    {"IE", "Irland"},
    {"US", "U.S.A."},
    {"US", "United States of America"},
    {"US", "America"},
    {"US", "Spojené státy americké"},
    {"US", "Amerika"},
    {"US", "Vereinigte Staaten"},
    {"CZ", "Česká republika"},
    {"CZ", "Czech Republic"},
    {"CZ", "Tschechien"},
    {"CZ", "Tschechische Republik"},
    {"CZ", "Čechy"},
    {"SK", "Slovenská republika"},
    {"SK", "Slovak Republic"},
    {"SK", "Slowakei"},
    {"DE", "SRN"},
    {"DE", "Spolková republika Německo"},
    {"DE", "Federal Republic of Germany"},
    {"DE", "Deutschland"},
    {"DE", "NSR"},
    {"AT", "Österreich"},
    {"AT", "Rakouská republika"},
    {"CH", "Schweiz"},
    {"CH", "Suisse"},
    {"CH", "Švajčiarsko"},
    {"NL", "Holland"},
    {"NL", "Holandsko"},
    {"NL", "Nizozemí"},
    {"NL", "Niederlande"},
    {"PL", "Polen"},
    {"PL", "Polska"},
    {"PL", "Polská republika"},
    {"HU", "Ungarn"},
    {"HU", "Magyarország"},
    {"FR", "Frankreich"},
    {"FR", "Francouzská republika"},
    {"IT", "Italien"},
    {"IT", "Italia"},
    {"ES", "Spanien"},
    {"ES", "España"},
    {"BE", "Belgien"},
    {"BE", "België"},
    {"BE", "Belgique"},
    {"DK", "Dänemark"},
    {"DK", "Danmark"},
    {"SE", "Schweden"},
    {"SE", "Sverige"},
    {"NO", "Norwegen"},
    {"NO", "Norge"},
    {"FI", "Finnland"},
    {"FI", "Suomi"},
    {"GR", "EL"},
    {"GR", "Griechenland"},
    {"GR", "Hellas"},
    {"PT", "Portugalská republika"},
    {"RO", "Rumänien"},
    {"RO", "Rumania"},
    {"HR", "Kroatien"},
    {"HR", "Hrvatska"},
    {"SI", "Slowenien"},
    {"SI", "Slovenija"},
    {"TR", "Turkey"},
    {"TR", "Türkei"},
    {"RU", "Russian Federation"},
    {"RU", "Ruská federace"},
    {"RU", "Russland"},
    {"UA", "Ukraina"},
    {"KR", "Korea"},
    {"KR", "Republic of Korea"},
    {"KR", "Korejská republika"},
    {"KP", "DPRK"},
    {"KP", "KLDR"},
    {"CN", "P.R. China"},
    {"CN", "PRC"},
    {"CN", "People's Republic of China"},
    {"CN", "Čínská lidová republika"},
    {"CN", "ČLR"},
    {"TW", "Taiwan"},
    {"TW", "Tchajwan"},
    {"HK", "Hong Kong SAR"},
    {"HK", "Hong Kong SAR China"},
    {"ZA", "RSA"},
    {"ZA", "Republic of South Africa"},
    {"ZA", "JAR"},
    {"AE", "UAE"},
    {"AE", "SAE"},
    {"AE", "Emirates"},
    {"SA", "KSA"},
    {"PH", "Philipines"},
    {"PH", "Phillipines"},
    {"VN", "Viet Nam"},
    {"MK", "Macedonia"},
    {"MK", "Makedonie"},
    {"MD", "Moldova"},
    {"MD", "Republic of Moldova"},
    {"BA", "Bosnia"},
    {"BA", "Bosna"},
    {"CI", "Côte d'Ivoire"},
    {"CV", "Cabo Verde"},
    {"SZ", "Swaziland"},
    {"SZ", "Svazijsko"},
    {"MM", "Burma"},
    {"MM", "Barma"},
    {"CD", "DR Congo"},
    {"CD", "Kongo Kinshasa"},
    {"CG", "Congo"},
    {"CG", "Kongo Brazzaville"},
    {"VA", "Holy See"},
    {"VA", "Svatý stolec"},
    {"VE", "Venezuela Bolivarian Republic of"},
    {"BO", "Bolivia Plurinational State of"},
    {"TZ", "Tanzania United Republic of"},
    {"IR", "Islamic Republic of Iran"},
    {"SY", "Syrian Arab Republic"},
    {"LA", "Lao People's Democratic Republic"},
    {"NZ", "N. Zealand"},
    {"LU", "Luxemburg"},
    {"LV", "Lettland"},
    {"EE", "Estland"},
    {"LT", "Litauen"},
    {"BG", "Bulgarien"},
    {"CY", "Zypern"},
    {"BY", "Byelorussia"},
    {"IN", "Bharat"},
};

// The base letters of U+00C0..U+017F; '.' for what is none.
constexpr std::string_view latin_letters =
    "aaaaaaaceeeeiiiidnooooo.ouuuuyts"  // À..ß; þ and ß are spelled out below
    "aaaaaaaceeeeiiiidnooooo.ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin_letters.size() == 0x180 - 0xC0);

/// Letters and digits only, without case and accents: "U.S.A." → "usa", "Česká republika" →
/// "ceskarepublika".
std::string country_key(std::string_view text) {
    std::string key;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0xC3 && byte <= 0xC5 && i + 1 < text.size()) {
            const auto next = static_cast<unsigned char>(text[++i]);
            const unsigned point = (byte & 0x1FU) << 6U | (next & 0x3FU);
            if (point == 0xDF || point == 0xE6 || point == 0xC6) {
                key += point == 0xDF ? "ss" : "ae";
            } else if (point >= 0xC0 && latin_letters[point - 0xC0] != '.') {
                key.push_back(latin_letters[point - 0xC0]);
            }
        } else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
            key.push_back(static_cast<char>(byte));
        } else if (byte >= 'A' && byte <= 'Z') {
            key.push_back(static_cast<char>(byte - 'A' + 'a'));
        } else if (byte == '&') {
            key += "and";
        }
    }
    return key;
}

using CountryIndex = std::vector<std::pair<std::string, std::string_view>>;

CountryIndex make_country_index() {
    CountryIndex index;
    for (const Country& country : country_table) {
        for (const auto name : {country.code, country.code3, country.czech, country.english}) {
            index.emplace_back(country_key(name), country.code);
        }
    }
    for (const Alias& alias : country_aliases)
        index.emplace_back(country_key(alias.name), alias.code);
    // Codes were put in first, and a stable sort keeps them before a name that is spelled the same.
    std::stable_sort(index.begin(), index.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    return index;
}

const Country* find_country(std::string_view code) {
    const auto* const found = std::lower_bound(
        std::begin(country_table), std::end(country_table), code,
        [](const Country& country, std::string_view wanted) { return country.code < wanted; });
    return found != std::end(country_table) && found->code == code ? found : nullptr;
}

}  // namespace

bool is_country_code(std::string_view code) {
    return find_country(code) != nullptr;
}

std::optional<std::string> country_code(std::string_view text) {
    static const CountryIndex index = make_country_index();
    // Without its accent this would be Costa Rica.
    if (const auto bare = trimmed(text); bare == "ČR" || bare == "čr") return "CZ";
    std::string key = country_key(text);
    for (int attempt = 0; attempt < 2 && !key.empty(); ++attempt) {
        const auto found = std::lower_bound(
            index.begin(), index.end(), key,
            [](const auto& entry, const std::string& wanted) { return entry.first < wanted; });
        if (found != index.end() && found->first == key) return std::string(found->second);
        if (!key.starts_with("the")) break;
        key.erase(0, 3);  // The Netherlands
    }
    return std::nullopt;
}

std::string_view country_name(std::string_view code, std::string_view locale) {
    const Country* const country = find_country(code);
    if (country == nullptr) return {};
    return locale == "cs" ? country->czech : country->english;
}

}  // namespace klicnik
