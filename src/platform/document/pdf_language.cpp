#include "platform/document/pdf_language.hpp"

#include <cstddef>
#include <optional>

namespace klicnik::document {

namespace {

/// The digits after the last `mark`, as text; nothing when there are none.
std::optional<std::string> last_number_after(std::string_view bytes, std::string_view mark) {
    const std::size_t found = bytes.rfind(mark);
    if (found == std::string_view::npos) return std::nullopt;
    const std::size_t begin = bytes.find_first_of("0123456789", found + mark.size());
    if (begin == std::string_view::npos) return std::nullopt;
    return std::string(bytes.substr(begin, bytes.find_first_not_of("0123456789", begin) - begin));
}

std::string ten_digits(std::size_t number) {
    const std::string digits = std::to_string(number);
    return std::string(10 - digits.size(), '0') + digits;
}

}  // namespace

std::string with_language(std::string pdf, std::string_view language) {
    constexpr std::string_view catalogue_begin = "<< /Type /Catalog";
    const auto previous = last_number_after(pdf, "startxref");
    const auto root = last_number_after(pdf, "/Root");
    const auto size = last_number_after(pdf, "/Size");
    const auto information = last_number_after(pdf, "/Info");
    if (!previous || !root || !size || !information || pdf.size() > 9'000'000'000) return pdf;
    const std::size_t begin = pdf.rfind("\n" + *root + " 0 obj\n");
    const std::size_t end = begin == std::string::npos ? begin : pdf.find("endobj", begin);
    if (end == std::string::npos) return pdf;
    std::string catalogue = pdf.substr(begin + 1, end - begin - 1) + "endobj\n";
    const std::size_t place = catalogue.find(catalogue_begin);
    if (place == std::string::npos) return pdf;
    catalogue.insert(place + catalogue_begin.size(), "\n   /Lang (" + std::string(language) + ")\n   /ViewerPreferences << /DisplayDocTitle true >>");
    if (!pdf.ends_with('\n')) pdf += '\n';
    const std::size_t catalogue_at = pdf.size();
    pdf += catalogue;
    const std::size_t table_at = pdf.size();
    pdf += "xref\n" + *root + " 1\n" + ten_digits(catalogue_at) + " 00000 n \n";
    pdf += "trailer\n<< /Size " + *size + "\n   /Root " + *root + " 0 R\n   /Info " + *information + " 0 R\n   /Prev " + *previous + "\n>>\n";
    pdf += "startxref\n" + std::to_string(table_at) + "\n%%EOF\n";
    return pdf;
}

}  // namespace klicnik::document
