#include "platform/text/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace klicnik::text {
namespace {

constexpr std::string_view czech =
    "Název;IČO;Ulice;PSČ;Poznámka\r\n"
    "MěÚ Benešov;00231401;Masarykovo nám. 100;256 27;Příliš žluťoučký kůň\r\n"
    "Šumperk;00303461;nám. Míru 1;787 01;úpěl ďábelské ódy\r\n";

class EveryEncoding : public testing::TestWithParam<Encoding> {};

TEST_P(EveryEncoding, a_czech_text_is_recognised_and_decoded_exactly) {
    const std::string bytes = encode(czech, GetParam());
    const auto guesses = guess_encodings(bytes);
    ASSERT_FALSE(guesses.empty());
    EXPECT_EQ(name(guesses[0].encoding), name(GetParam()));
    EXPECT_GE(guesses[0].confidence, 90U);
    const DecodedText decoded(bytes, guesses[0].encoding);
    EXPECT_EQ(decoded.text(), czech);
    EXPECT_EQ(decoded.report().undecodable, 0U);
}

TEST_P(EveryEncoding, decoding_does_not_depend_on_how_the_bytes_are_cut) {
    const std::string bytes = encode(czech, GetParam());
    for (std::size_t piece = 1; piece <= 7; ++piece) {
        Decoder decoder(GetParam());
        std::string out;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            decoder.append(std::string_view(bytes).substr(at, piece), out);
        }
        decoder.finish(out);
        EXPECT_EQ(out, czech);
        EXPECT_EQ(decoder.report().undecodable, 0U);
    }
}

INSTANTIATE_TEST_SUITE_P(Encoding, EveryEncoding,
                         testing::Values(Encoding::utf_8, Encoding::utf_16le, Encoding::utf_16be,
                                         Encoding::windows_1250, Encoding::iso_8859_2,
                                         Encoding::cp852),
                         [](const auto& parameter) {
                             std::string text(name(parameter.param));
                             std::replace(text.begin(), text.end(), '-', '_');
                             return text;
                         });

TEST(EncodingGuess, a_few_czech_letters_are_enough) {
    for (const std::string_view text : {"Jméno;Příjmení\nJiří;Dvořák\n", "Žižkov", "Třebíč",
                                        "název;částka\nŠkoda;12\n", "PŘÍKLAD Č. 1"}) {
        for (const Encoding encoding :
             {Encoding::windows_1250, Encoding::iso_8859_2, Encoding::cp852}) {
            const std::string bytes = encode(text, encoding);
            const DecodedText decoded(bytes, guess_encodings(bytes)[0].encoding);
            EXPECT_EQ(decoded.text(), text) << name(encoding);
        }
    }
}

TEST(EncodingGuess, polish_slovak_and_hungarian_names_are_recognised) {
    for (const std::string_view text :
         {"Zakład Produkcyjny Łódź, ulica Świętokrzyska, Gdańsk",
          "Železničná spoločnosť, Ľubica, Žiar", "Győri Pékség, Erdős utca, Műszaki főosztály"}) {
        for (const Encoding encoding : {Encoding::windows_1250, Encoding::iso_8859_2}) {
            const std::string bytes = encode(text, encoding);
            const DecodedText decoded(bytes, guess_encodings(bytes)[0].encoding);
            EXPECT_EQ(decoded.text(), text) << name(encoding);
        }
    }
}

TEST(EncodingGuess, western_names_are_not_taken_for_czech) {
    for (const std::string_view text :
         {"Société Générale à Orléans, façade, crème brûlée, père et mère",
          "São João, informação, não", "Müller & Söhne, Königstraße",
          "Ørsted, Ålborg, Æblegård, smørrebrød",
          "Ana Trujillo, Avda. de la Constitución, España, El Niño"}) {
        const std::string bytes = encode(text, Encoding::windows_1252);
        const DecodedText decoded(bytes, guess_encodings(bytes)[0].encoding);
        EXPECT_EQ(decoded.text(), text);
    }
}

