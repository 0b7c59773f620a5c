#include "app/report_document.hpp"

#include <algorithm>

#include "base/enum_names.hpp"
#include "platform/document/format.hpp"
#include "records/entity.hpp"

namespace klicnik {

namespace {

/// Decimals that count things or are parameters; all others are money.
constexpr std::string_view plain_numbers[] = {"expected_purchases", "active_customers",  "purchases_log_likelihood", "amounts_log_likelihood",
                                              "standard_error",     "hours",             "complexity",               "points",
                                              "parameter_value",    "payback_months",    "ratio",                    "effective_clients",
                                              "hhi",                "gini",              "capacity_points",          "minutes",
                                              "retention_error",    "expansion_error",   "hours_a",                  "hours_b",
                                              "hours_c",            "hours_d",           "potential_points",  "second_log_likelihood",
                                              "second_expected_purchases", "second_active_customers", "second_active_without_repeat"};

/// Where the words of a choice stand, by the name of its field.
struct Words {
    std::string_view field;
    std::string_view prefix;
};
constexpr Words words_of_choices[] = {
    {"step", "waterfall_step"}, {"movement", "movement"}, {"segment", "rfm_segment"},      {"active_reason", "activity_reason"},
    {"base", "base"},           {"known", "knowledge"},   {"purchases_refusal", "fit_refusal"}, {"amounts_refusal", "fit_refusal"},
    {"second_refusal", "fit_refusal"},
    {"model", "fitted_model"},  {"reason", "no_value"},
    // Three reports come to a verdict, each in words of its own.
    {"verdict", "care_verdict"}, {"verdict", "attention_verdict"}, {"verdict", "segment_verdict"}, {"basis", "care_basis"},
    {"arm", "care_arm"},         {"estimate", "care_estimate"},    {"cost_source", "cost_source"}, {"ratio_reason", "no_value"},
    {"proposal", "care_proposal"}, {"reasons", "suitability_reason"}, {"care_model", "account.care_model"},
    {"tier", "account.tier"},    {"tiers", "account.tier"},
};

class Builder {
  public:
    Builder(const text::Messages& messages, std::string_view language) : messages_(messages), language_(language) {}

