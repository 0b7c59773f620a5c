// How an encoding is guessed: see guess_encodings in encoding.hpp. The single-byte encodings are
// compared by what their letters would mean. For each encoding and each language the bytes above
// 0x7F get a log-likelihood from the letter (common, rare or foreign to the language) and from its
// neighbours: "Nov¹k" and "ÃŽena" are words of no language. The numbers are rough on purpose; a
// real Czech file separates the encodings by hundreds of units.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "platform/text/encoding.hpp"
#include "platform/text/single_byte.hpp"
#include "platform/text/utf8.hpp"

namespace klicnik::text {

namespace {

// Unscoped on purpose: the values index tables.
enum Neighbour : std::uint8_t {
    beside_edge,
    beside_small,
    beside_capital,
    beside_digit,
    beside_high,
    neighbour_count
};

Neighbour neighbour_of(unsigned char byte) {
    if (byte >= 0x80) {
        return beside_high;
    }
    if (byte >= 'a' && byte <= 'z') {
        return beside_small;
    }
    if (byte >= 'A' && byte <= 'Z') {
        return beside_capital;
    }
    return byte >= '0' && byte <= '9' ? beside_digit : beside_edge;
}

// Counts of each byte above 0x7F by what stands before and after it: scoring an encoding then costs
// the same for a name list and for a file of a hundred megabytes.
struct HighBytes {
    std::array<std::array<std::array<std::uint32_t, neighbour_count>, neighbour_count>, 128>
        counts{};
    std::uint64_t total = 0;

    explicit HighBytes(std::string_view bytes) {
        for (std::size_t at = end_of_ascii(bytes, 0); at < bytes.size();
             at = end_of_ascii(bytes, at + 1)) {
            const auto byte = static_cast<unsigned char>(bytes[at]);
            const Neighbour before =
                at == 0 ? beside_edge : neighbour_of(static_cast<unsigned char>(bytes[at - 1]));
            const Neighbour after = at + 1 == bytes.size()
                                        ? beside_edge
                                        : neighbour_of(static_cast<unsigned char>(bytes[at + 1]));
            ++counts[byte - 0x80U][before][after];
            ++total;
        }
    }

