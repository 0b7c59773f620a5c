#pragma once

// A blocking HTTP client for tests: sends exactly the bytes it is told to, well-formed or not.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace klicnik::http {

struct Answer {
    unsigned status = 0;  ///< 0: the connection ended or stayed silent
    std::string head;
    std::string body;

    /// The value of the first such field in `head`, or an empty text.
    std::string header(std::string_view name) const {
        const std::string wanted = "\r\n" + ascii_lower(name) + ":";
        const std::string lower = ascii_lower(head);
        const std::size_t at = lower.find(wanted);
        if (at == std::string::npos) return {};
        const std::size_t from = at + wanted.size();
        return std::string(trimmed(head.substr(from, head.find("\r\n", from) - from)));
    }
};

class TestClient {
  public:
    explicit TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        is_connected_ =
            ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    ~TestClient() { close(); }
    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;

    bool is_connected() const { return is_connected_; }

    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }
    void end_sending() { ::shutdown(socket_, SHUT_WR); }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Reads one answer; `has_body` false for answers to HEAD.
    Answer receive(bool has_body = true) {
        Answer answer;
        while (inbox_.find("\r\n\r\n") == std::string::npos) {
            if (!more()) return answer;
        }
        const std::size_t end = inbox_.find("\r\n\r\n") + 4;
        answer.head = inbox_.substr(0, end);
        inbox_.erase(0, end);
        answer.status = static_cast<unsigned>(std::atoi(answer.head.c_str() + 9));
        if (answer.status == 100) return answer;
        const std::string length_text = answer.header("content-length");
        const std::size_t length =
            has_body ? static_cast<std::size_t>(std::atoll(length_text.c_str())) : 0;
        while (inbox_.size() < length) {
            if (!more()) break;
        }
        answer.body = inbox_.substr(0, length);
        inbox_.erase(0, length);
        return answer;
    }

    Answer request(std::string_view bytes, bool has_body = true) {
        send(bytes);
        return receive(has_body);
    }

    /// Reads until `text` has come; false when the connection ends or nothing comes before.
    bool wait_for(std::string_view text) {
        while (inbox_.find(text) == std::string::npos) {
            if (!more()) return false;
        }
        return true;
    }
    const std::string& inbox() const { return inbox_; }

    /// True when the server ends the connection within the patience of more().
    bool ends() {
        while (more()) {
        }
        return has_ended_;
    }

    int descriptor() const { return socket_; }

  private:
    bool more() {
        pollfd waiting{socket_, POLLIN, 0};
        constexpr int patience_ms = 5'000;
        if (socket_ < 0 || ::poll(&waiting, 1, patience_ms) <= 0) return false;
        char buffer[65536];
        const ssize_t bytes = ::recv(socket_, buffer, sizeof buffer, 0);
        if (bytes <= 0) {
            has_ended_ = true;
            return false;
        }
        inbox_.append(buffer, static_cast<std::size_t>(bytes));
        return true;
    }

    int socket_;
    bool is_connected_ = false;
    bool has_ended_ = false;
    std::string inbox_;
};

inline std::string get(std::string_view target, std::string_view fields = {}) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) +
           "\r\n";
}

}  // namespace klicnik::http
