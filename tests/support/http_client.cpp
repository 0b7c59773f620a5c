#include "tests/support/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "base/text.hpp"

namespace klicnik::test {

namespace {

constexpr int patience_ms = 30'000;

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
    const std::string lower = ascii_lower(head);
    const std::string wanted = "\r\n" + ascii_lower(name) + ":";
    const std::size_t at = lower.find(wanted);
    if (at == std::string::npos) return {};
    const std::size_t from = at + wanted.size();
    return std::string(trimmed(std::string_view(head).substr(from, head.find("\r\n", from) - from)));
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : port_(other.port_), socket_(std::exchange(other.socket_, -1)), inbox_(std::move(other.inbox_)) {}

HttpClient& HttpClient::operator=(HttpClient&& other) noexcept {
    std::swap(port_, other.port_);
    std::swap(socket_, other.socket_);
    std::swap(inbox_, other.inbox_);
    return *this;
}

HttpClient::~HttpClient() { close(); }

void HttpClient::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    inbox_.clear();
}

bool HttpClient::connect() {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return true;
    close();
    return false;
}

bool HttpClient::receive_more() {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, patience_ms) <= 0) return false;
    char buffer[16384];
    const ssize_t bytes = ::recv(socket_, buffer, sizeof buffer, 0);
    if (bytes <= 0) return false;
    inbox_.append(buffer, static_cast<std::size_t>(bytes));
    return true;
}

HttpAnswer HttpClient::attempt(std::string_view bytes) {
    HttpAnswer answer;
    // A server that refuses early may close before it has read everything; its answer counts all the same.
    static_cast<void>(send_all(socket_, bytes));
    std::size_t end = std::string::npos;
    while ((end = inbox_.find("\r\n\r\n")) == std::string::npos) {
        if (!receive_more()) return answer;
    }
    answer.head = inbox_.substr(0, end + 4);
    inbox_.erase(0, end + 4);
    const std::size_t length = std::strtoull(answer.header("Content-Length").c_str(), nullptr, 10);
    while (inbox_.size() < length) {
        if (!receive_more()) return answer;
    }
    answer.body = inbox_.substr(0, length);
    inbox_.erase(0, length);
    answer.status = std::atoi(answer.head.c_str() + 9);
    return answer;
}

HttpAnswer HttpClient::send(std::string_view verb, std::string_view target, const Headers& headers, std::string_view body) {
    std::string bytes(verb);
    bytes.append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1:").append(std::to_string(port_)).append("\r\n");
    for (const auto& [name, value] : headers) bytes.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty() || (verb != "GET" && verb != "HEAD")) bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    bytes.append("\r\n").append(body);
    const bool reused = socket_ >= 0;
    if (!reused && !connect()) return {};
    HttpAnswer answer = attempt(bytes);
    if (answer.status == 0 && answer.head.empty() && reused) {
        // The kept connection may have been closed between two requests; a new one tells whether the server is at fault.
        close();
        if (!connect()) return {};
        answer = attempt(bytes);
    }
    if (answer.status == 0 || ascii_lower(answer.header("Connection")) == "close") close();
    return answer;
}

std::string url_encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(digits[byte >> 4U]);
            out.push_back(digits[byte & 15U]);
        }
    }
    return out;
}

}  // namespace klicnik::test