    document::Document build(const Operation& operation, const json::Value& answer, Timestamp made_at) {
        document_.title = say("report." + std::string(operation.output->name));
        document_.language = language_ == "cs" ? document::Language::cs : document::Language::en;
        document_.overview_name = say("report.summary");
        document_.made_at = made_at;
        document_.generated = say("report.generated", {{"on", document::cell_text(Date{static_cast<std::int32_t>(made_at.micros / 86'400'000'000)}, {}, document_.language)}});
        read_currency(answer);
        if (const json::Value* period = answer.find("period")) add_period(*period);
        document::Section summary;
        summary.heading = say("report.summary");
        add_figures(*operation.output, answer, summary);
        document_.sections.push_back(std::move(summary));
        for (const Field& field : operation.output->fields) {
            const json::Value* value = answer.find(field.name);
            if (field.kind == Kind::list && value && !value->items().empty() && field.element().name != "indicator_value") add_list(*operation.output, field, *value);
        }
        return std::move(document_);
    }

  private:
    std::string say(const std::string& key, const Params& params = {}) const { return messages_.format(language_, key, params); }
    std::string label(const Shape& shape, const Field& field) const {
        const std::string own = "report." + std::string(shape.name) + "." + std::string(field.name);
        return messages_.has(language_, own) ? say(own) : say("report.field." + std::string(field.name));
    }
    static std::string text_in(const json::Value& value, std::string_view name) {
        const json::Value* found = value.find(name);
        return found && found->as_string() ? *found->as_string() : std::string();
    }

    void read_currency(const json::Value& answer) {
        const json::Value* period = answer.find("period");
        const auto currency = parse_currency(text_in(period ? *period : answer, "currency"));
        if (currency) currency_ = *currency;
        has_currency_ = currency.has_value();
    }

    void add_period(const json::Value& period) {
        const auto month = [&](std::string_view name) {
            const auto parsed = parse_month(text_in(period, name));
            return parsed ? document::cell_text(*parsed, {}, document_.language) : std::string();
        };
        const auto day = parse_date(text_in(period, "as_of"));
        const auto add = [&](std::string_view name, std::string value) { document_.parameters.push_back({say("report.field." + std::string(name)), std::move(value)}); };
        if (day) add("as_of", document::cell_text(*day, {}, document_.language));
        if (text_in(period, "base") == "invoices") {
            add("compared", say("report.compared", {{"end_first", month("end_first")}, {"end_last", month("end_last")},
                                                    {"start_first", month("start_first")}, {"start_last", month("start_last")}}));
        }
        add("base", say("base." + text_in(period, "base")));
        add("known", say("knowledge." + text_in(period, "known")));
        if (const json::Value* family = period.find("family"); family && family->as_string()) {
            add("family", family->as_string()->empty() ? say("report.no_family") : *family->as_string());
        }
        const auto add_count = [&](std::string_view name, bool also_none) {
            const json::Value* count = period.find(name);
            if (count && count->as_integer() && (also_none || *count->as_integer() > 0)) add(name, document::cell_text(*count->as_integer(), {}, document_.language));
        };
        add_count("clients_chosen", true);
        add_count("clients_without_rate", false);
    }

    document::Cell money(Decimal amount) const {
        if (has_currency_) return document::Amount{amount, currency_};
        return document::Number{amount, 2};
    }

    std::string word(const Field& field, const std::string& value) const {
        for (const Words& words : words_of_choices) {
            if (words.field != field.name) continue;
            const std::string key = std::string(words.prefix) + "." + value;
            if (messages_.has(language_, key)) return say(key);
        }
        const std::string key = "report.choice." + std::string(field.name) + "." + value;
        return messages_.has(language_, key) ? say(key) : value;
    }

    std::string words(const Field& field, const json::Value& values) const {
        std::string all;
        for (const json::Value& value : values.items()) {
            if (const std::string* text = value.as_string()) all.append(all.empty() ? "" : ", ").append(word(field, *text));
        }
        return all;
    }

    document::Cell cell(const Shape& shape, const Field& field, const json::Value* value) const {
        if (!value || value->is_null()) return document::Empty{};
        if (const auto flag = value->as_boolean()) return say(*flag ? "report.yes" : "report.no");
        if (const auto number = value->as_integer()) {
            if (field.name.ends_with("_bp")) return document::Ratio{*number};
            return *number;
        }
        if (field.kind == Kind::choices) return words(field, *value);
        const std::string* text = value->as_string();
        if (!text) return document::Empty{};
        if (field.kind == Kind::date) {
            if (const auto day = parse_date(*text)) return *day;
        } else if (field.kind == Kind::month) {
            if (const auto month = parse_month(*text)) return *month;
        } else if (field.kind == Kind::decimal) {
            const auto amount = parse_decimal(*text);
            if (!amount) return *text;
            const bool plain = shape.name == "fitted_parameter" ||
                               std::find(std::begin(plain_numbers), std::end(plain_numbers), field.name) != std::end(plain_numbers);
            if (plain) return document::Number{*amount, shape.name == "fitted_parameter" || field.name == "gini" ? 4U : 1U};
            return money(*amount);
        } else if (field.kind == Kind::choice) {
            return word(field, *text);
        }
        return *text;
    }

    document::KeyFigure indicator(const json::Value& value) const {
        const std::string code = text_in(value, "code");
        document::KeyFigure figure;
        figure.label = say("indicator." + code);
        figure.note = say("indicator." + code + ".definition");
        figure.value = indicator_cell(value);
        figure.style.rounding = document::Rounding::whole;
        if (std::holds_alternative<document::Ratio>(figure.value)) figure.style.rounding = document::Rounding::minor_unit;
        return figure;
    }

    document::Cell indicator_cell(const json::Value& value) const {
        const std::string reason = text_in(value, "reason");
        if (const json::Value* bp = value.find("value_bp"); bp && bp->as_integer()) return document::Ratio{*bp->as_integer()};
        if (const auto amount = parse_decimal(text_in(value, "value"))) {
            const std::string unit = text_in(value, "unit");
            if (unit == "money") return money(*amount);
            if (unit == "count") return amount->units / Decimal::one;
            return document::Number{*amount, 0};
        }
        return document::Empty{reason.empty() ? std::string() : say("no_value." + reason)};
    }

    /// Scalars of the answer and lists of indicators.
    void add_figures(const Shape& shape, const json::Value& answer, document::Section& section) {
        static constexpr std::string_view elsewhere[] = {"currency", "period", "as_of", "cohort_months"};
        for (const Field& field : shape.fields) {
            const json::Value* value = answer.find(field.name);
            if (!value || std::find(std::begin(elsewhere), std::end(elsewhere), field.name) != std::end(elsewhere)) continue;
            if (field.kind == Kind::list) {
                if (field.element().name != "indicator_value" && field.element().name != "overview_item") continue;
                for (const json::Value& item : value->items()) {
                    const json::Value* inner = item.find("value");
                    section.key_figures.push_back(indicator(inner && inner->is_object() ? *inner : item));
                }
            } else if (field.kind != Kind::object && field.kind != Kind::texts && !value->is_null()) {
                if (field.name.starts_with("credits_") && *value->as_string() == "0") continue;  // on most books there are none
                const std::string definition = "report." + std::string(shape.name) + "." + std::string(field.name) + ".definition";
                document::KeyFigure figure{label(shape, field), cell(shape, field, value), messages_.has(language_, definition) ? say(definition) : "", {}};
                if (std::holds_alternative<document::Amount>(figure.value)) figure.style.rounding = document::Rounding::whole;
                section.key_figures.push_back(std::move(figure));
            }
        }
    }

    void add_list(const Shape& answer, const Field& field, const json::Value& list) {
        document::Section section;
        section.heading = label(answer, field);
        const Shape& shape = field.element();
        if (shape.name == "waterfall_line") section.chart = waterfall(list);
        if (shape.name == "cohort_line") section.chart = cohorts(list);
        else if (shape.name == "overview_item") section.table = trends(list);
        else section.table = table(shape, list);
        document_.sections.push_back(std::move(section));
    }

    document::Chart waterfall(const json::Value& list) const {
        document::Waterfall drawing;
        const auto step = [&](const json::Value& line) {
            return document::Step{say("waterfall_step." + text_in(line, "step")), money(parse_decimal(text_in(line, "amount")).value_or(Decimal{}))};
        };
        drawing.start = step(list.items().front());
        drawing.end = step(list.items().back());
        for (std::size_t i = 1; i + 1 < list.items().size(); ++i) drawing.steps.push_back(step(list.items()[i]));
        drawing.style.rounding = document::Rounding::whole;
        drawing.style.scale = document::Scale::compact;
        return {"", std::move(drawing)};
    }

    document::Chart cohorts(const json::Value& list) const {
        document::HeatTable drawing;
        drawing.corner = say("report.field.first");
        std::size_t longest = 0;
        for (const json::Value& line : list.items()) {
            document::HeatRow row;
            const auto month = parse_month(text_in(line, "first"));
            row.label = month ? document::cell_text(*month, {}, document_.language) : std::string();
            for (const json::Value& one : line.find("cells")->items()) {
                const json::Value* bp = one.find("active_bp");
                row.values.push_back(bp && bp->as_integer() ? document::Cell(document::Ratio{*bp->as_integer()}) : document::Cell(document::Empty{}));
            }
            longest = std::max(longest, row.values.size());
            drawing.rows.push_back(std::move(row));
        }
        for (std::size_t i = 0; i < longest; ++i) drawing.labels.push_back(std::to_string(i));
        drawing.style.rounding = document::Rounding::whole;
        drawing.style.unit = document::Unit::hidden;
        return {say("report.cohorts.drawn"), std::move(drawing)};
    }

    /// The thirteen months of every indicator, a column each month would be too wide: a row each month.
    document::Table trends(const json::Value& list) const {
        document::Table made;
        made.columns.push_back({say("report.field.month")});
        for (const json::Value& item : list.items()) {
            const json::Value& value = *item.find("value");
            if (text_in(value, "unit") == "ratio") made.columns.push_back({say("indicator." + text_in(value, "code")), document::Align::end});
        }
        const std::size_t months = list.items().front().find("trend")->items().size();
        for (std::size_t at = 0; at < months; ++at) {
            document::Row row;
            for (const json::Value& item : list.items()) {
                const json::Value& point = item.find("trend")->items()[at];
                if (row.cells.empty()) row.cells.push_back(parse_month(text_in(point, "month")).value_or(Month{}));
                if (text_in(*item.find("value"), "unit") != "ratio") continue;
                const json::Value* bp = point.find("value_bp");
                row.cells.push_back(bp && bp->as_integer() ? document::Cell(document::Ratio{*bp->as_integer()}) : document::Cell(document::Empty{}));
            }
            made.rows.push_back(std::move(row));
        }
        return made;
    }

    document::Table table(const Shape& shape, const json::Value& list) const {
        document::Table made;
        std::vector<const Field*> shown;
        for (const Field& field : shape.fields) {
            // Ids mean nothing on paper; their names stand beside them.
            if (field.kind == Kind::reference || field.kind == Kind::id || field.kind == Kind::list || field.kind == Kind::object) continue;
            if (field.name == "key" && has_names(list)) continue;
            const bool any = std::any_of(list.items().begin(), list.items().end(), [&](const json::Value& line) {
                const json::Value* value = line.find(field.name);
                return value && !value->is_null();
            });
            if (!any) continue;
            shown.push_back(&field);
            const bool is_text = field.kind == Kind::text || field.kind == Kind::choice || field.kind == Kind::choices;
            document::Column column{label(shape, field), is_text ? document::Align::start : document::Align::end, is_text ? 3 : 1};
            if (field.kind == Kind::decimal) column.style.rounding = document::Rounding::whole;
            if (shape.name == "fitted_parameter") column.style.rounding = document::Rounding::minor_unit;
            made.columns.push_back(std::move(column));
        }
        for (const json::Value& line : list.items()) {
            document::Row row;
            for (const Field* field : shown) row.cells.push_back(cell(shape, *field, line.find(field->name)));
            made.rows.push_back(std::move(row));
        }
        return made;
    }

    static bool has_names(const json::Value& list) {
        return std::any_of(list.items().begin(), list.items().end(), [](const json::Value& line) { return !text_in(line, "name").empty(); });
    }

    const text::Messages& messages_;
    std::string_view language_;
    document::Document document_;
    Currency currency_;
    bool has_currency_ = false;
};

std::string name_of(const Operation& operation) {
    return operation.name == "indicator.overview" ? "overview" : operation.name.substr(operation.name.find('.') + 1);
}

}  // namespace

bool is_report(const Operation& operation) {
    return operation.read && operation.output && operation.verb == Verb::get && operation.path.find('{') == std::string::npos &&
           (operation.name.starts_with("report.") || operation.name == "indicator.overview" || operation.name == "portfolio.concentration");
}

std::string report_file_path(const Operation& operation) {
    return "/reports/" + name_of(operation) + "/file";
}

document::Document report_document(const Operation& operation, const json::Value& answer, const text::Messages& messages, std::string_view language,
                                   Timestamp made_at) {
    return Builder(messages, language).build(operation, answer, made_at);
}

ReportFile report_file(const Operation& operation, const json::Value& answer, const text::Messages& messages, std::string_view language, Timestamp made_at,
                       ReportFormat format) {
    const document::Document document = report_document(operation, answer, messages, language, made_at);
    const json::Value* period = answer.find("period");
    const json::Value* day = (period ? *period : answer).find("as_of");
    std::string name = name_of(operation);
    if (day && day->as_string()) name.append("-").append(*day->as_string());
    name.append(".").append(to_text(format));
    switch (format) {
        case ReportFormat::pdf: return {document::pdf(document), "application/pdf", std::move(name)};
        case ReportFormat::xlsx:
            return {document::xlsx(document), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", std::move(name)};
        case ReportFormat::csv: return {document::csv(document), "text/csv; charset=utf-8", std::move(name)};
    }
    return {};
}

}  // namespace klicnik
