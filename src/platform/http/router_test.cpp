#include "platform/http/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace klicnik::http {
namespace {

Handler says(std::string text) {
    return [text = std::move(text)](Request&) { return Response::text(text); };
}

Response ask(const Router& router, Verb verb, std::string target) {
    Request request;
    request.verb = verb;
    request.target = std::move(target);
    return router.handle(request);
}

TEST(Router, a_literal_wins_over_a_parameter_and_both_over_the_rest) {
    Router router;
    router.get("/accounts/{id}", says("one"));
    router.get("/accounts/{*}", says("rest"));
    router.get("/accounts/mine", says("mine"));
    EXPECT_EQ(ask(router, Verb::get, "/accounts/mine").body, "mine");
    EXPECT_EQ(ask(router, Verb::get, "/accounts/acc_1").body, "one");
    EXPECT_EQ(ask(router, Verb::get, "/accounts/acc_1/notes").body, "rest");
    EXPECT_EQ(ask(router, Verb::get, "/accounts").status, 404U);
    EXPECT_EQ(ask(router, Verb::get, "/accounts/").body, "rest");
}

TEST(Router, parameters_are_decoded_and_named) {
    Router router;
    router.get("/accounts/{account_id}/notes/{id}", [](Request& request) {
        return Response::text(std::string(request.path_param("account_id")) + "|" +
                              std::string(request.path_param("id")) + "|" + request.route);
    });
    EXPECT_EQ(ask(router, Verb::get, "/accounts/a%2Fb/notes/%C5%BD").body,
              "a/b|Ž|/accounts/{account_id}/notes/{id}");
}

TEST(Router, the_rest_keeps_its_slashes) {
    Router router;
    router.get("/files/{kind}/{*}", [](Request& request) {
        return Response::text(std::string(request.path_param("kind")) + ":" +
                              std::string(request.path_param("*")));
    });
    EXPECT_EQ(ask(router, Verb::get, "/files/a/b/c.txt").body, "a:b/c.txt");
}

TEST(Router, a_dead_end_of_literals_falls_back_to_the_parameter) {
    Router router;
    router.get("/a/b/c", says("literal"));
    router.get("/a/{x}/d", [](Request& request) {
        return Response::text(std::string(request.path_param("x")));
    });
    EXPECT_EQ(ask(router, Verb::get, "/a/b/d").body, "b");
}

TEST(Router, an_unknown_path_is_404_and_a_wrong_verb_405_with_allow) {
    Router router;
    router.get("/x", says("x")).post("/x", says("y"));
    EXPECT_EQ(ask(router, Verb::get, "/y").status, 404U);
    const Response response = ask(router, Verb::delete_, "/x");
    EXPECT_EQ(response.status, 405U);
    EXPECT_EQ(response.headers.get("allow"), "GET, HEAD, OPTIONS, POST");
    EXPECT_EQ(response.content_type, "application/problem+json");
    const Response options = ask(router, Verb::options, "/x");
    EXPECT_EQ(options.status, 204U);
    EXPECT_EQ(options.headers.get("allow"), "GET, HEAD, OPTIONS, POST");
}

TEST(Router, a_verb_missing_at_the_literal_is_found_at_the_parameter) {
    Router router;
    router.get("/accounts/mine", says("mine"));
    router.delete_("/accounts/{id}", says("deleted"));
    EXPECT_EQ(ask(router, Verb::delete_, "/accounts/mine").body, "deleted");
}

TEST(Router, head_runs_the_handler_of_get) {
    Router router;
    router.get("/x", says("x"));
    EXPECT_EQ(ask(router, Verb::head, "/x").status, 200U);
    router.post("/y", says("y"));
    EXPECT_EQ(ask(router, Verb::head, "/y").status, 405U);
}

TEST(Router, middleware_wraps_in_the_order_given_and_sees_404_too) {
    Router router;
    router.use([](Request& request, const Handler& next) {
        Response response = next(request);
        response.body += "1";
        return response;
    });
    router.use([](Request& request, const Handler& next) {
        if (request.query_param("stop") != nullptr) return Response::text("stopped");
        Response response = next(request);
        response.body += "2";
        return response;
    });
    router.get("/x", says("x"));
    EXPECT_EQ(ask(router, Verb::get, "/x").body, "x21");
    EXPECT_EQ(ask(router, Verb::get, "/x?stop").body, "stopped1");
    EXPECT_EQ(ask(router, Verb::get, "/none").body.back(), '1');
}

TEST(Router, the_fallback_answers_reads_of_unknown_paths_only) {
    Router router;
    router.post("/x", says("x")).fallback(says("file"));
    EXPECT_EQ(ask(router, Verb::get, "/anything/at/all").body, "file");
    EXPECT_EQ(ask(router, Verb::get, "/x").status, 405U);
    EXPECT_EQ(ask(router, Verb::post, "/anything").status, 404U);
}

TEST(Router, mistakes_in_patterns_are_found_at_start_up) {
    Router router;
    router.get("/x/{id}", says("x"));
    EXPECT_THROW(router.get("/x/{other}", says("x")), std::logic_error);
    EXPECT_THROW(router.get("no-slash", says("x")), std::logic_error);
    EXPECT_THROW(router.get("/{*}/x", says("x")), std::logic_error);
    EXPECT_EQ(router.routes().size(), 1U);
}

}  // namespace
}  // namespace klicnik::http
