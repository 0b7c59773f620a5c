#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klicnik::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// What came back. `status` 0 means that there was no whole answer: the connection ended or nothing came in time.
struct HttpAnswer {
    int status = 0;
    std::string head;
    std::string body;

    /// The value of the first such header, or an empty text.
    std::string header(std::string_view name) const;
    bool is_ok() const { return status >= 200 && status < 300; }
};

/// A blocking HTTP/1.1 client for one server on the loopback, with one kept-alive connection that is renewed when the server
/// has closed it. It sends exactly the bytes it is told to, well-formed or not. Not for several threads at once.
class HttpClient {
  public:
    explicit HttpClient(std::uint16_t port) : port_(port) {}
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    HttpClient(HttpClient&& other) noexcept;
    HttpClient& operator=(HttpClient&& other) noexcept;

    HttpAnswer send(std::string_view verb, std::string_view target, const Headers& headers, std::string_view body);

    std::uint16_t port() const { return port_; }

  private:
    bool connect();
    void close();
    HttpAnswer attempt(std::string_view bytes);
    bool receive_more();

    std::uint16_t port_;
    int socket_ = -1;
    std::string inbox_;
};

/// The text with everything but unreserved characters as %XX.
std::string url_encoded(std::string_view text);

}  // namespace klicnik::test
