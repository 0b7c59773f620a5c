#include "tests/support/postgres_cluster.hpp"

#include <fcntl.h>
#include <postgresql/libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace klicnik::test {

namespace {

namespace fs = std::filesystem;

/// The programs of the newest installed version.
fs::path postgres_programs() {
    std::vector<fs::path> found;
    std::error_code missing;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", missing)) {
        if (fs::exists(version.path() / "bin" / "initdb")) found.push_back(version.path() / "bin");
    }
    if (found.empty()) {
        throw std::runtime_error(
            "PostgreSQL is not installed: install postgresql-15, or name a server in KLICNIK_TEST_POSTGRES");
    }
    return *std::max_element(found.begin(), found.end());
}

/// PostgreSQL refuses to run as root, so root becomes "postgres" first. A server ends with its test process, however
/// that ends.
std::vector<std::string> as_ordinary_user(std::vector<std::string> command) {
    if (::geteuid() != 0) return command;
    std::vector<std::string> all = {"setpriv",       "--reuid=postgres",  "--regid=postgres",
                                    "--init-groups", "--pdeathsig=QUIT", "--"};
    all.insert(all.end(), command.begin(), command.end());
    return all;
}

pid_t start(const std::vector<std::string>& command, const fs::path& log) {
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child != 0) return child;
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (::chdir("/") == 0) ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

void run_to_end(const std::vector<std::string>& command, const fs::path& log) {
    int status = 0;
    const pid_t child = start(command, log);
    if (::waitpid(child, &status, 0) != child || status != 0) {
        throw std::runtime_error(command[0] + " … failed; see " + log.string());
    }
}

class Cluster {
  public:
    Cluster() {
        give_to_postgres();
        const fs::path programs = postgres_programs();
        const fs::path data = folder_.path() / "data";
        const fs::path log = folder_.path() / "log";
        // A Czech default collation: code that relies on the order of bytes without asking for it fails here.
        run_to_end(as_ordinary_user({(programs / "initdb").string(), "-D", data.string(), "-U", "klicnik", "-A", "trust",
                                     "-E", "UTF8", "--no-sync", "--locale=C.UTF-8", "--locale-provider=icu",
                                     "--icu-locale=cs-CZ", "--no-instructions"}),
                   log);
        server_ = start(as_ordinary_user({(programs / "postgres").string(), "-D", data.string(), "-k", folder_.path().string(),
                                          "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off",
                                          "-c", "synchronous_commit=off", "-c", "shared_buffers=32MB", "-c",
                                          "max_connections=100", "-c", "autovacuum=off", "-c", "log_min_messages=fatal"}),
                        log);
        target_ = "host=" + folder_.path().string() + " user=klicnik dbname=postgres";
        wait_until_ready();
    }

    ~Cluster() {
        ::kill(server_, SIGQUIT);
        ::waitpid(server_, nullptr, 0);
    }

    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    const std::string& target() const { return target_; }

  private:
    void give_to_postgres() const {
        if (::geteuid() != 0) return;
        const passwd* user = ::getpwnam("postgres");
        if (user == nullptr || ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) {
            throw std::runtime_error("there is no user postgres to run the server as");
        }
    }

    void wait_until_ready() const {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (PQping(target_.c_str()) != PQPING_OK) {
            if (::waitpid(server_, nullptr, WNOHANG) != 0 || std::chrono::steady_clock::now() > until) {
                throw std::runtime_error("PostgreSQL did not start; see " + (folder_.path() / "log").string());
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

    // On disk: PostgreSQL wants a short path for its socket and some room.
    TemporaryFolder folder_{TemporaryFolder::Place::disk};
    pid_t server_ = -1;
    std::string target_;
};

/// The server that the environment names, or a private one.
const std::string& server() {
    static const std::string target = [] {
        if (const char* named = std::getenv("KLICNIK_TEST_POSTGRES")) return std::string(named);
        static const Cluster cluster;
        return cluster.target();
    }();
    return target;
}

/// The same server, another database.
std::string with_database(const std::string& target, const std::string& name) {
    char* problem = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(target.c_str(), &problem), &PQconninfoFree);
    if (options == nullptr) throw std::runtime_error(std::string("KLICNIK_TEST_POSTGRES: ") + problem);
    std::string out = "dbname=" + name;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr || std::string_view(option->keyword) == "dbname") continue;
        out += std::string(" ") + option->keyword + "='";
        for (const char* c = option->val; *c != '\0'; ++c) {
            if (*c == '\'' || *c == '\\') out += '\\';
            out += *c;
        }
        out += '\'';
    }
    return out;
}

void run_on_server(const std::string& sql) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> session(PQconnectdb(server().c_str()), &PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(session.get(), sql.c_str()), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
        throw std::runtime_error(sql + ": " + PQerrorMessage(session.get()));
    }
}

}  // namespace

std::string create_postgres_database(const std::string& name, const std::string& template_name) {
    run_on_server("CREATE DATABASE " + name + " TEMPLATE " + (template_name.empty() ? "template1" : template_name));
    return with_database(server(), name);
}

void drop_postgres_database(const std::string& name) { run_on_server("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); }

std::string unique_database_name() {
    static int count = 0;
    return "klicnik_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

}  // namespace klicnik::test
