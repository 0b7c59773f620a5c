#include "tests/support/server_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace klicnik::test {

namespace {

constexpr std::string_view password = "sedm havranu leti k Vltave";

struct Started {
    pid_t pid = -1;
    int output = -1;
};

/// The environment without our own variables, which the program would take for settings.
std::vector<char*> clean_environment() {
    std::vector<char*> kept;
    for (char** variable = environ; *variable; ++variable) {
        if (!std::string_view(*variable).starts_with("KLICNIK_")) kept.push_back(*variable);
    }
    kept.push_back(nullptr);
    return kept;
}

Started start(const std::vector<std::string>& arguments, bool with_errors) {
    int pipe_ends[2];
    if (::pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 1);
    if (with_errors) posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 2);
    std::string path = program().string();
    std::vector<std::string> texts = arguments;
    std::vector<char*> words{path.data()};
    for (std::string& text : texts) words.push_back(text.data());
    words.push_back(nullptr);
    Started started;
    const int failure = ::posix_spawn(&started.pid, path.c_str(), &actions, nullptr, words.data(), clean_environment().data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe_ends[1]);
    if (failure != 0) {
        ::close(pipe_ends[0]);
        throw std::runtime_error("cannot start " + path);
    }
    started.output = pipe_ends[0];
    return started;
}

bool read_some(int output, std::string& text, int patience_ms) {
    pollfd waiting{output, POLLIN, 0};
    if (::poll(&waiting, 1, patience_ms) <= 0) return false;
    char buffer[4096];
    const ssize_t bytes = ::read(output, buffer, sizeof buffer);
    if (bytes <= 0) return false;
    text.append(buffer, static_cast<std::size_t>(bytes));
    return true;
}

int exit_code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

/// What stands behind `mark` up to the end of the line.
std::string after(const std::string& text, std::string_view mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) return {};
    const std::size_t from = at + mark.size();
    const std::size_t end = text.find('\n', from);
    return end == std::string::npos ? std::string{} : text.substr(from, end - from);
}

}  // namespace

std::filesystem::path program() {
    const char* given = std::getenv("KLICNIK_BINARY");
    return given && *given ? given : KLICNIK_BINARY_PATH;
}

