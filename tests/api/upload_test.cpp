// What may arrive at POST /imports/upload: broken forms, files that are no tables, tables that nobody would make by hand. Each
// gets its 4xx with a code that has a text, or becomes an import that can be looked at; the server stays up, answers at once
// and keeps nothing of what it refused.

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <random>

#include "platform/http/test_client.hpp"
#include "tests/support/api_world.hpp"
#include "tests/support/fault_book.hpp"

namespace klicnik::test {
namespace {

using namespace std::string_literals;

constexpr std::string_view boundary = "----hranice7";

std::string part(std::string_view name, std::string_view more, std::string_view data) {
    return "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"" + std::string(more) + "\r\n\r\n" +
           std::string(data) + "\r\n";
}

std::string ending() { return "--" + std::string(boundary) + "--\r\n"; }

std::string form(std::string_view kind, std::string_view file_name, std::string_view bytes) {
    return part("kind", "", kind) + part("file", "; filename=\"" + std::string(file_name) + "\"\r\nContent-Type: text/csv", bytes) + ending();
}

Headers form_type(std::string_view type = "multipart/form-data; boundary=----hranice7") { return {{"Content-Type", std::string(type)}}; }

constexpr std::string_view good_table = "Název;IČO;Obec\nSklárny Žďár;25123891;Žďár\nPekárna;27074358;Brno\n";

class Upload : public ::testing::Test {
  protected:
    ApiWorld& world_ = ApiWorld::shared();
    FaultBook faults_;

    HttpAnswer send(const std::string& body, const Headers& headers, const std::string& what) {
        const HttpAnswer answer = world_.owner().send("POST", "/imports/upload", body, headers);
        faults_.judge(answer, what);
        return answer;
    }
    void refused(const std::string& what, const std::string& body, int status, const std::string& code, const Headers& headers = form_type()) {
        const HttpAnswer answer = send(body, headers, what);
        if (answer.status != status || text_at(answer, "code") != code) {
            faults_.note("not " + std::to_string(status) + " " + code + ": " + what, std::to_string(answer.status) + " " + answer.body);
        }
    }
    /// An upload whose bytes are no import for the given reason.
    void refused_file(const std::string& what, const std::string& bytes, const std::string& code, int status = 400) {
        refused(what, form("accounts", "klienti.csv", bytes), status, code);
    }
    HttpAnswer taken(const std::string& what, const std::string& file_name, const std::string& bytes, std::string_view kind = "accounts") {
        HttpAnswer answer = send(form(kind, file_name, bytes), form_type(), what);
        if (answer.status != 201) faults_.note("not taken: " + what, std::to_string(answer.status) + " " + answer.body);
        return answer;
    }
    std::size_t kept_files() const {
        const auto folder = world_.database_file().parent_path() / "imports";
        if (!std::filesystem::exists(folder)) return 0;
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
    }
    /// Files of uploads under way.
    std::size_t loose_files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(world_.database_file().parent_path()), {}));
    }
    void TearDown() override { EXPECT_TRUE(faults_.empty()) << faults_.text(); }
};