    bool has(std::size_t index) const {
        for (const auto& row : counts[index]) {
            for (const std::uint32_t count : row) {
                if (count > 0) {
                    return true;
                }
            }
        }
        return false;
    }
};

struct Language {
    std::u32string_view common;
    std::u32string_view rare;
    std::u32string_view borrowed;  // in the names of neighbours
    double prior = 0.0;            // how seldom a file of this language is imported here
};

constexpr std::u32string_view central_letters = U"áéíýčěřšžůťľúďňôäćńźĺŕßąęłśżóöüőűë";
constexpr std::u32string_view western_letters = U"éèàêçäöüßáíóúñãåøæâëïîôûùœõòšž";

// Small letters only; capitals are looked up by their small letter. The last one is for lists of
// names from several countries.
constexpr std::array<Language, 10> languages = {{
    {U"áéíýčěřšžůú", U"óďťňöü", central_letters, 0.0},              // Czech
    {U"áéíýčšžťľú", U"ôäňďóĺŕ", central_letters, -2.5},             // Slovak
    {U"ąęłśżó", U"ćńź", central_letters, -2.0},                     // Polish
    {U"áéöüóőíúű", U"", central_letters, -2.0},                     // Hungarian
    {U"äöüß", U"é", western_letters, -1.0},                         // German
    {U"éèàêç", U"âîôûëïùœ", western_letters, -3.0},                 // French
    {U"áéíóúñ", U"ü¿¡", western_letters, -3.0},                     // Spanish
    {U"ãçõáéíóúâêà", U"ôü", western_letters, -4.0},                 // Portuguese
    {U"åäöøæé", U"ü", western_letters, -4.0},                       // Nordic
    {U"éèàêçäöüßáíóúñãåøæâ", U"ëïîôûùœõò", western_letters, -4.0},  // Western Europe
}};

constexpr double common_letter = -1.5;
constexpr double rare_letter = -4.0;
constexpr double borrowed_letter = -5.0;
constexpr double foreign_letter = -8.0;
constexpr double usual_sign = -3.0;
constexpr double odd_sign = -9.0;
constexpr double meaningless = -14.0;
constexpr double misplaced = -5.0;

// Latin letters beyond ASCII that the four encodings hold.
bool is_letter(char32_t code) {
    return code >= 0xC0 && code < 0x250 && code != 0xD7 && code != 0xF7 && code != 0x2C7;
}

char32_t small_letter(char32_t code) {
    if (code >= 0xC0 && code <= 0xDE && code != 0xD7) {
        return code + 0x20;
    }
    if (code == 0x178) {
        return 0xFF;
    }
    // In Latin Extended-A capitals are even up to U+0137 and from U+014A, odd between and in Ź Ż Ž.
    const bool odd_capitals = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
    if (code >= 0x100 && code <= 0x17E && (code % 2 == 1) == odd_capitals) {
        return code + 1;
    }
    return code;
}

bool is_usual_sign(char32_t code) {
    static constexpr std::u32string_view usual = U"\u00A0„“”’‘‚–—…•€§°´×«»£®©™²³½¼\u00AD";
    return usual.find(code) != std::u32string_view::npos;
}

double letter_score(char32_t code, const Language& language) {
    const char32_t small = small_letter(code);
    if (language.common.find(small) != std::u32string_view::npos) {
        return common_letter - (small == code ? 0.0 : 0.5);
    }
    if (language.rare.find(small) != std::u32string_view::npos) {
        return rare_letter - (small == code ? 0.0 : 0.5);
    }
    if (language.borrowed.find(small) != std::u32string_view::npos) {
        return borrowed_letter - (small == code ? 0.0 : 0.5);
    }
    return foreign_letter;
}

double place_score(char32_t code, Neighbour before, Neighbour after) {
    const bool letter_before = before == beside_small || before == beside_capital;
    const bool letter_after = after == beside_small || after == beside_capital;
    if (!is_letter(code)) {
        // Quotes, dashes and spaces stand beside letters; § and fractions do not.
        const bool joins = code == 0xA0 || code == 0xAD || code == 0x2019 || code == 0x2013;
        const bool is_loose = code == 0xA7 || code == 0xB4 || (code >= 0xBC && code <= 0xBE);
        const bool inside = letter_before && letter_after && !joins;
        return inside || (is_loose && (letter_before || letter_after)) ? misplaced : 0.0;
    }
    const bool is_capital = small_letter(code) != code;
    double score = 0.0;
    if (before == beside_digit || after == beside_digit) {
        score += misplaced;
    }
    if (is_capital && before == beside_small) {
        score += misplaced;
    }
    if (is_capital && before == beside_capital && after == beside_small) {
        score += misplaced / 2;  // "MŘstys"
    }
    if (!is_capital && before == beside_capital && after == beside_capital) {
        score += misplaced;
    }
    if (!letter_before && !letter_after && before != beside_high && after != beside_high) {
        score += misplaced / 2;
    }
    return score;
}

double score_in_language(const HighBytes& bytes, const SingleByteTable& table,
                         const Language& language) {
    double total = 0.0;
    for (std::size_t index = 0; index < table.codes.size(); ++index) {
        const char32_t code = table.codes[index];
        const double own = code == 0             ? meaningless
                           : is_letter(code)     ? letter_score(code, language)
                           : is_usual_sign(code) ? usual_sign
                                                 : odd_sign;
        for (std::uint8_t before = 0; before < neighbour_count; ++before) {
            for (std::uint8_t after = 0; after < neighbour_count; ++after) {
                const std::uint32_t count = bytes.counts[index][before][after];
                if (count > 0) {
                    total += count * (own + place_score(code, static_cast<Neighbour>(before),
                                                        static_cast<Neighbour>(after)));
                }
            }
        }
    }
    return total;
}

struct Candidate {
    Encoding encoding = Encoding::windows_1250;
    double prior = 0.0;  // what a Czech office has, where the text itself does not tell
    double score = 0.0;
    bool same_text = false;
};

bool same_text(const HighBytes& bytes, Encoding first, Encoding second) {
    for (std::size_t index = 0; index < 128; ++index) {
        if (bytes.has(index) &&
            single_byte_table(first).codes[index] != single_byte_table(second).codes[index]) {
            return false;
        }
    }
    return true;
}

// The single-byte encodings, the best first. Evidence is capped: beyond some hundreds of letters
// more of the same does not make us surer.
std::vector<EncodingGuess> guess_single_byte(const HighBytes& bytes) {
    std::array<Candidate, 4> candidates = {{{Encoding::windows_1250, 0.0},
                                            {Encoding::windows_1252, -0.6},
                                            {Encoding::iso_8859_2, -0.8},
                                            {Encoding::cp852, -1.2}}};
    const double weight = bytes.total > 200 ? 200.0 / static_cast<double>(bytes.total) : 1.0;
    for (Candidate& candidate : candidates) {
        double best = -1e300;
        for (const Language& language : languages) {
            const SingleByteTable& table = single_byte_table(candidate.encoding);
            best =
                std::max(best, score_in_language(bytes, table, language) * weight + language.prior);
        }
        candidate.score = best + candidate.prior;
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    // Encodings that give the same text are no rivals: only different readings share the certainty.
    double sum = 0.0;
    for (Candidate& candidate : candidates) {
        candidate.same_text = same_text(bytes, candidates[0].encoding, candidate.encoding);
        if (&candidate == candidates.data() || !candidate.same_text) {
            sum += std::exp(candidate.score - candidates[0].score);
        }
    }
    // Two letters fit a wrong language too easily.
    const double most = std::min(0.98, 0.7 + 0.04 * static_cast<double>(bytes.total));
    std::vector<EncodingGuess> guesses;
    for (const Candidate& candidate : candidates) {
        const double share =
            candidate.same_text ? 1.0 / sum : std::exp(candidate.score - candidates[0].score) / sum;
        guesses.push_back({candidate.encoding,
                           static_cast<unsigned>(std::lround(std::min(share, most) * 100.0)), false,
                           candidate.same_text});
    }
    return guesses;
}

struct Utf8Census {
    std::uint64_t sequences = 0;
    std::uint64_t broken = 0;

    explicit Utf8Census(std::string_view bytes) {
        for (std::size_t at = end_of_ascii(bytes, 0); at < bytes.size();
             at = end_of_ascii(bytes, at)) {
            const CodePoint point = code_point_at(bytes, at);
            ++(point.valid ? sequences : broken);
            at += point.length;
        }
    }
};

// UTF-16 without a mark: text of European languages has a zero in every second byte, almost always
// on the same side.
std::optional<Encoding> guess_utf16(std::string_view bytes) {
    const std::size_t size = std::min<std::size_t>(bytes.size(), 64 * 1024) & ~std::size_t{1};
    std::array<std::size_t, 2> zeros{};
    for (std::size_t at = 0; at < size; ++at) {
        zeros[at % 2] += bytes[at] == '\0' ? 1 : 0;
    }
    const std::size_t pairs = size / 2;
    if (pairs < 2) {
        return std::nullopt;
    }
    if (zeros[1] * 4 > pairs && zeros[0] * 50 <= pairs) {
        return Encoding::utf_16le;
    }
    if (zeros[0] * 4 > pairs && zeros[1] * 50 <= pairs) {
        return Encoding::utf_16be;
    }
    return std::nullopt;
}

std::optional<Encoding> byte_order_mark(std::string_view bytes) {
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") {
        return Encoding::utf_8;
    }
    if (bytes.substr(0, 2) == "\xFF\xFE") {
        return Encoding::utf_16le;
    }
    if (bytes.substr(0, 2) == "\xFE\xFF") {
        return Encoding::utf_16be;
    }
    return std::nullopt;
}

void add_behind(std::vector<EncodingGuess>& guesses, std::vector<EncodingGuess> others,
                unsigned at_most) {
    for (EncodingGuess& other : others) {
        other.confidence = std::min(other.confidence, at_most);
        other.same_text = false;
        guesses.push_back(other);
    }
}

}  // namespace

std::vector<EncodingGuess> guess_encodings(std::string_view bytes) {
    std::vector<EncodingGuess> guesses;
    if (const auto marked = byte_order_mark(bytes)) {
        guesses.push_back({*marked, 100, /*byte_order_mark=*/true, true});
        if (*marked != Encoding::utf_8) {
            return guesses;
        }
        bytes.remove_prefix(3);
    } else if (const auto wide = guess_utf16(bytes)) {
        guesses.push_back({*wide, 95, false, true});
        return guesses;
    }
    const HighBytes high_bytes(bytes);
    if (high_bytes.total == 0) {
        if (guesses.empty()) {
            guesses.push_back({Encoding::utf_8, 100, false, true});
        }
        return guesses;
    }
    const Utf8Census census(bytes);
    std::vector<EncodingGuess> single = guess_single_byte(high_bytes);
    if (!guesses.empty()) {
        add_behind(guesses, std::move(single), 1);
        return guesses;
    }
    // One sequence may be chance ("Ă©" in windows-1250), several without a broken one are not; and
    // a UTF-8 file with a few broken bytes is still UTF-8.
    if (census.broken == 0) {
        guesses.push_back({Encoding::utf_8, census.sequences > 2 ? 99U : 95U, false, true});
        add_behind(guesses, std::move(single), 1);
    } else if (census.sequences >= 4 && census.sequences > 10 * census.broken) {
        const auto share =
            static_cast<unsigned>(95 * census.sequences / (census.sequences + census.broken));
        guesses.push_back({Encoding::utf_8, share, false, true});
        add_behind(guesses, std::move(single), 100 - share);
    } else {
        guesses = std::move(single);
        guesses.push_back({Encoding::utf_8, 0, false, false});
    }
    return guesses;
}

}  // namespace klicnik::text
