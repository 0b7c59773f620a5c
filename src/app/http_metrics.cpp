#include "app/http_metrics.hpp"

#include <string_view>

namespace klicnik {

namespace {

void add_line(std::string& out, std::string_view name, std::string_view labels, std::uint64_t value) {
    out.append("klicnik_").append(name);
    if (!labels.empty()) out.append("{").append(labels).append("}");
    out.append(" ").append(std::to_string(value)).append("\n");
}

void add_family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out.append("# HELP klicnik_").append(name).append(" ").append(help).append("\n");
    out.append("# TYPE klicnik_").append(name).append(" ").append(type).append("\n");
}

void add_single(std::string& out, std::string_view name, std::string_view type, std::string_view help, std::uint64_t value) {
    add_family(out, name, type, help);
    add_line(out, name, {}, value);
}

std::string in_seconds(std::uint64_t micros) {
    std::string text = std::to_string(micros % 1'000'000);
    text.insert(0, 6 - text.size(), '0');
    return std::to_string(micros / 1'000'000) + "." + text;
}

void add_durations(std::string& out, const http::Metrics& metrics) {
    add_family(out, "http_request_duration_seconds", "histogram", "Time from the whole request to the whole answer.");
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < metrics.durations.size(); ++i) {
        count += metrics.durations[i].load();
        const bool last = i == http::Metrics::bounds_ms.size();
        const std::string bound = last ? "+Inf" : in_seconds(std::uint64_t{http::Metrics::bounds_ms[i]} * 1000);
        add_line(out, "http_request_duration_seconds_bucket", "le=\"" + bound + "\"", count);
    }
    out.append("klicnik_http_request_duration_seconds_sum ").append(in_seconds(metrics.duration_sum_us.load())).append("\n");
    add_line(out, "http_request_duration_seconds_count", {}, count);
}

}  // namespace

std::string metrics_text(const http::Metrics& metrics) {
    std::string out;
    add_family(out, "http_answers_total", "counter", "Answers by class of status.");
    for (std::size_t status_class = 1; status_class < metrics.answers_by_class.size(); ++status_class) {
        add_line(out, "http_answers_total", "class=\"" + std::to_string(status_class) + "xx\"", metrics.answers_by_class[status_class].load());
    }
    add_durations(out, metrics);
    add_single(out, "http_bytes_out_total", "counter", "Bytes of answers.", metrics.bytes_out.load());
    add_single(out, "http_connections_accepted_total", "counter", "Connections accepted.", metrics.connections_accepted.load());
    add_single(out, "http_connections_refused_total", "counter", "Connections over the limit.", metrics.connections_refused.load());
    add_single(out, "http_overloads_total", "counter", "Requests refused because all workers were busy.", metrics.overloads.load());
    add_single(out, "http_deadlines_missed_total", "counter", "Connections cut off for slowness.", metrics.deadlines_missed.load());
    add_single(out, "http_open_connections", "gauge", "Connections now.", static_cast<std::uint64_t>(metrics.open_connections.load()));
    add_single(out, "http_in_flight", "gauge", "Requests now.", static_cast<std::uint64_t>(metrics.in_flight.load()));
    add_single(out, "http_feeds", "gauge", "Event streams now.", static_cast<std::uint64_t>(metrics.feeds.load()));
    return out;
}

}  // namespace klicnik
