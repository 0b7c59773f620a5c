#include "platform/http/local_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>

#include "platform/http/unix_socket.hpp"

namespace klicnik::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using LocalSocket = asio::local::stream_protocol::socket;
using ResponseParser = beast::http::response_parser<beast::http::string_body>;

constexpr std::size_t sent_piece = 256U << 10U;

Error connection_lost(const error_code& failure) {
    return unavailable("server.connection_lost", failure.message());
}

std::string head_of(const Request& request, std::uint64_t body_size) {
    std::string head(name_of(request.verb));
    head.append(" ").append(request.target).append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (const auto& [name, value] : request.headers) head.append(name).append(": ").append(value).append("\r\n");
    return head.append("Content-Length: ").append(std::to_string(body_size)).append("\r\n\r\n");
}

/// A refusal may come, and the server stop reading, before all is sent: then the answer tells more
/// than the failed write, so that is not reported.
Result<> send_file(LocalSocket& socket, std::ifstream& file, std::uint64_t size) {
    std::string piece;
    error_code failure;
    while (size > 0 && !failure) {
        piece.resize(std::min<std::uint64_t>(size, sent_piece));
        if (!file.read(piece.data(), static_cast<std::streamsize>(piece.size()))) return invalid("file", "unreadable");
        asio::write(socket, asio::buffer(piece), failure);
        size -= piece.size();
    }
    return {};
}

Result<> send(LocalSocket& socket, const Request& request, const std::filesystem::path& path) {
    error_code failure;
    if (path.empty()) {
        asio::write(socket, asio::buffer(head_of(request, request.body.size()) + request.body), failure);
        return {};
    }
    std::error_code unreadable;
    const auto size = std::filesystem::file_size(path, unreadable);
    std::ifstream file(path, std::ios::binary);
    if (unreadable || !file) return invalid("file", "unreadable", {{"path", path.string()}});
    asio::write(socket, asio::buffer(head_of(request, size)), failure);
    return send_file(socket, file, size);
}

/// The value of the line of an event that begins with `name`, or an empty view.
std::string_view line_of(std::string_view event, std::string_view name) {
    while (!event.empty()) {
        const std::string_view line = event.substr(0, event.find('\n'));
        if (line.starts_with(name)) return line.substr(name.size());
        event.remove_prefix(std::min(event.size(), line.size() + 1));
    }
    return {};
}

/// Hands on the whole events of `text` and leaves the beginning of the next one in it.
void take_events(std::string& text, const LocalTransfer& transfer) {
    for (std::size_t end = text.find("\n\n"); end != std::string::npos; end = text.find("\n\n")) {
        const std::string event = text.substr(0, end + 1);
        text.erase(0, end + 2);
        const std::string_view data = line_of(event, "data: ");
        if (!data.empty()) transfer.on_event(line_of(event, "event: "), data);
    }
}

Result<Response> receive(LocalSocket& socket, const LocalTransfer& transfer) {
    beast::flat_buffer buffer;
    ResponseParser parser;
    parser.body_limit(boost::none);
    error_code failure;
    beast::http::read_header(socket, buffer, parser, failure);
    if (failure) return connection_lost(failure);
    const bool has_events = transfer.on_event && parser.get()[beast::http::field::content_type].starts_with("text/event-stream");
    while (!failure && !parser.is_done()) {
        beast::http::read_some(socket, buffer, parser, failure);
        if (has_events) take_events(parser.get().body(), transfer);
    }
    if (failure) return connection_lost(failure);
    Response response;
    response.status = parser.get().result_int();
    for (const auto& field : parser.get()) response.headers.add(std::string(field.name_string()), std::string(field.value()));
    response.content_type = response.headers.get("Content-Type");
    response.body = std::move(parser.get().body());
    return response;
}

}  // namespace

Result<Response> ask_locally(const std::filesystem::path& socket_path, const Request& request, const LocalTransfer& transfer) {
    CHECK_OK(check_socket_path(socket_path));
    asio::io_context io(1);
    LocalSocket socket(io);
    error_code failure;
    socket.connect(asio::local::stream_protocol::endpoint(socket_path.string()), failure);
    if (failure) return unavailable("server.not_running", failure.message());
    CHECK_OK(send(socket, request, transfer.file));
    return receive(socket, transfer);
}

}  // namespace klicnik::http
