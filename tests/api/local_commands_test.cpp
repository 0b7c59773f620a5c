// Commands beside a running server (decisions/0014): they answer what they answer without one, backups are whole while others
// write, and nobody but the owner of the data folder comes in by that door.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <set>
#include <thread>

#include "app/data_folder.hpp"
#include "app/local_api.hpp"
#include "platform/http/unix_socket.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/server_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace klicnik::test {
namespace {

namespace fs = std::filesystem;

void write_file(const fs::path& path, std::string_view text) { std::ofstream(path) << text; }

bool is_id_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// What differs between two runs of the same command: ids of new records, instants, links, and the folder.
std::string masked(std::string text, const fs::path& folder) {
    for (std::size_t at = text.find(folder.string()); at != std::string::npos; at = text.find(folder.string(), at)) {
        text.replace(at, folder.string().size(), "DATA");
    }
    constexpr std::string_view secret = "token=";
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 1)) {
        text.erase(at + secret.size(), text.find_first_of("\"\n", at) - at - secret.size());
    }
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i + 1;
        if (text[i] == '_') {
            while (end < text.size() && is_id_character(text[end])) ++end;
        }
        if (end - i == 27) {
            out.append("_ID");
        } else if (text[i] == 'T' && i > 0 && std::isdigit(static_cast<unsigned char>(text[i - 1])) != 0) {
            end = std::min(text.find('Z', i), text.size() - 1) + 1;
            out.append("TIME");
        } else {
            out.append(text, i, end - i);
        }
        i = end;
    }
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text.append(text.empty() ? "" : " ").append(word);
    return text;
}

Ran run_on(const fs::path& data, std::vector<std::string> words) {
    words.insert(words.begin(), {"--data", data.string()});
    return run_program(words);
}

class LocalCommands : public ::testing::Test {
  protected:
    LocalCommands() {
        write_file(folder_.path() / "clients.csv", "Název;IČO;Město\nNávrhář;27074358;Brno\nŠkoda;00177041;Mladá Boleslav\nRyba;;Třeboň\n");
        write_file(folder_.path() / "invoices.csv",
                   "Číslo dokladu;Datum;Odběratel;Popis;Množství;Cena za jednotku;Částka;Měna\n"
                   "FV1;2026-03-10;Návrhář;Šroub;2;100,00;200,00;CZK\nFV2;2026-04-11;Nový;Matka;3;10,50;31,50;CZK\nFV3;kdysi;Ryba;Háček;1;1;1;CZK\n");
        write_file(folder_.path() / "mapping.json", R"({"Název":"name","Město":"city"})");
    }
    std::string file(std::string_view name) const { return (folder_.path() / name).string(); }
    fs::path data() const { return folder_.path() / "data"; }

    TemporaryFolder folder_;
};

