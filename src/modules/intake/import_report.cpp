#include "modules/intake/import_report.hpp"

#include <algorithm>

#include "base/enum_names.hpp"
#include "platform/http/json.hpp"

namespace klicnik::intake {

namespace {

constexpr std::size_t max_kinds_of_problems = 200;

void write_problem(json::Writer& out, const RowProblem& problem) {
    out.begin_object().key("field").string(problem.field).key("code").string(problem.code);
    out.key("refuses").boolean(problem.refuses).key("kept").boolean(problem.kept).end_object();
}

void write_sample(json::Writer& out, const SampleRow& sample) {
    out.begin_object().key("row").integer(sample.row).key("outcome").string(to_text(sample.outcome)).key("values").begin_object();
    for (const auto& [name, value] : sample.values) out.key(name).string(value);
    out.end_object().key("errors").begin_array();
    for (const RowProblem& problem : sample.problems) write_problem(out, problem);
    out.end_array().end_object();
}

/// Those who may be known already come first.
void write_new_clients(json::Writer& out, const std::vector<NewClient>& clients) {
    std::vector<const NewClient*> ordered;
    for (const NewClient& client : clients) ordered.push_back(&client);
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->resembles.empty() < b->resembles.empty(); });
    ordered.resize(std::min(ordered.size(), max_new_clients_shown));
    out.begin_array();
    for (const NewClient* client : ordered) {
        out.begin_object().key("name").string(shown_name(client->client)).key("code").string(client->client.code);
        out.key("reg_no").string(client->client.reg_no).key("resembles");
        if (client->resembles.empty()) {
            out.null();
        } else {
            out.begin_object().key("name").string(client->resembles).key("id");
            if (client->resembles_id) out.string(to_text(*client->resembles_id));
            else out.null();
            out.end_object();
        }
        out.end_object();
    }
    out.end_array();
}

void count(std::vector<ProblemCount>& counts, const RowProblem& problem) {
    for (ProblemCount& line : counts) {
        if (line.code != problem.code || line.field != problem.field) continue;
        ++line.count;
        return;
    }
    if (counts.size() < max_kinds_of_problems) {
        counts.push_back({problem.code, problem.field, problem.refuses, problem.kept, 1, problem.row, problem.example});
    }
}

}  // namespace

void Tally::refuse(RowProblem problem, std::string_view source) {
    ++refused;
    refused_rows.push_back({problem.row, source, problem.field + ": " + problem.code});
    problems.push_back(std::move(problem));
}

void ImportReport::add(const Tally& tally) {
    rows += tally.rows;
    created += tally.created;
    updated += tally.updated;
    unchanged += tally.unchanged;
    refused += tally.refused;
    accounts_created += static_cast<std::int64_t>(tally.new_clients.size());
    for (const NewClient& client : tally.new_clients) {
        if (new_clients.size() < max_new_clients) new_clients.push_back(client);
    }
    offerings_created += tally.offerings_created;
    without_account += tally.without_account;
    for (const auto& [currency, units] : tally.amounts) amounts[currency] += units;
    for (const RowProblem& problem : tally.problems) count(problems, problem);
    for (const SampleRow& sample : tally.samples) {
        if (samples.size() < max_samples) samples.push_back(sample);
    }
}

Decimal ImportReport::total(Currency currency) const {
    const auto found = amounts.find(currency);
    return {found == amounts.end() ? 0 : found->second};
}

std::string to_json(const ImportReport& report) {
    json::Writer out;
    out.begin_object();
    out.key("rows").integer(report.rows).key("created").integer(report.created).key("updated").integer(report.updated);
    out.key("unchanged").integer(report.unchanged).key("refused").integer(report.refused);
    out.key("accounts_created").integer(report.accounts_created).key("offerings_created").integer(report.offerings_created);
    out.key("without_account").integer(report.without_account);
    out.key("amounts").begin_array();
    for (const auto& [currency, units] : report.amounts) {
        out.begin_object().key("currency").string(currency.view()).key("total").string(to_text(Decimal{units}, 2)).end_object();
    }
    out.end_array().key("errors").begin_array();
    std::vector<const ProblemCount*> ordered;
    for (const ProblemCount& problem : report.problems) ordered.push_back(&problem);
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
        return a->refuses != b->refuses ? a->refuses : a->count > b->count;
    });
    for (const ProblemCount* problem : ordered) {
        out.begin_object().key("code").string(problem->code).key("field").string(problem->field).key("count").integer(problem->count);
        out.key("first_row").integer(problem->first_row).key("example").string(problem->example);
        out.key("refuses").boolean(problem->refuses).key("kept").boolean(problem->kept).end_object();
    }
    out.end_array().key("sample").begin_array();
    for (const SampleRow& sample : report.samples) write_sample(out, sample);
    out.end_array().key("new_clients");
    write_new_clients(out, report.new_clients);
    out.end_object();
    return out.take();
}

}  // namespace klicnik::intake
