#include "platform/http/static_files.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "platform/http/compress.hpp"
#include "platform/http/reply.hpp"

namespace klicnik::http {
namespace {

class StaticFilesTest : public testing::Test {
  protected:
    const std::string script_ = "console.log('" + std::string(500, 'x') + "')";
    const std::string packed_ = gzip(script_);
    const std::vector<files::EmbeddedFile> list_ = {
        {"web/index.html", "<meta nonce=\"__CSP_NONCE__\"><style nonce=\"__CSP_NONCE__\"></style>"},
        {"web/assets/app-abc123.js.gz", packed_},
        {"web/assets/app-abc123.js.br", "brotli bytes"},
        {"web/assets/logo.svg", "<svg/>"},
        {"web/boot.js", "boot()"},
        {"migrations/0001.sql", "secret"},
    };
    const StaticFiles files_{list_};

    Request request(std::string_view path, std::string_view accept = {}) const {
        Request request;
        request.path = path;
        request.segments = path_segments(path).value_or(std::vector<std::string>{});
        if (!accept.empty()) request.headers.add("Accept-Encoding", accept);
        return request;
    }
    Response answer(std::string_view path, std::string_view accept = {}) const {
        return files_.answer(request(path, accept));
    }
};

TEST_F(StaticFilesTest, assets_are_immutable_and_others_are_revalidated) {
    const Response asset = answer("/assets/logo.svg");
    EXPECT_EQ(asset.fixed_body, "<svg/>");
    EXPECT_EQ(asset.content_type, "image/svg+xml");
    EXPECT_EQ(asset.headers.get("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(asset.headers.get("vary"), "Accept-Encoding");
    EXPECT_EQ(answer("/boot.js").headers.get("cache-control"), "no-cache");
}

TEST_F(StaticFilesTest, each_coding_has_its_own_strong_tag) {
    const Response brotli = answer("/assets/app-abc123.js", "gzip, br");
    const Response zipped = answer("/assets/app-abc123.js", "gzip");
    const Response plain = answer("/assets/app-abc123.js");
    EXPECT_EQ(brotli.fixed_body, "brotli bytes");
    EXPECT_EQ(brotli.headers.get("content-encoding"), "br");
    EXPECT_EQ(zipped.fixed_body, packed_);
    EXPECT_EQ(zipped.headers.get("content-encoding"), "gzip");
    EXPECT_EQ(plain.body, script_);
    EXPECT_EQ(plain.headers.find("content-encoding"), nullptr);
    EXPECT_NE(brotli.headers.get("etag"), zipped.headers.get("etag"));
    EXPECT_NE(plain.headers.get("etag"), zipped.headers.get("etag"));
    EXPECT_FALSE(plain.headers.get("etag").starts_with("W/"));
}

TEST_F(StaticFilesTest, a_known_tag_is_not_sent_again) {
    const Response first = answer("/boot.js");
    Request again = request("/boot.js");
    again.headers.add("If-None-Match", first.headers.get("etag"));
    const Reply reply = make_reply(again, files_.answer(again), {});
    EXPECT_EQ(reply.status, 304U);
    EXPECT_NE(reply.head.find("Cache-Control: no-cache"), std::string::npos);
}

TEST_F(StaticFilesTest, a_part_is_sent_of_the_representation_that_its_tag_names) {
    const auto part_of = [&](std::string_view accept, std::string_view range,
                             std::string_view if_range = {}) {
        Request part = request("/assets/app-abc123.js", accept);
        part.verb = Verb::get;
        part.headers.add("Range", range);
        if (!if_range.empty()) part.headers.add("If-Range", if_range);
        return make_reply(part, files_.answer(part), {});
    };
    const Reply plain = part_of("", "bytes=0-9");
    EXPECT_EQ(plain.status, 206U);
    EXPECT_EQ(plain.body, script_.substr(0, 10));
    EXPECT_NE(
        plain.head.find("Content-Range: bytes 0-9/" + std::to_string(script_.size()) + "\r\n"),
        std::string::npos);
    EXPECT_NE(plain.head.find("Content-Length: 10\r\n"), std::string::npos);
    EXPECT_EQ(plain.head.find("Content-Encoding"), std::string::npos);

    const Reply packed = part_of("gzip", "bytes=-7");
    EXPECT_EQ(packed.status, 206U);
    EXPECT_EQ(packed.fixed_body, std::string_view(packed_).substr(packed_.size() - 7));
    EXPECT_NE(packed.head.find("/" + std::to_string(packed_.size()) + "\r\n"), std::string::npos);
    EXPECT_NE(packed.head.find("Content-Encoding: gzip"), std::string::npos);

    const Reply beyond = part_of("gzip", "bytes=99999-");
    EXPECT_EQ(beyond.status, 416U);
    EXPECT_TRUE(beyond.body.empty() && beyond.fixed_body.empty());
    EXPECT_NE(beyond.head.find("Content-Range: bytes */" + std::to_string(packed_.size()) + "\r\n"),
              std::string::npos);
    EXPECT_NE(beyond.head.find("Content-Length: 0\r\n"), std::string::npos);

    const std::string plain_tag(answer("/assets/app-abc123.js").headers.get("etag"));
    EXPECT_EQ(part_of("", "bytes=0-9", plain_tag).status, 206U);
    const Reply other = part_of("gzip", "bytes=0-9", plain_tag);
    EXPECT_EQ(other.status, 200U) << "a part of another coding would not fit";
    EXPECT_EQ(other.fixed_body, packed_);
    EXPECT_EQ(part_of("", "lines=1-2").status, 200U);
    EXPECT_EQ(part_of("", "bytes=0-1,5-6").body, script_);
}

TEST_F(StaticFilesTest, the_page_gets_a_fresh_nonce_in_body_and_policy) {
    const Response first = answer("/");
    const Response second = answer("/accounts/acc_1");
    const std::string policy(first.headers.get("content-security-policy"));
    const std::size_t at = policy.find("'nonce-") + 7;
    const std::string nonce = policy.substr(at, policy.find('\'', at) - at);
    EXPECT_GE(nonce.size(), 21U);
    EXPECT_EQ(first.body, "<meta nonce=\"" + nonce + "\"><style nonce=\"" + nonce + "\"></style>");
    EXPECT_EQ(first.headers.get("cache-control"), "no-store");
    EXPECT_EQ(first.headers.find("etag"), nullptr);
    EXPECT_NE(first.body, second.body);
    EXPECT_EQ(answer("/index.html").headers.get("cache-control"), "no-store");
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
}

TEST_F(StaticFilesTest, unknown_assets_and_api_paths_are_never_the_page) {
    for (const char* path : {"/assets/gone-1.js", "/api/v1/none", "/api", "/assets"}) {
        EXPECT_EQ(answer(path).status, 404U) << path;
    }
    EXPECT_EQ(answer("/anything").status, 200U);
}

TEST_F(StaticFilesTest, nothing_outside_the_prefix_can_be_reached) {
    for (const char* path :
         {"/../migrations/0001.sql", "/migrations/0001.sql", "/..%2fmigrations/0001.sql",
          "/assets/..%2f..%2fmigrations/0001.sql"}) {
        const Response response = answer(path);
        EXPECT_EQ(response.body.find("secret"), std::string::npos) << path;
        EXPECT_EQ(response.fixed_body.find("secret"), std::string_view::npos) << path;
    }
}

TEST(StaticFiles, without_a_built_web_app_everything_is_404) {
    const StaticFiles files{{}};
    EXPECT_FALSE(files.has_page());
    EXPECT_EQ(files.answer(Request()).status, 404U);
}

}  // namespace
}  // namespace klicnik::http