/// The commands of the comparison; `id` is a client of the first import.
std::vector<std::vector<std::string>> representative_commands(const std::string& id, const fs::path& files) {
    const auto file = [&](std::string_view name) { return (files / name).string(); };
    return {
        {"account", "list", "--json"},
        {"account", "list"},
        {"account", "list", "--sort", "-name", "--limit", "2", "--json"},
        {"account", "list", "--sort", "nonsense", "--json"},
        {"account", "list", "--city.ne", "Brno", "--q", "škod", "--json"},
        {"account", "export"},
        {"account", "get", id, "--json"},
        {"account", "get", id},
        {"account", "get", "acc_nobody", "--json"},
        {"account", "get", "con_" + id.substr(4), "--json"},
        {"account", "get", "acc/..%2f?x=1", "--language", "cs"},
        {"account", "create", "--json"},
        {"account", "create", "--name", "Žluťoučký & syn #1 50%", "--json"},
        {"account", "create", "--name", "Jen tak", "--dry-run", "--json"},
        {"account", "create", "--body", "{not json", "--json"},
        {"account", "update", id, "--city", "Praha", "--json"},
        {"account", "update", id, "--city", "Plzeň", "--version", "1", "--json"},
        {"account", "archive", id, "--json"},
        {"account", "history", id, "--json"},
        {"workspace", "get", "--json"},
        {"workspace", "update", "--name", "Naše firma", "--json"},
        {"user", "create", "--full_name", "Olga", "--email", "olga@firma.cz", "--roles", "owner", "--locale", "cs", "--json"},
        {"user", "list"},
        {"user", "password", "nobody@firma.cz", "--json"},
        {"user", "password", "olga@firma.cz", "--language", "cs"},
        {"import", "accounts", file("clients.csv"), "--json"},
        {"import", "accounts", file("clients.csv")},
        {"import", "accounts", file("clients.csv"), "--mapping", file("mapping.json"), "--json"},
        {"import", "accounts", file("clients.csv"), "--mapping", file("none.json"), "--json"},
        {"import", "accounts", file("none.csv"), "--json"},
        {"import", "accounts", file("clients.csv"), "--currency", "korun", "--json"},
        {"import", "invoices", file("invoices.csv"), "--no-new-accounts", "--dry-run", "--json"},
        {"import", "invoices", file("invoices.csv"), "--json"},
        {"import", "invoices", file("clients.csv"), "--json"},
        {"import_run", "list", "--json"},
        {"segment", "--from", "2026-01", "--to", "2026-06", "--json"},
        {"segment", "--accept", "--dry-run"},
        {"segment", "--from", "yesterday", "--json"},
        {"segment", "concentration", "--from", "2026-01", "--to", "2026-06", "--json"},
        {"sample", "state"},
        {"sample", "load", "--json"},
        {"account", "list", "--limit", "50", "--sort", "name"},
        {"sample", "remove", "--json"},
        {"check"},
        {"check", "--json"},
        {"backup", file("clients.csv"), "--json"},
        {"backup", "/nonexistent/folder/copy.sqlite", "--json"},
    };
}

TEST_F(LocalCommands, answer_the_same_with_and_without_a_server) {
    const fs::path alone = folder_.path() / "alone";
    const Ran first = run_on(alone, {"import", "accounts", file("clients.csv"), "--json"});
    ASSERT_EQ(first.exit_code, 0) << first.output;
    const auto list = json::parse(run_on(alone, {"account", "list", "--json"}).output);
    ASSERT_TRUE(list);
    const std::string id = text_at(*list, "items.0.id");
    ASSERT_FALSE(id.empty());
    fs::copy(alone, data(), fs::copy_options::recursive);
    const ServerProcess server(data());
    std::set<int> exit_codes;
    for (const std::vector<std::string>& command : representative_commands(id, folder_.path())) {
        const Ran here = run_on(alone, command);
        const Ran there = run_on(data(), command);
        EXPECT_EQ(here.exit_code, there.exit_code) << joined(command) << "\n" << there.output;
        EXPECT_EQ(masked(here.output, alone), masked(there.output, data())) << joined(command);
        exit_codes.insert(here.exit_code);
    }
    EXPECT_TRUE(exit_codes.contains(0) && exit_codes.contains(2) && exit_codes.contains(4) && exit_codes.contains(5) && exit_codes.contains(8));
}