TEST_F(Upload, a_broken_form_is_refused_and_leaves_nothing) {
    const std::size_t before = kept_files();
    const std::string file = part("file", "; filename=\"a.csv\"", good_table);
    const std::string kind = part("kind", "", "accounts");
    const std::string mark = "--" + std::string(boundary);
    refused("no parts", ending(), 400, "input.invalid");
    refused("no file", kind + ending(), 400, "input.invalid");
    refused("no kind", file + ending(), 400, "input.invalid");
    refused("the file is a plain field", kind + part("file", "", good_table) + ending(), 400, "input.invalid");
    refused("an unknown kind", form("dragons", "a.csv", good_table), 400, "input.invalid");
    refused("an empty kind", form("", "a.csv", good_table), 400, "input.invalid");
    refused("a huge kind", form(std::string(5000, 'k'), "a.csv", good_table), 413, "multipart.too_large");
    refused("a kind that is no UTF-8", form("\xFF\xFE", "a.csv", good_table), 400, "multipart.invalid");
    refused("empty body", "", 400, "multipart.invalid");
    refused("no closing boundary", kind + file, 400, "multipart.invalid");
    refused("nothing but the boundary", mark, 400, "multipart.invalid");
    refused("cut inside the headers of a part", mark + "\r\nContent-Dispo", 400, "multipart.invalid");
    refused("cut inside the file", (kind + file).substr(0, (kind + file).size() - 30), 400, "multipart.invalid");
    refused("a boundary within a boundary", mark + "\r\n" + mark + "\r\n" + kind + file + ending(), 400, "multipart.invalid");
    refused("a preamble", "preamble\r\n" + kind + file + ending(), 400, "multipart.invalid");
    refused("an epilogue", kind + file + ending() + "more", 400, "multipart.invalid");
    refused("bare line feeds", "--" + std::string(boundary) + "\nContent-Disposition: form-data; name=\"kind\"\n\naccounts\n" + mark + "--\n", 400,
            "multipart.invalid");
    refused("huge headers of a part", mark + "\r\nX-Long: " + std::string(20'000, 'x') + "\r\n" + file.substr(mark.size() + 2) + ending(), 400,
            "multipart.invalid");
    refused("a giant field name", part(std::string(100'000, 'n'), "", "x") + ending(), 400, "multipart.invalid");
    refused("a NUL in a field name", part("ki\0nd"s, "", "accounts") + ending(), 400, "multipart.invalid");
    refused("a giant file name", form("accounts", std::string(10'000, 'f'), good_table), 400, "multipart.invalid");
    refused("a NUL in the file name", form("accounts", "a\0.csv"s, good_table), 400, "multipart.invalid");
    refused("an encoded part", kind + part("file", "; filename=\"a.csv\"\r\nContent-Transfer-Encoding: base64", "TmF6ZXY=") + ending(), 400,
            "multipart.invalid");
    std::string many = kind;
    for (int i = 0; i < 5'000; ++i) many += part("x", "", "y");
    refused("thousands of parts", many + ending(), 413, "multipart.too_many_parts");
    EXPECT_EQ(kept_files(), before);
    EXPECT_LE(loose_files(), 8U) << "no upload stays lying about";
}

TEST_F(Upload, a_wrong_content_type_is_refused) {
    const std::string body = form("accounts", "a.csv", good_table);
    for (const std::string_view type :
         {"application/json", "text/csv", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
          "multipart/form-data; boundary=other", "multipart/mixed; boundary=----hranice7", "multipart/form-data; boundary=a; boundary=----hranice7",
          "multipart/form-data; boundary=----hranice7 ; charset", "x", "", "multipart/form-data; boundary=\x01"}) {
        refused("as " + std::string(type), body, 400, std::string(type).find('\x01') == std::string::npos ? "multipart.invalid" : "http.bad_header",
                form_type(type));
    }
    refused("a boundary over the limit", body, 400, "multipart.invalid", form_type("multipart/form-data; boundary=" + std::string(71, 'b')));
}

TEST_F(Upload, what_is_no_table_is_refused) {
    const std::size_t before = kept_files();
    refused_file("an empty file", "", "csv.empty");
    refused_file("white space", " \r\n\t\n  \n", "csv.empty");
    refused_file("a byte order mark alone", "\xEF\xBB\xBF", "csv.empty");
    refused_file("the mark of UTF-16 alone", "\xFF\xFE", "csv.empty");
    refused_file("a workbook", "PK\x03\x04" + std::string(5'000, 'x'), "csv.spreadsheet");
    refused_file("an old workbook", "\xD0\xCF\x11\xE0" + std::string(5'000, 'x'), "csv.spreadsheet");
    refused_file("a picture", "\x89PNG\r\n\x1A\n" + std::string(3'000, '\0'), "csv.not_text");
    refused_file("NUL bytes", std::string(10'000, '\0'), "csv.not_text");
    std::mt19937 random(7);
    std::string noise(200'000, '\0');
    for (char& byte : noise) byte = static_cast<char>(random());
    refused_file("noise", noise, "csv.not_text");
    std::string columns = "c0";
    for (int i = 1; i < 2'000; ++i) columns += ",c" + std::to_string(i);
    refused_file("two thousand columns", columns + "\n" + columns + "\n", "csv.too_many_cells", 413);
    refused_file("a cell of ten megabytes", std::string(10U << 20U, 'x'), "csv.cell_too_long", 413);
    refused_file("a quoted cell of ten megabytes", "\"" + std::string(10U << 20U, 'x') + "\";b\n1;2\n", "csv.cell_too_long", 413);
    EXPECT_EQ(kept_files(), before) << "what was refused is not kept";
}

/// What looks odd but can be read is shown to the user, who decides.
TEST_F(Upload, odd_tables_become_imports_that_can_be_looked_at) {
    const auto utf16 = [](std::string_view ascii, bool big) {
        std::string out;
        for (const char c : ascii) out.append(big ? std::string("\0", 1) + c : std::string(1, c) + '\0');
        return out;
    };
    const std::string ascii = "Name;City\nAcme;Brno\nBeta;Prague\n";
    for (const bool big : {false, true}) {
        const HttpAnswer answer = taken("UTF-16 without a mark", "u.csv", utf16(ascii, big));
        EXPECT_EQ(text_at(answer, "columns.0.header"), "Name") << answer.body;
        EXPECT_EQ(text_at(answer, "encoding"), big ? "utf-16be" : "utf-16le");
    }
    taken("one column", "a.csv", "Název\nAcme\n");
    taken("headings alone", "a.csv", "Název;IČO\n");
    taken("no line end", "a.csv", "Název;IČO\nAcme;1");
    taken("lone carriage returns", "a.csv", "Název;IČO\rAcme;27074358\r");
    taken("rows of every length", "a.csv", "Název;IČO\nA\nB;1;2;3;4\n;;;;;;;\n\n\nC;27074358\n");
    taken("headings all the same", "a.csv", "Název;Název;Název\nA;B;C\n");
    taken("a NUL in a cell", "a.csv", "Název;Obec\nAc\0me;Brno\n"s + std::string(5'000, 'x') + ";Praha\n");
    taken("an unclosed quote far below", "a.csv", "Název;Obec\nAcme;Brno\nBeta;\"Praha\nGama;Plzeň\n");
    taken("a broken byte", "a.csv", "Název;Obec\nAcme;Br\xFFno\nBeta;Žďár\nGama;Plzeň\n");
    taken("formulas", "a.csv", "Název;Obec\n=HYPERLINK(\"http://evil\");@SUM(A1)\n");
    taken("right to left and zero width", "a.csv", "Název;Obec\n\u202Eemca\u200B;Brno\n");
    taken("a thousand columns of five long cells", "a.csv", [] {
        std::string text = "Název";
        for (int i = 1; i < 1'000; ++i) text += ";c" + std::to_string(i);
        for (int row = 0; row < 6; ++row) {
            text += "\n" + std::to_string(row);
            for (int i = 1; i < 1'000; ++i) text += ";" + std::to_string(row) + std::string(120, 'x');
        }
        return text + "\n";
    }());
    taken("a hundred thousand delimiters", "a.csv", std::string(100'000, ';') + "\n1\n");
    taken("a heading of many lines", "a.csv", "\"Název\nfirmy\r\n(celý)\";\"Ob\x01" "ec\"\nAcme;Brno\n" + std::string(5'000, 'x') + ";Praha\n");
    taken("control characters", "a.csv", "Název;Obec\nAc\x1F" "me;Br\x07no\n" + std::string(5'000, 'x') + ";Praha\n");
    taken("a heading of a page", "a.csv", std::string(5'000, 'N') + ";Obec\nAcme;Brno\n");
}

TEST_F(Upload, names_of_files_are_only_for_show) {
    const auto shown = [&](const std::string& file_name) { return text_at(taken(file_name, file_name, std::string(good_table)), "file_name"); };
    EXPECT_EQ(shown("../../../etc/passwd"), "passwd");
    EXPECT_EQ(shown("C:\\Users\\a\\klienti.csv"), "klienti.csv");
    EXPECT_EQ(shown("/dev/null"), "null");
    EXPECT_EQ(shown("a%22b.csv"), "a\"b.csv");
    EXPECT_EQ(shown("<script>alert(1)<%2Fscript>.csv"), "<script>alert(1)<%2Fscript>.csv");
    EXPECT_EQ(shown("~root"), "~root");
    const auto folder = world_.database_file().parent_path();
    EXPECT_FALSE(std::filesystem::exists(folder / "imports" / "passwd"));
    refused("no name", form("accounts", "", good_table), 400, "input.invalid");
    refused("a folder instead of a file", form("accounts", "dir/", good_table), 400, "input.invalid");
}

TEST_F(Upload, who_may_not_import_is_stopped_before_the_file) {
    const std::string body = form("accounts", "a.csv", good_table);
    Person nobody(world_.port());
    const HttpAnswer stranger = nobody.send("POST", "/imports/upload", body, form_type());
    EXPECT_EQ(stranger.status, 401);
    faults_.judge(stranger, "nobody");
    const std::size_t before = kept_files();
    for (const std::string_view role : {"colleague", "analyst"}) {
        const HttpAnswer answer = world_.person(role).send("POST", "/imports/upload", body, form_type());
        faults_.judge(answer, std::string(role));
        EXPECT_EQ(answer.status, 403) << role << answer.body;
    }
    const Headers without_token = {{"Cookie", world_.owner().cookie()}, {"Content-Type", "multipart/form-data; boundary=----hranice7"}};
    EXPECT_EQ(world_.owner().send_raw("POST", "/api/v1/imports/upload", without_token, body).status, 403);
    Headers from_elsewhere = without_token;
    from_elsewhere.emplace_back("X-CSRF-Token", world_.owner().csrf());
    from_elsewhere.emplace_back("Origin", "https://evil.example");
    EXPECT_EQ(world_.owner().send_raw("POST", "/api/v1/imports/upload", from_elsewhere, body).status, 403);
    // A stranger is answered from the head alone: of the gigabyte that he announces nothing is read.
    http::TestClient half(world_.port());
    half.send("POST /api/v1/imports/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x");
    EXPECT_EQ(half.receive().status, 401U);
    EXPECT_EQ(kept_files(), before);
}

TEST_F(Upload, a_body_that_ends_early_is_refused_and_too_large_a_one_at_once) {
    const auto head = [&](std::string_view length) {
        return "POST /api/v1/imports/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + world_.owner().cookie() + "\r\nX-CSRF-Token: " +
               world_.owner().csrf() + "\r\nContent-Type: multipart/form-data; boundary=" + std::string(boundary) + "\r\nContent-Length: " +
               std::string(length) + "\r\n\r\n";
    };
    http::TestClient early(world_.port());
    early.send(head("100000"));
    early.send(form("accounts", "a.csv", good_table));
    early.end_sending();
    EXPECT_EQ(early.receive().status, 400U);
    http::TestClient large(world_.port());
    large.send(head("400000000"));
    EXPECT_EQ(large.receive().status, 413U);
    http::TestClient nonsense(world_.port());
    nonsense.send(head("12, 13"));
    EXPECT_EQ(nonsense.receive().status, 400U);
    http::TestClient gone(world_.port());
    gone.send(head("100000") + "--");
    gone.close();
    EXPECT_TRUE(world_.owner().get("/session").is_ok());
}

TEST_F(Upload, sending_it_again_with_the_same_key_makes_no_second_import) {
    const auto send_with_key = [&](const std::string& bytes) {
        Headers headers = form_type();
        headers.emplace_back("Idempotency-Key", "upload-1");
        return send(form("accounts", "klienti.csv", bytes), headers, "with a key");
    };
    const HttpAnswer first = send_with_key(std::string(good_table));
    const HttpAnswer again = send_with_key(std::string(good_table));
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(text_at(again, "id"), text_at(first, "id"));
    EXPECT_EQ(send_with_key("Název\nJiný\n").status, 422);
    Headers long_key = form_type();
    long_key.emplace_back("Idempotency-Key", std::string(256, 'k'));
    refused("a long key", form("accounts", "a.csv", good_table), 400, "input.invalid", long_key);
}

/// Forms with bytes changed at random: an import or a 4xx, nothing else. The seed of a failure is in its message.
TEST_F(Upload, mutated_forms_are_answered) {
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    const std::string whole = form("invoices", "faktury.csv", "Číslo dokladu;Datum;Odběratel;Částka\n1;5. 8. 2026;Pekárna;\"1 200,50\"\n");
    for (int round = 0; round < 300; ++round) {
        std::string body = whole;
        for (unsigned change = 0; change <= random() % 4 && !body.empty(); ++change) {
            const std::size_t at = random() % body.size();
            switch (random() % 4) {
                case 0: body[at] = static_cast<char>(random()); break;
                case 1: body.erase(at, 1 + random() % 20); break;
                case 2: body.insert(at, body.substr(random() % body.size(), 30)); break;
                default: body.resize(at + 1); break;
            }
        }
        const HttpAnswer answer = send(body, form_type(), "seed " + std::to_string(seed) + " round " + std::to_string(round));
        if (answer.status == 201) faults_.judge(world_.owner().post("/imports/" + text_at(answer, "id") + "/preview", "{}"), "preview of " + body);
    }
}

long peak_kilobytes(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::atol(line.c_str() + 6);
    }
    return 0;
}

/// A large upload costs memory for itself and its decoded text, not several times that, and the server answers meanwhile.
TEST_F(Upload, a_large_file_costs_little_more_than_its_size) {
    std::string bytes = "Název;Obec;Popis\n";
    bytes.reserve(33U << 20U);
    for (int i = 0; bytes.size() < (32U << 20U); ++i) bytes += "Klient " + std::to_string(i) + ";Brno;" + std::string(200, 'x') + "\n";
    const std::string body = form("accounts", "velky.csv", bytes);
    const long before = peak_kilobytes(world_.server_pid());
    const auto begin = std::chrono::steady_clock::now();
    const HttpAnswer answer = send(body, form_type(), "32 MB");
    const auto took = std::chrono::steady_clock::now() - begin;
    EXPECT_EQ(answer.status, 201) << answer.body.substr(0, 300);
    EXPECT_LT(peak_kilobytes(world_.server_pid()) - before, 3 * (32 << 10)) << "kB more than before, for 32 MB";
    EXPECT_LT(took, std::chrono::seconds(20));
}

}  // namespace
}  // namespace klicnik::test
