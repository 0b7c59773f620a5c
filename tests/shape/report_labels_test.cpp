// What a report prints has a text in both languages: titles, headings, columns, and the words of its choices.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/app.hpp"
#include "app/report_document.hpp"
#include "modules/indicators/attention_report.hpp"
#include "modules/indicators/care_return_report.hpp"
#include "modules/indicators/suitability_report.hpp"
#include "platform/files/embedded.hpp"
#include "records/entity.hpp"

namespace klicnik::test {

namespace {

const text::Messages& messages() {
    static const text::Messages loaded(files::klicnik_assets());
    return loaded;
}

void expect_texts_of(const Shape& shape, std::set<std::string_view>& seen) {
    if (!seen.insert(shape.name).second) return;
    for (const Field& field : shape.fields) {
        if (field.element && field.element().name == "asked_period") continue;  // in words of its own
        const std::string own = "report." + std::string(shape.name) + "." + std::string(field.name);
        const std::string common = "report.field." + std::string(field.name);
        if (field.kind == Kind::reference || field.kind == Kind::id) continue;  // ids mean nothing on paper
        for (const std::string language : {"cs", "en"}) EXPECT_TRUE(messages().has(language, own) || messages().has(language, common)) << language << ": " << own;
        if (field.element) expect_texts_of(field.element(), seen);
    }
}

template <class E>
void expect_words(const std::string& prefix) {
    for (const std::string_view word : enum_names<E>()) {
        for (const std::string language : {"cs", "en"}) EXPECT_TRUE(messages().has(language, prefix + "." + std::string(word))) << language << ": " << prefix << "." << word;
    }
}

}  // namespace

TEST(Labels, every_figure_of_these_reports_has_a_text) {
    register_modules();
    std::set<std::string_view> seen;
    for (const Operation& operation : all_operations()) {
        if (operation.name != "report.care_return" && operation.name != "report.attention" && operation.name != "report.suitability" &&
            operation.name != "portfolio.concentration") continue;
        EXPECT_TRUE(is_report(operation)) << operation.name;
        for (const std::string language : {"cs", "en"}) EXPECT_TRUE(messages().has(language, "report." + std::string(operation.output->name))) << operation.name;
        expect_texts_of(*operation.output, seen);
    }
    EXPECT_EQ(seen.size(), 18U);
    expect_words<indicators::CareVerdict>("care_verdict");
    expect_words<indicators::CareBasis>("care_basis");
    expect_words<indicators::CareArmName>("care_arm");
    expect_words<indicators::CareEstimateName>("care_estimate");
    expect_words<indicators::CostSource>("cost_source");
    expect_words<indicators::AttentionVerdict>("attention_verdict");
    expect_words<indicators::SegmentVerdict>("segment_verdict");
    expect_words<indicators::SuitabilityReason>("suitability_reason");
    expect_words<indicators::NoValue>("no_value");
    expect_words<accounts::CareModel>("care_proposal");
    expect_words<accounts::CareModel>("account.care_model");
    expect_words<accounts::Tier>("account.tier");
}

TEST(Labels, a_printed_report_says_words_and_not_codes) {
    register_modules();
    const auto operations = all_operations();
    const auto suitability = std::find_if(operations.begin(), operations.end(), [](const Operation& operation) { return operation.name == "report.suitability"; });
    indicators::SuitabilityReport report;
    report.segments.push_back({.key = "A", .clients = 1, .verdict = indicators::SegmentVerdict::automate});
    indicators::SuitabilityItem& item = report.items.emplace_back();
    item.name = "Alfa";
    item.tier = accounts::Tier::A;
    item.reasons = {indicators::SuitabilityReason::worth_it, indicators::SuitabilityReason::is_complex};
    json::Writer out;
    write_shape(out, report);
    const auto answer = json::parse(out.take());
    ASSERT_TRUE(answer);
    const std::string printed = report_file(*suitability, *answer, messages(), "en", {}, ReportFormat::csv).bytes;
    EXPECT_NE(printed.find("many clients with little margin: automate"), std::string::npos) << printed;
    EXPECT_NE(printed.find("A: key"), std::string::npos);
    EXPECT_NE(printed.find("care may bring at least 1.5 times its cost, complex client"), std::string::npos);
    EXPECT_EQ(printed.find("is_complex"), std::string::npos);
}

}  // namespace klicnik::test
