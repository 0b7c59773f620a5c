#include "tests/support/fault_book.hpp"

#include "app/app.hpp"

namespace klicnik::test {

namespace {

constexpr std::size_t examples_kept = 3;
constexpr std::size_t example_length = 600;

bool status_fits(std::string_view kind, int status) {
    if (kind == "invalid") return status == 400 || status == 405 || status == 415;
    if (kind == "unauthenticated") return status == 401;
    if (kind == "forbidden") return status == 403;
    if (kind == "not_found") return status == 404 || status == 405;
    if (kind == "conflict") return status == 409;
    if (kind == "rule") return status == 422;
    if (kind == "limited") return status == 413 || status == 414 || status == 429 || status == 431;
    return false;
}

}  // namespace

FaultBook::FaultBook() : messages_(files::klicnik_assets()) {}

void FaultBook::note(const std::string& kind, const std::string& example) {
    ++counts_[kind];
    auto& kept = faults_[kind];
    if (kept.size() < examples_kept) kept.push_back(example.substr(0, example_length));
}

bool FaultBook::judge_problem(const HttpAnswer& answer, const std::string& what) {
    const auto body = json::parse(answer.body);
    if (!body || answer.header("Content-Type") != "application/problem+json") {
        note("a refusal that is no problem document", std::to_string(answer.status) + " " + what + " → " + answer.body);
        return false;
    }
    const std::string kind = text_at(*body, "kind");
    const std::string code = text_at(*body, "code");
    bool good = status_fits(kind, answer.status) && text_at(*body, "status") == std::to_string(answer.status);
    if (!good) note("status " + std::to_string(answer.status) + " with kind '" + kind + "'", what + " → " + answer.body);
    for (const std::string_view language : {"cs", "en"}) {
        if (!messages_.has(language, "error." + code)) {
            note("code without a text: error." + code, what);
            good = false;
        }
        const json::Value* fields = body->find("fields");
        if (!fields) continue;
        for (const json::Value& field : fields->items()) {
            const std::string key = "error.field." + text_at(field, "code");
            if (messages_.has(language, key)) continue;
            note("code without a text: " + key, what + " → " + answer.body);
            good = false;
        }
    }
    return good;
}

bool FaultBook::judge(const HttpAnswer& answer, const std::string& what) {
    ++requests_;
    if (answer.status == 0) {
        note("no answer", what);
        return false;
    }
    if (answer.status >= 500) {
        note("status " + std::to_string(answer.status), what + " → " + answer.body);
        return false;
    }
    return answer.status < 400 || judge_problem(answer, what);
}

std::string FaultBook::text() const {
    std::string out;
    for (const auto& [kind, examples] : faults_) {
        out.append("\n").append(std::to_string(counts_.at(kind))).append(" × ").append(kind);
        for (const std::string& example : examples) out.append("\n    ").append(example);
    }
    return out;
}

}  // namespace klicnik::test
