#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/json.hpp"
#include "tests/support/http_client.hpp"

namespace klicnik::test {

/// The real program: KLICNIK_BINARY of the environment, else the one of this build folder.
std::filesystem::path program();

/// Runs `klicnik ARGUMENTS` to its end; the standard output and error together.
struct Ran {
    int exit_code = -1;
    std::string output;
};
Ran run_program(const std::vector<std::string>& arguments);

/// Starts `klicnik ARGUMENTS` and kills it after the time; false when it had ended before.
bool run_and_kill(const std::vector<std::string>& arguments, std::chrono::milliseconds after);

/// `klicnik serve` on a data folder and a free port, as a process of its own that ends with the object.
class ServerProcess {
  public:
    /// Starts and waits until the address is printed. Throws std::runtime_error when that does not happen in a minute.
    explicit ServerProcess(std::filesystem::path data, std::vector<std::string> more_arguments = {});
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }
    /// The token of the printed one-time link; empty once the owner has been set up.
    const std::string& setup_token() const { return setup_token_; }
    /// From the start of the process to the printed address.
    std::chrono::milliseconds time_to_ready() const { return ready_after_; }

    /// SIGTERM, then waits; answers the exit code (or -signal).
    int stop();
    /// SIGKILL, then waits.
    void kill();

  private:
    void read_greeting(int output);
    int wait();

    std::filesystem::path data_;
    pid_t pid_ = -1;
    int output_ = -1;
    std::uint16_t port_ = 0;
    std::string setup_token_;
    std::chrono::milliseconds ready_after_{};
};

/// Somebody who is signed in, or nobody: keeps the cookie and the CSRF token and sends them along.
class Person {
  public:
    explicit Person(std::uint16_t port) : client_(port) {}

    HttpAnswer get(std::string_view path) { return send("GET", path); }
    HttpAnswer post(std::string_view path, std::string_view body, Headers more = {}) { return send("POST", path, body, std::move(more)); }
    /// Below /api/v1. A body goes as JSON unless `more` names a Content-Type.
    HttpAnswer send(std::string_view verb, std::string_view path, std::string_view body = {}, Headers more = {});
    /// Exactly these headers besides Host and Content-Length.
    HttpAnswer send_raw(std::string_view verb, std::string_view target, const Headers& headers, std::string_view body = {}) {
        return client_.send(verb, target, headers, body);
    }

    /// Each keeps the session of the answer and answers true on success.
    bool set_up(std::string_view token, std::string_view full_name, std::string_view email);
    bool sign_in(std::string_view email);
    bool accept(std::string_view invitation_token);

    std::uint16_t port() const { return client_.port(); }
    const std::string& id() const { return id_; }
    const std::string& cookie() const { return cookie_; }
    const std::string& csrf() const { return csrf_; }
    /// The same session over a connection of its own, also after the server was started again on another port.
    Person at(std::uint16_t port) const;

  private:
    bool keep(const HttpAnswer& answer);

    HttpClient client_;
    std::string id_;
    std::string cookie_;
    std::string csrf_;
};

/// Makes a user with these roles through the API (`owner` may do that), invites him and signs him in. `more` are further
/// members of the JSON object: `,"department_id":"dep_…"`. Throws std::runtime_error when the program refuses.
Person hire(Person& owner, std::string_view full_name, std::string_view email, std::string_view role, std::string_view more = {});

/// The text member of a JSON object, or an empty text; also for `items[0].id` as "items.0.id".
std::string text_at(const json::Value& value, std::string_view path);
std::string text_at(const HttpAnswer& answer, std::string_view path);

}  // namespace klicnik::test
