#include "app/cli_output.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "base/enum_names.hpp"
#include "base/text.hpp"

namespace klicnik::cli {

namespace {

constexpr std::size_t max_columns = 8;
constexpr std::size_t max_width = 40;

std::string cell(const json::Value* value) {
    if (!value || value->is_null()) return {};
    if (const std::string* text = value->as_string()) return *text;
    return json::to_text(*value);
}

std::string shortened(std::string text) {
    if (code_points(text) <= max_width) return text;
    std::size_t points = 0;
    std::size_t at = 0;
    while (at < text.size() && points < max_width - 1) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
        ++points;
    }
    return text.substr(0, at) + "…";
}

std::string table(std::span<const json::Value> items) {
    std::vector<std::string> names;
    for (const json::Member& member : items.front().members()) {
        const bool used = std::any_of(items.begin(), items.end(), [&](const json::Value& item) { return !cell(item.find(member.key)).empty(); });
        if (used && names.size() < max_columns) names.push_back(member.key);
    }
    std::vector<std::vector<std::string>> lines{names};
    for (const json::Value& item : items) {
        std::vector<std::string>& line = lines.emplace_back();
        for (const std::string& name : names) line.push_back(shortened(cell(item.find(name))));
    }
    std::string out;
    for (const auto& line : lines) {
        for (std::size_t column = 0; column < names.size(); ++column) {
            std::size_t width = 0;
            for (const auto& other : lines) width = std::max(width, code_points(other[column]));
            out.append(line[column]);
            if (column + 1 < names.size()) out.append(width - code_points(line[column]) + 2, ' ');
        }
        out.push_back('\n');
    }
    return out;
}

void indented(std::string& out, const json::Value& value, std::size_t depth) {
    for (const json::Member& member : value.members()) {
        out.append(depth * 2, ' ').append(member.key).append(":");
        if (member.value.is_object()) {
            out.push_back('\n');
            indented(out, member.value, depth + 1);
        } else if (member.value.is_array() && !member.value.items().empty() && member.value.items().front().is_object()) {
            out.push_back('\n');
            out.append(table(member.value.items()));
        } else {
            out.append(" ").append(cell(&member.value)).append("\n");
        }
    }
}

}  // namespace

int exit_code(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid: return 2;
        case ErrorKind::unauthenticated:
        case ErrorKind::forbidden: return 3;
        case ErrorKind::not_found: return 4;
        case ErrorKind::conflict: return 5;
        case ErrorKind::rule: return 6;
        case ErrorKind::limited: return 7;
        case ErrorKind::unavailable: return 8;
    }
    return 1;
}

int report(const Error& error, const text::Messages& messages, std::string_view language, Format format) {
    const std::string sentence = messages.format(language, "error." + error.code, error.params);
    if (format == Format::json) {
        json::Writer out;
        out.begin_object().key("kind").string(to_text(error.kind)).key("code").string(error.code).key("message").string(sentence);
        out.key("params").begin_object();
        for (const auto& [name, value] : error.params) out.key(name).string(value);
        out.end_object().key("fields").begin_array();
        for (const FieldError& field : error.fields) {
            out.begin_object().key("field").string(field.field).key("code").string(field.code);
            out.key("message").string(messages.format(language, "error.field." + field.code, field.params)).end_object();
        }
        out.end_array().end_object();
        std::fprintf(stderr, "%s\n", out.take().c_str());
    } else {
        std::fprintf(stderr, "klicnik: %s\n", sentence.c_str());
        for (const FieldError& field : error.fields) {
            std::fprintf(stderr, "  %s: %s\n", field.field.c_str(), messages.format(language, "error.field." + field.code, field.params).c_str());
        }
        if (!error.internal.empty()) std::fprintf(stderr, "  (%s)\n", error.internal.c_str());
    }
    return exit_code(error.kind);
}

std::string readable(const json::Value& value) {
    const json::Value* items = value.find("items");
    if (items && items->is_array() && value.find("next")) {
        std::string out = items->items().empty() ? "" : table(items->items());
        if (const json::Value* next = value.find("next"); next && next->as_string()) out.append("… --after ").append(*next->as_string()).append("\n");
        return out;
    }
    std::string out;
    indented(out, value, 0);
    return out;
}

}  // namespace klicnik::cli
