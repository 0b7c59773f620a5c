#include <cstddef>
#include <utility>

#include "platform/document/format.hpp"

namespace klicnik::document {

namespace {

Column number_column(std::string heading, const CellStyle& style) {
    CellStyle full = style;
    full.scale = Scale::full;
    return {std::move(heading), Align::end, 1, full};
}

template <class Label>
Table series_table(const std::vector<Label>& labels, const std::vector<Series>& series, const CellStyle& style) {
    Table table;
    table.columns.push_back({""});
    for (const Series& each : series) table.columns.push_back(number_column(each.name, style));
    for (std::size_t at = 0; at < labels.size(); ++at) {
        Row row;
        row.cells.emplace_back(labels[at]);
        for (const Series& each : series) row.cells.push_back(cell_at(each.values, at));
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table drawn(const BarChart& bars) {
    return series_table(bars.labels, bars.series, bars.style);
}

Table drawn(const LineChart& lines) {
    return series_table(lines.months, lines.series, lines.style);
}

Table drawn(const Waterfall& waterfall) {
    Table table;
    table.columns = {{""}, number_column("", waterfall.style)};
    table.rows.push_back({{waterfall.start.label, waterfall.start.change}});
    for (const Step& step : waterfall.steps) table.rows.push_back({{step.label, step.change}});
    table.total = Row{{waterfall.end.label, waterfall.end.change}};
    return table;
}

Table drawn(const HeatTable& heat) {
    Table table;
    table.columns.push_back({heat.corner});
    for (const std::string& label : heat.labels) table.columns.push_back(number_column(label, heat.style));
    for (const HeatRow& each : heat.rows) {
        Row row;
        row.cells.emplace_back(each.label);
        row.cells.insert(row.cells.end(), each.values.begin(), each.values.end());
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace

Table table_of(const Chart& chart) {
    return std::visit([](const auto& drawing) { return drawn(drawing); }, chart.drawing);
}

std::optional<Table> table_of(const Section& section) {
    if (section.table) return section.table;
    if (section.chart) return table_of(*section.chart);
    return std::nullopt;
}

}  // namespace klicnik::document