TEST(EncodingGuess, lone_hard_spaces_between_digits_do_not_become_letters) {
    const std::string bytes =
        "2,3,12\xA0"
        "669,9656\n1,3,\xA0,4\n";
    const DecodedText decoded(bytes, guess_encodings(bytes)[0].encoding);
    EXPECT_EQ(decoded.text(), "2,3,12\u00A0669,9656\n1,3,\u00A0,4\n");
}

TEST(EncodingGuess, encodings_that_read_the_text_alike_are_marked_so) {
    const auto guesses = guess_encodings("M\xFCller");
    EXPECT_EQ(guesses[0].encoding, Encoding::windows_1250);
    for (const EncodingGuess& guess : guesses) {
        if (guess.encoding == Encoding::windows_1252 || guess.encoding == Encoding::iso_8859_2) {
            EXPECT_TRUE(guess.same_text);
        }
    }
}

TEST(EncodingGuess, a_byte_order_mark_decides_and_is_dropped) {
    const std::string marked = "\xEF\xBB\xBF" + std::string(czech);
    EXPECT_EQ(guess_encodings(marked)[0].encoding, Encoding::utf_8);
    EXPECT_TRUE(guess_encodings(marked)[0].byte_order_mark);
    EXPECT_EQ(DecodedText(marked, Encoding::utf_8).text(), czech);
    const std::string wide = "\xFF\xFE" + encode(czech, Encoding::utf_16le);
    EXPECT_EQ(guess_encodings(wide)[0].encoding, Encoding::utf_16le);
    EXPECT_EQ(DecodedText(wide, Encoding::utf_16le).text(), czech);
}

TEST(EncodingGuess, plain_ascii_and_nothing_are_utf8) {
    EXPECT_EQ(guess_encodings("a,b\n1,2\n")[0].confidence, 100U);
    EXPECT_EQ(guess_encodings("")[0].encoding, Encoding::utf_8);
}

TEST(EncodingGuess, utf8_with_one_broken_byte_stays_utf8) {
    std::string text(czech);
    text += "\xE8";
    EXPECT_EQ(guess_encodings(text)[0].encoding, Encoding::utf_8);
}

TEST(Decoder, undecodable_bytes_are_counted_with_their_places) {
    const DecodedText broken("ab\ncd\xFF\n\xC5", Encoding::utf_8);
    EXPECT_EQ(broken.text(), "ab\ncd\uFFFD\n\uFFFD");
    ASSERT_EQ(broken.report().undecodable, 2U);
    EXPECT_EQ(broken.report().places[0].offset, 5U);
    EXPECT_EQ(broken.report().places[0].line, 2U);
    EXPECT_EQ(broken.report().places[1].offset, 7U);
    EXPECT_EQ(broken.report().places[1].line, 3U);
    EXPECT_EQ(DecodedText("a\x81", Encoding::windows_1250).report().undecodable, 1U);
    EXPECT_EQ(DecodedText(std::string_view("a\0\0\xD8", 4), Encoding::utf_16le).text(), "a\uFFFD");
    EXPECT_EQ(DecodedText(std::string_view("a\0b", 3), Encoding::utf_16le).report().undecodable,
              1U);
}

TEST(Decoder, characters_beyond_the_basic_plane_survive_utf16) {
    EXPECT_EQ(DecodedText(std::string_view("\x3D\xD8\x00\xDE", 4), Encoding::utf_16le).text(),
              "\U0001F600");
}

TEST(Encode, what_an_encoding_cannot_hold_becomes_a_question_mark) {
    EXPECT_EQ(encode("č\u4F01", Encoding::windows_1250), "\xE8?");
    EXPECT_EQ(encode("\U0001F600", Encoding::utf_16le), std::string("\x3D\xD8\x00\xDE", 4));
}

TEST(EncodingName, every_name_is_read_back) {
    for (const Encoding encoding : all_encodings()) {
        EXPECT_EQ(encoding_from_name(name(encoding)), encoding);
    }
    EXPECT_EQ(encoding_from_name("CP1250"), Encoding::windows_1250);
    EXPECT_EQ(encoding_from_name("ISO_8859-2"), Encoding::iso_8859_2);
    EXPECT_FALSE(encoding_from_name("koi8-r"));
}

}  // namespace
}  // namespace klicnik::text