Ran run_program(const std::vector<std::string>& arguments) {
    const Started started = start(arguments, true);
    Ran ran;
    while (read_some(started.output, ran.output, 600'000)) {
    }
    ::close(started.output);
    int status = 0;
    ::waitpid(started.pid, &status, 0);
    ran.exit_code = exit_code_of(status);
    return ran;
}

bool run_and_kill(const std::vector<std::string>& arguments, std::chrono::milliseconds after) {
    const Started started = start(arguments, true);
    std::this_thread::sleep_for(after);
    ::kill(started.pid, SIGKILL);
    int status = 0;
    ::waitpid(started.pid, &status, 0);
    ::close(started.output);
    return WIFSIGNALED(status);
}

ServerProcess::ServerProcess(std::filesystem::path data, std::vector<std::string> more_arguments) : data_(std::move(data)) {
    std::vector<std::string> arguments{"--data", data_.string(), "serve", "--port", "0", "--log-level", "error"};
    for (std::string& argument : more_arguments) arguments.push_back(std::move(argument));
    const auto begin = std::chrono::steady_clock::now();
    const Started started = start(arguments, false);
    pid_ = started.pid;
    output_ = started.output;
    try {
        read_greeting(started.output);
    } catch (...) {
        kill();
        throw;
    }
    ready_after_ = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

void ServerProcess::read_greeting(int output) {
    std::string text;
    // The program prints both lines at once; a link follows only while there is no owner.
    while (after(text, "http://127.0.0.1:").empty()) {
        if (!read_some(output, text, 60'000)) throw std::runtime_error("the server did not start: " + text);
    }
    port_ = static_cast<std::uint16_t>(std::atoi(after(text, "http://127.0.0.1:").c_str()));
    setup_token_ = after(text, "token=");
}

int ServerProcess::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    ::close(output_);
    return exit_code_of(status);
}

int ServerProcess::stop() {
    ::kill(pid_, SIGTERM);
    return wait();
}

void ServerProcess::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    wait();
}

ServerProcess::~ServerProcess() {
    if (pid_ > 0) stop();
}

HttpAnswer Person::send(std::string_view verb, std::string_view path, std::string_view body, Headers more) {
    if (!cookie_.empty()) more.emplace_back("Cookie", cookie_);
    if (!csrf_.empty() && verb != "GET") more.emplace_back("X-CSRF-Token", csrf_);
    bool typed = false;
    for (const auto& header : more) typed = typed || header.first == "Content-Type";
    if (!body.empty() && !typed) more.emplace_back("Content-Type", "application/json");
    return client_.send(verb, "/api/v1" + std::string(path), more, body);
}

bool Person::keep(const HttpAnswer& answer) {
    if (!answer.is_ok()) return false;
    const std::string cookie = answer.header("Set-Cookie");
    cookie_ = cookie.substr(0, cookie.find(';'));
    csrf_ = text_at(answer, "csrf_token");
    id_ = text_at(answer, "user.id");
    return !cookie_.empty() && !csrf_.empty() && !id_.empty();
}

bool Person::set_up(std::string_view token, std::string_view full_name, std::string_view email) {
    json::Value body = json::Value::object();
    body.set("token", json::Value::string(std::string(token)));
    body.set("full_name", json::Value::string(std::string(full_name)));
    body.set("email", json::Value::string(std::string(email)));
    body.set("password", json::Value::string(std::string(password)));
    body.set("workspace_name", json::Value::string("Zkušební firma"));
    body.set("base_currency", json::Value::string("CZK"));
    body.set("locale", json::Value::string("en"));
    body.set("business_preset", json::Value::string("mixed"));
    return keep(post("/setup", json::to_text(body)));
}

bool Person::sign_in(std::string_view email) {
    return keep(post("/session", R"({"email":")" + std::string(email) + R"(","password":")" + std::string(password) + R"("})"));
}

bool Person::accept(std::string_view invitation_token) {
    return keep(post("/invitation", R"({"token":")" + std::string(invitation_token) + R"(","password":")" + std::string(password) + R"("})"));
}

Person Person::at(std::uint16_t port) const {
    Person other(port);
    other.id_ = id_;
    other.cookie_ = cookie_;
    other.csrf_ = csrf_;
    return other;
}

Person hire(Person& owner, std::string_view full_name, std::string_view email, std::string_view role, std::string_view more) {
    const std::string body = R"({"full_name":")" + std::string(full_name) + R"(","email":")" + std::string(email) + R"(","locale":"en","roles":[")" +
                             std::string(role) + R"("])" + std::string(more) + "}";
    const HttpAnswer made = owner.post("/users", body);
    const HttpAnswer invited = owner.post("/users/" + text_at(made, "id") + "/invitation", "{}");
    if (!invited.is_ok()) throw std::runtime_error("cannot hire " + std::string(role) + ": " + made.body + invited.body);
    std::string link = text_at(invited, "invitation_url");
    if (link.empty()) link = text_at(invited, "invitation_path");
    Person person(owner.port());
    if (!person.accept(link.substr(link.find("token=") + 6))) throw std::runtime_error("the invitation of " + std::string(role) + " did not work");
    return person;
}

std::string text_at(const json::Value& value, std::string_view path) {
    const json::Value* at = &value;
    while (at && !path.empty()) {
        const std::string_view step = path.substr(0, path.find('.'));
        path = step.size() == path.size() ? std::string_view{} : path.substr(step.size() + 1);
        if (at->is_array()) {
            const auto index = static_cast<std::size_t>(std::atoi(std::string(step).c_str()));
            at = index < at->items().size() ? &at->items()[index] : nullptr;
        } else {
            at = at->find(step);
        }
    }
    if (!at) return {};
    if (const std::string* text = at->as_string()) return *text;
    return at->is_null() ? std::string{} : json::to_text(*at);
}

std::string text_at(const HttpAnswer& answer, std::string_view path) {
    const auto value = json::parse(answer.body);
    return value ? text_at(*value, path) : std::string{};
}

}  // namespace klicnik::test
