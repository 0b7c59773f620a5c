#include "platform/http/multipart.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace klicnik::http {
namespace {

constexpr const char* form_type = "multipart/form-data; boundary=XX";

Request form_request(std::string body, std::string_view type = form_type) {
    Request request;
    request.headers.add("Content-Type", type);
    request.body = std::move(body);
    return request;
}

std::string part(std::string_view fields, std::string_view data) {
    return "--XX\r\n" + std::string(fields) + "\r\n\r\n" + std::string(data) + "\r\n";
}

std::string field(std::string_view name, std::string_view data) {
    return part("Content-Disposition: form-data; name=\"" + std::string(name) + "\"", data);
}

/// The reason of the refusal, or "accepted".
std::string reason_for(std::string body, std::string_view type = form_type) {
    const Request request = form_request(std::move(body), type);
    const auto form = Multipart::parse(request);
    if (form) return "accepted";
    return form.error().params.empty() ? form.error().code : form.error().params.front().second;
}

TEST(Multipart, fields_and_files_are_found_where_they_lie) {
    const Request request =
        form_request(field("note", "Dobrý den\r\n--X") +
                     part("Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                          "Content-Type: text/csv",
                          "x;y\r\n\r\n1;2") +
                     "--XX--\r\n");
    const auto form = Multipart::parse(request);
    ASSERT_TRUE(form);
    ASSERT_EQ(form->parts().size(), 2U);
    const Part* note = form->find("note");
    ASSERT_NE(note, nullptr);
    EXPECT_EQ(form->text(*note, 100).value(), "Dobrý den\r\n--X");
    EXPECT_FALSE(note->file_name);
    const Part* file = form->find("file");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->file_name, "a.csv");
    EXPECT_EQ(file->content_type, "text/csv");
    EXPECT_EQ(form->read(*file, 0, 1000).value(), "x;y\r\n\r\n1;2");
    EXPECT_EQ(form->read(*file, 8, 2).value(), ";2");
    EXPECT_EQ(form->read(*file, 100, 2).value(), "");
    EXPECT_EQ(form->find("none"), nullptr);
}

TEST(Multipart, empty_forms_and_empty_parts_are_fine) {
    EXPECT_EQ(reason_for("--XX--"), "accepted");
    EXPECT_EQ(reason_for("--XX--\r\n"), "accepted");
    const Request request = form_request(field("a", "") + "--XX--");
    const auto form = Multipart::parse(request);
    ASSERT_TRUE(form);
    EXPECT_EQ(form->parts()[0].size, 0U);
}

TEST(Multipart, file_names_lose_their_folders_and_keep_quotes) {
    const auto name_of_file = [](std::string_view written) {
        const Request request =
            form_request(part("Content-Disposition: form-data; name=\"f\"; filename=\"" +
                                  std::string(written) + "\"",
                              "") +
                         "--XX--");
        const auto form = Multipart::parse(request);
        return form ? form->parts()[0].file_name.value_or("none") : form.error().code;
    };
    EXPECT_EQ(name_of_file("C:\\Users\\a\\Žádost.pdf"), "Žádost.pdf");
    EXPECT_EQ(name_of_file("../../etc/passwd"), "passwd");
    EXPECT_EQ(name_of_file("a%22b\\\"c.txt"), "a\"b\"c.txt");
    EXPECT_EQ(name_of_file("a%0D%0Ab"), "a  b");
    EXPECT_EQ(name_of_file("100%.txt"), "100%.txt");
    EXPECT_EQ(name_of_file(""), "");
    EXPECT_EQ(name_of_file("\xFF"), "multipart.invalid");
    EXPECT_EQ(name_of_file(std::string(300, 'x')), "multipart.invalid");
}