TEST_F(LocalCommands, an_import_ends_with_the_line_of_its_sums) {
    const ServerProcess server(data());
    const Ran ran = run_on(data(), {"import", "invoices", file("invoices.csv"), "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.output;
    EXPECT_TRUE(ran.output.starts_with(R"({"rows":3,"created":2,"updated":0,"unchanged":0,"refused":1)")) << ran.output;
    for (const fs::directory_entry& entry : fs::directory_iterator(data())) {
        EXPECT_TRUE(entry.path().filename().string().starts_with("klicnik.s") || entry.path().filename() == "imports") << entry.path();
    }
}

TEST_F(LocalCommands, what_needs_the_folder_for_itself_says_so) {
    ServerProcess server(data());
    write_file(folder_.path() / "copy.sqlite", "");
    for (const std::vector<std::string>& command : {std::vector<std::string>{"migrate"}, {"restore", file("copy.sqlite")}, {"serve", "--port", "0"}}) {
        std::vector<std::string> words = command;
        words.insert(words.end(), {"--language", "en"});
        const Ran ran = run_on(data(), words);
        EXPECT_EQ(ran.exit_code, 8) << joined(command);
        EXPECT_NE(ran.output.find("is working with this data folder. Stop it"), std::string::npos) << ran.output;
    }
    EXPECT_EQ(server.stop(), 0);
    EXPECT_FALSE(fs::exists(socket_in(data())));
    EXPECT_EQ(run_on(data(), {"migrate"}).exit_code, 0);
}

TEST_F(LocalCommands, the_door_is_for_the_owner_of_the_folder_and_survives_a_kill) {
    ServerProcess server(data());
    struct stat status{};
    ASSERT_EQ(::stat(socket_in(data()).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    ASSERT_EQ(::stat(data().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
    server.kill();
    EXPECT_TRUE(fs::exists(socket_in(data())));
    EXPECT_EQ(run_on(data(), {"account", "list"}).exit_code, 0);
    const ServerProcess again(data());
    EXPECT_EQ(run_on(data(), {"account", "list"}).exit_code, 0);
}

TEST_F(LocalCommands, a_folder_with_too_long_a_path_is_served_and_the_command_says_why_it_cannot_ask) {
    const fs::path deep = folder_.path() / std::string(60, 'a') / std::string(60, 'b');
    const ServerProcess server(deep);
    const Ran ran = run_on(deep, {"account", "list", "--language", "en"});
    EXPECT_EQ(ran.exit_code, 8);
    EXPECT_NE(ran.output.find("is longer than 107 bytes"), std::string::npos) << ran.output;
}

TEST_F(LocalCommands, with_postgres_a_command_goes_to_the_database_itself) {
    const FreshDatabase database(db::Engine::postgres);
    const std::vector<std::string> target = {"--database", database.options().postgres};
    const ServerProcess server(data(), target);
    EXPECT_FALSE(fs::exists(socket_in(data())));
    std::vector<std::string> create = {"account", "create", "--name", "Ryba", "--json"};
    create.insert(create.end(), target.begin(), target.end());
    const Ran created = run_on(data(), create);
    EXPECT_EQ(created.exit_code, 0) << created.output;
    std::vector<std::string> list = {"account", "list", "--json"};
    list.insert(list.end(), target.begin(), target.end());
    EXPECT_NE(run_on(data(), list).output.find("Ryba"), std::string::npos);
}

TEST_F(LocalCommands, the_network_is_never_trusted) {
    const ServerProcess server(data(), {"--trusted-proxies", "127.0.0.1"});
    Person stranger(server.port());
    const Headers disguise = {{"X-Forwarded-For", std::string(http::local_peer)}, {"Forwarded", "for=local"}, {"X-Forwarded-Proto", "unix"},
                              {std::string(local_path::import_options), "%7B%22kind%22%3A%22accounts%22%7D"}};
    for (const std::string_view path : {local_path::segment, local_path::check, local_path::backup, local_path::password, local_path::import}) {
        for (const std::string_view verb : {"GET", "POST"}) {
            const HttpAnswer answer = stranger.send_raw(verb, path, disguise, "{}");
            EXPECT_TRUE(answer.status == 404 || answer.status == 405 || answer.body.find("<html") != std::string::npos) << verb << path << answer.head;
        }
    }
    EXPECT_EQ(stranger.send_raw("GET", "/api/v1/accounts", disguise).status, 401);
    EXPECT_EQ(stranger.send_raw("POST", "/api/v1/sample", disguise).status, 401);
    EXPECT_EQ(stranger.send_raw("GET", "/api/v1/users", disguise).status, 401);
}

TEST_F(LocalCommands, the_router_of_the_door_refuses_whoever_came_another_way) {
    config::Settings settings;
    settings.data_dir = data();
    auto app = open_app(settings, std::make_unique<SystemClock>());
    ASSERT_TRUE(app);
    const http::Router router = make_local_router(**app);
    for (const std::string_view peer : {"", "127.0.0.1", "::1", "Local"}) {
        http::Request request;
        request.target = "/api/v1/accounts";
        request.peer = peer;
        EXPECT_EQ(router.handle(request).status, 404U) << peer;
    }
    http::Request request;
    request.target = "/api/v1/accounts";
    request.peer = http::local_peer;
    EXPECT_EQ(router.handle(request).status, 200U);
}

TEST_F(LocalCommands, the_first_sign_in_keeps_the_currency_of_invoices_that_are_there) {
    ASSERT_EQ(run_on(data(), {"workspace", "update", "--base_currency", "EUR"}).exit_code, 0);
    write_file(folder_.path() / "euros.csv", "document_no,document_date,account_code,account_name,amount,currency\n1,2026-01-05,K1,Klient,100,EUR\n");
    const Ran import = run_on(data(), {"import", "invoices", file("euros.csv"), "--json"});
    ASSERT_EQ(import.exit_code, 0) << import.output;
    ServerProcess server(data());
    Person owner(server.port());
    ASSERT_TRUE(owner.set_up(server.setup_token(), "Olga", "olga@firma.cz"));  // asks for CZK
    const auto workspace = json::parse(run_on(data(), {"workspace", "get", "--json"}).output);
    ASSERT_TRUE(workspace);
    EXPECT_EQ(text_at(*workspace, "base_currency"), "EUR");
    EXPECT_EQ(text_at(*workspace, "name"), "Zkušební firma");
}

TEST_F(LocalCommands, a_backup_is_whole_while_fifty_write) {
    constexpr int writers = 50;
    ServerProcess server(data());
    Person owner(server.port());
    ASSERT_TRUE(owner.set_up(server.setup_token(), "Olga", "olga@firma.cz"));
    ASSERT_EQ(run_on(data(), {"import", "accounts", file("clients.csv")}).exit_code, 0);
    std::atomic<int> acknowledged = 0;
    std::atomic<bool> enough = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i) {
        threads.emplace_back([person = owner.at(server.port()), i, &acknowledged, &enough]() mutable {
            for (int round = 0; !enough; ++round) {
                const std::string name = "Klient " + std::to_string(i) + "/" + std::to_string(round);
                if (person.post("/accounts", R"({"name":")" + name + R"("})").status == 201) ++acknowledged;
            }
        });
    }
    while (acknowledged < 2 * writers) std::this_thread::yield();
    const int before = acknowledged;
    const Ran backup = run_on(data(), {"backup", file("copy.sqlite")});
    const int after = acknowledged + writers;  // each may have one under way that is stored but not yet counted
    const Ran check = run_on(data(), {"check"});
    enough = true;
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(backup.exit_code, 0) << backup.output;
    EXPECT_EQ(check.exit_code, 0) << check.output;
    EXPECT_EQ(server.stop(), 0);

    const fs::path restored = folder_.path() / "restored";
    const Ran restore = run_on(restored, {"restore", file("copy.sqlite")});
    EXPECT_EQ(restore.exit_code, 0) << restore.output;
    EXPECT_EQ(run_on(restored, {"check"}).exit_code, 0);
    const auto count = json::parse(run_on(restored, {"account", "list", "--count", "true", "--limit", "1", "--json"}).output);
    ASSERT_TRUE(count);
    const int accounts = std::atoi(text_at(*count, "total").c_str()) - 3;
    EXPECT_GE(accounts, before);
    EXPECT_LE(accounts, after);
    const auto files_in = [](const fs::path& folder) { return std::distance(fs::directory_iterator(folder), fs::directory_iterator()); };
    EXPECT_EQ(files_in(restored / "imports"), files_in(data() / "imports"));
    EXPECT_GT(files_in(restored / "imports"), 0);
    EXPECT_EQ(run_on(restored, {"restore", file("copy.sqlite")}).exit_code, 5);
}

}  // namespace
}  // namespace klicnik::test
