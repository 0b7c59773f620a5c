#pragma once

// Text files of unknown origin: which encoding are these bytes in, and the same text as UTF-8.
// Nothing is lost silently: every byte that means nothing in the chosen encoding becomes U+FFFD and
// is counted with its place, so that a wrong guess shows.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klicnik::text {

enum class Encoding { utf_8, utf_16le, utf_16be, windows_1250, iso_8859_2, cp852, windows_1252 };

/// The name as people and the IANA registry write it: "utf-8", "windows-1250", "iso-8859-2",
/// "cp852".
std::string_view name(Encoding encoding);
/// Accepts the usual spellings, in any case: "UTF8", "cp1250", "latin2", "ibm852", "utf-16".
std::optional<Encoding> encoding_from_name(std::string_view name);
/// All encodings, in the order in which a form offers them.
const std::array<Encoding, 7>& all_encodings();

struct EncodingGuess {
    Encoding encoding = Encoding::utf_8;
    unsigned confidence = 0;       ///< percent
    bool byte_order_mark = false;  ///< the file says so itself
    bool same_text = false;        ///< decodes the sample to the same text as the best guess
};

/// All plausible encodings, the best first; never empty. Decided by a byte order mark, by zero
/// bytes (UTF-16), by validity (UTF-8), then by how well the letters beyond ASCII and their
/// neighbours fit Czech, Slovak, Polish, Hungarian, German and other Western texts. Give the whole
/// file when it is in memory: one letter far down may decide.
std::vector<EncodingGuess> guess_encodings(std::string_view bytes);

/// What a decoder could not read.
struct DecodeReport {
    struct Place {
        std::uint64_t offset = 0;  ///< in bytes from the beginning of the source
        std::uint64_t line = 1;    ///< counted by line feeds
    };
    static constexpr std::size_t max_places = 20;

    std::uint64_t undecodable = 0;  ///< bytes (UTF-16: code units) replaced by U+FFFD
    std::vector<Place> places;      ///< the first `max_places` of them
};

/// Decodes a stream given in pieces of any size. A byte order mark at the beginning is dropped.
class Decoder {
  public:
    explicit Decoder(Encoding encoding) : encoding_(encoding) {}

    /// Appends the text of the next bytes; up to three bytes of an unfinished character wait.
    void append(std::string_view bytes, std::string& out);
    /// Reports an unfinished character at the end of the stream.
    void finish(std::string& out);

    const DecodeReport& report() const { return report_; }

  private:
    void append_utf8_bytes(std::string_view bytes, std::string& out, bool last);
    void append_utf16_bytes(std::string_view bytes, std::string& out, bool last);
    void append_single_bytes(std::string_view bytes, std::string& out);
    void decode(std::string_view bytes, std::string& out, bool last);
    void replace(std::string_view bytes, std::size_t at, std::string& out);
    void count_lines(std::string_view bytes, std::size_t until);

    Encoding encoding_;
    bool started_ = false;
    std::string waiting_;
    std::uint64_t consumed_ = 0;  ///< bytes before the piece in hand
    std::uint64_t line_ = 1;      ///< at counted_ bytes of the piece in hand
    std::size_t counted_ = 0;
    DecodeReport report_;
};

/// A whole file as UTF-8. Bytes that are already good UTF-8 are not copied: then `text()` is a view
/// into them, and they must outlive it.
class DecodedText {
  public:
    DecodedText(std::string_view bytes, Encoding encoding);

    std::string_view text() const { return copied_ ? std::string_view(storage_) : view_; }
    const DecodeReport& report() const { return report_; }

  private:
    std::string storage_;
    std::string_view view_;
    bool copied_ = false;
    DecodeReport report_;
};

/// The text in another encoding, for programs that read no other; '?' stands for what it cannot
/// hold. No byte order mark is written.
std::string encode(std::string_view utf8, Encoding encoding);

}  // namespace klicnik::text