TEST(Multipart, malformed_bodies_are_refused) {
    const std::string good = field("a", "1");
    EXPECT_EQ(reason_for(""), "boundary");
    EXPECT_EQ(reason_for("preamble\r\n" + good + "--XX--"), "boundary");
    EXPECT_EQ(reason_for(good), "incomplete");
    EXPECT_EQ(reason_for(good + "--XX-"), "boundary");
    EXPECT_EQ(reason_for(good + "--XX--\r\nepilogue"), "epilogue");
    EXPECT_EQ(reason_for(good + "--XX--x"), "boundary");
    EXPECT_EQ(reason_for("--XX\r\n"), "header");
    EXPECT_EQ(reason_for("--XX\r\n\r\ndata\r\n--XX--"), "header");
    EXPECT_EQ(reason_for("--XXY\r\n" + good + "--XX--"), "boundary");
    EXPECT_EQ(reason_for("--XX\n" + good + "--XX--"), "boundary");
    EXPECT_EQ(reason_for(part("Content-Type: text/plain", "x") + "--XX--"), "disposition");
    EXPECT_EQ(reason_for(part("Content-Disposition: attachment; name=\"a\"", "x") + "--XX--"),
              "disposition");
    EXPECT_EQ(reason_for(part("Content-Disposition: form-data", "x") + "--XX--"), "disposition");
    EXPECT_EQ(reason_for(field("", "x") + "--XX--"), "name");
    EXPECT_EQ(reason_for(field(std::string(201, 'n'), "x") + "--XX--"), "name");
    EXPECT_EQ(reason_for(part("Content-Disposition: form-data; name=\"a", "x") + "--XX--"),
              "disposition");
    EXPECT_EQ(reason_for(part("Content-Disposition: form-data; name=a; name=b", "x") + "--XX--"),
              "disposition");
    EXPECT_EQ(reason_for(part("Content-Disposition: form-data; name=a; filename*=UTF-8''x", "x") +
                         "--XX--"),
              "disposition");
    EXPECT_EQ(reason_for(part("Content-Disposition: form-data; name=a\r\n folded", "x") + "--XX--"),
              "header");
    EXPECT_EQ(reason_for(part("Content-Disposition : form-data; name=a", "x") + "--XX--"),
              "header");
    EXPECT_EQ(reason_for(part("Content-Disposition: form-data; name=a\r\n"
                              "Content-Disposition: form-data; name=b",
                              "x") +
                         "--XX--"),
              "header");
    EXPECT_EQ(reason_for(part("Content-Disposition: form-data; name=a\r\n"
                              "Content-Transfer-Encoding: base64",
                              "eA==") +
                         "--XX--"),
              "transfer_encoding");
    EXPECT_EQ(
        reason_for(
            part("Content-Disposition: form-data; name=a\r\nX: " + std::string(9'000, 'x'), "x") +
            "--XX--"),
        "header");
    EXPECT_EQ(reason_for(good + "--XX\r\n" + "Content-Disposition: form-data; name=b\r\n\r\nx"),
              "incomplete");
}

TEST(Multipart, the_content_type_must_name_a_sound_boundary) {
    const std::string body = field("a", "1") + "--XX--";
    EXPECT_EQ(reason_for(body, "multipart/form-data; boundary=\"XX\""), "accepted");
    EXPECT_EQ(reason_for(body, "Multipart/Form-Data; charset=utf-8; Boundary=XX"), "accepted");
    for (const char* type :
         {"", "text/plain", "multipart/form-data", "multipart/form-data; boundary=",
          "multipart/form-data; boundary=XX; boundary=YY", "multipart/mixed; boundary=XX",
          "multipart/form-data; boundary=\"X\\\\X\"", "multipart/form-data, boundary=XX"}) {
        EXPECT_EQ(reason_for(body, type), "content_type") << type;
    }
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')),
              std::nullopt);
}

TEST(Multipart, the_number_of_parts_is_limited) {
    std::string body;
    for (int i = 0; i < 100; ++i) body += field("a", "1");
    EXPECT_EQ(reason_for(body + "--XX--"), "accepted");
    const Request request = form_request(body + field("a", "1") + "--XX--");
    EXPECT_EQ(Multipart::parse(request).error().code, "multipart.too_many_parts");
}

TEST(Multipart, text_is_limited_and_must_be_utf8) {
    const Request request = form_request(field("a", "\xFF") + field("b", "12345") + "--XX--");
    const auto form = Multipart::parse(request);
    ASSERT_TRUE(form);
    EXPECT_EQ(form->text(*form->find("a"), 10).error().code, "multipart.invalid");
    EXPECT_EQ(form->text(*form->find("b"), 4).error().code, "multipart.too_large");
    EXPECT_EQ(form->text(*form->find("b"), 5).value(), "12345");
}

TEST(Multipart, a_body_on_disk_reads_like_one_in_memory_wherever_the_window_ends) {
    // The delimiter of the second part slides over the 64 KiB edge of the reading window.
    for (std::size_t shift = 0; shift < 24; ++shift) {
        const std::string data(65'536 - 70 - 12 + shift, 'd');
        const std::string body = field("big", data) + field("last", "end") + "--XX--\r\n";
        Request request = form_request({});
        request.body_file = TemporaryFile::create(std::filesystem::temp_directory_path());
        ASSERT_NE(request.body_file, nullptr);
        ASSERT_TRUE(request.body_file->append(body));
        const auto form = Multipart::parse(request);
        ASSERT_TRUE(form) << shift;
        ASSERT_EQ(form->parts().size(), 2U) << shift;
        EXPECT_EQ(form->find("big")->size, data.size());
        EXPECT_EQ(form->text(*form->find("last"), 10).value(), "end");
        EXPECT_EQ(form->read(*form->find("big"), data.size() - 3, 10).value(), "ddd");
    }
}

}  // namespace
}  // namespace klicnik::http
