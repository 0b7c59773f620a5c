// The promises of speed: a database of a large firm, the real server on it, load over real sockets. Prints one line per
// question with throughput, latency, the server's processor time and its ratio to the bare SQL of the same rows.

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <thread>

#include "app/app.hpp"
#include "bench/bare_sql.hpp"
#include "modules/accounts/account.hpp"
#include "modules/accounts/account_assignment.hpp"
#include "modules/contacts/contact.hpp"
#include "modules/ledger/bulk.hpp"
#include "modules/ledger/ledger_entry.hpp"
#include "platform/text/fold.hpp"
#include "records/entity.hpp"
#include "tests/support/server_process.hpp"

namespace klicnik::bench {
namespace {

using test::HttpAnswer;
using test::Person;
using test::text_at;
using Clock = std::chrono::steady_clock;

struct Size {
    int accounts = 100'000;
    int contacts_each = 3;
    int lines_each = 50;
    int seconds = 3;  ///< of load for each line of the table
};

/// What is asked for on the command line.
struct Plan {
    Size size;
    std::filesystem::path data;  ///< where the database is made, or stands from before
    std::string only;            ///< questions whose name contains this
    int connections = 0;         ///< 0: 1, 16 and 64
    bool keep = false;           ///< the database stays for the next time
};

constexpr std::string_view owner_email = "olga@firma.cz";

constexpr std::string_view words[] = {"Pekařství", "Strojírny", "Stavby", "Doprava", "Kovovýroba", "Tiskárna", "Nábytek", "Elektro",
                                      "Zahrady",   "Sklárny",   "Mlékárna", "Pivovar", "Textil", "Papírny", "Chemie", "Optika"};
constexpr std::string_view towns[] = {"Brno", "Plzeň", "Olomouc", "Liberec", "Zlín", "Jihlava", "Tábor", "Kladno", "Opava", "Písek"};

std::string name_of(int i) {
    return std::string(words[static_cast<std::size_t>(i) % std::size(words)]) + " " + std::string(towns[static_cast<std::size_t>(i / 16) % std::size(towns)]) + " " + std::to_string(i) + " s.r.o.";
}

// --- the database

class Filling {
  public:
    Filling(App& app, const Size& size) : app_(app), size_(size), context_(system_context(app)) {}

    void run() {
        app_.database->read([&](db::Connection& connection) {
            connection.query("SELECT id FROM \"user\" LIMIT 1", [&](const db::Row& row) { manager_ = {row.uuid(0)}; });
        });
        for (int i = 0; i < size_.accounts; ++i) ids_.push_back({new_uuid(context_.now.micros)});
        in_one([&](UnitOfWork& work) { add_accounts(work); });
        in_one([&](UnitOfWork& work) { add_contacts(work); });
        in_one([&](UnitOfWork& work) { ledger::drop_list_indexes(work); });
        for (int from = 0; from < size_.accounts; from += 5'000) in_one([&](UnitOfWork& work) { add_lines(work, from, std::min(from + 5'000, size_.accounts)); });
        in_one([&](UnitOfWork& work) { ledger::ensure_list_indexes(work); });
        in_one([&](UnitOfWork& work) { ledger::refresh_all_figures(work); });
        in_one([&](UnitOfWork& work) { add_search(work); });
        app_.database->checkpoint();
    }

  private:
    template <class Work>
    void in_one(Work work) {
        const auto done = app_.store->write(context_, [&](UnitOfWork& unit) -> Result<> {
            work(unit);
            return {};
        });
        if (!done) throw std::runtime_error(done.error().code);
    }

    void add_accounts(UnitOfWork& work) {
        int i = 0;
        Account account;
        work.create_many(entity_of<Account>(), [&]() -> const void* {
            if (i == size_.accounts) return nullptr;
            account.id = ids_[static_cast<std::size_t>(i)];
            account.name = name_of(i);
            account.code = "K" + std::to_string(i);
            account.city = std::string(towns[static_cast<std::size_t>(i) % std::size(towns)]);
            account.lead_id = manager_;
            account.tier = static_cast<accounts::Tier>(i % 4);
            ++i;
            return &account;
        });
        int j = 0;
        AccountAssignment assignment;
        work.create_many(entity_of<AccountAssignment>(), [&]() -> const void* {
            if (j == size_.accounts) return nullptr;
            assignment.id = {new_uuid(context_.now.micros)};
            assignment.account_id = ids_[static_cast<std::size_t>(j++)];
            assignment.user_id = manager_;
            assignment.from_on = Date{20'000};
            return &assignment;
        });
    }

    void add_contacts(UnitOfWork& work) {
        int i = 0;
        Contact contact;
        work.create_many(entity_of<Contact>(), [&]() -> const void* {
            if (i == size_.accounts * size_.contacts_each) return nullptr;
            contact.id = {new_uuid(context_.now.micros)};
            contact.account_id = ids_[static_cast<std::size_t>(i / size_.contacts_each)];
            contact.last_name = "Novák" + std::to_string(i);
            contact.full_name = "Jan " + contact.last_name;
            contact.email = "jan" + std::to_string(i) + "@example.cz";
            contact_ids_.push_back(contact.id);
            ++i;
            return &contact;
        });
    }

    void add_lines(UnitOfWork& work, int from, int to) {
        ledger::MonthChanges changes;
        ledger::BulkLine line;
        std::string document;
        std::int64_t at = std::int64_t{from} * size_.lines_each;
        const std::int64_t end = std::int64_t{to} * size_.lines_each;
        ledger::insert_lines(work, {}, changes, [&]() -> const ledger::BulkLine* {
            if (at == end) return nullptr;
            document = "FV" + std::to_string(at);
            line.account = ids_[static_cast<std::size_t>(at / size_.lines_each)].value;
            line.document_no = document;
            line.document_date = Date{static_cast<std::int32_t>(19'700 + at * 7919 % 1'050)};
            line.service_month = month_of(line.document_date);
            line.amount = Decimal{(100 + at * 31 % 9'000) * Decimal::one};
            line.description = "Dodávka zboží";
            ++at;
            return &line;
        });
        changes.apply(work);
    }

    void add_search(UnitOfWork& work) {
        static constexpr std::string_view columns[] = {"number", "entity", "entity_id", "account_id", "hidden", "body_key"};
        const int accounts = size_.accounts;
        const int all = accounts + accounts * size_.contacts_each;
        int i = 0;
        std::string body;
        work.connection().bulk_insert("search_text", columns, [&](std::span<db::Param> row) {
            if (i == all) return false;
            const int person = i - accounts;
            const auto account = ids_[static_cast<std::size_t>(person < 0 ? i : person / size_.contacts_each)].value;
            body = person < 0 ? text::fold("K" + std::to_string(i) + "\n" + name_of(i))
                              : text::fold("Jan Novák" + std::to_string(person) + "\njan" + std::to_string(person) + "@example.cz");
            row[0] = std::int64_t{1'000'000 + i};
            row[1] = person < 0 ? std::string_view("account") : std::string_view("contact");
            row[2] = person < 0 ? account : contact_ids_[static_cast<std::size_t>(person)].value;
            row[3] = account;
            row[4] = false;
            row[5] = std::string_view(body);
            ++i;
            return true;
        });
        work.connection().exec("INSERT INTO search_index (search_index) VALUES ('rebuild')");
        work.connection().exec("INSERT INTO search_index (search_index) VALUES ('optimize')");  // as the night leaves it
    }

    App& app_;
    Size size_;
    Context context_;
    Id<User> manager_;
    std::vector<Id<Account>> ids_;
    std::vector<Id<Contact>> contact_ids_;
};

std::unique_ptr<App> open(const std::filesystem::path& data) {
    config::Settings settings;
    settings.data_dir = data;
    auto app = open_app(std::move(settings), std::make_unique<SystemClock>());
    if (!app) throw std::runtime_error("cannot open: " + app.error().code);
    return std::move(*app);
}

// --- measuring

double cpu_seconds(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    long user = 0;
    long system = 0;
    std::sscanf(text.c_str() + text.rfind(')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system);
    return static_cast<double>(user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double memory_mib(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
}

struct Request {
    std::string verb;
    std::string path;
    std::string body;
};

struct Measured {
    double per_second = 0;
    double p50_ms = 0;
    double p99_ms = 0;
    double cpu_ms = 0;
    int failures = 0;
};

Measured put_load_on(test::ServerProcess& server, const Person& person, int connections, int seconds, const std::function<Request(int)>& make) {
    std::atomic<int> number{0};
    std::vector<std::vector<double>> times(static_cast<std::size_t>(connections));
    std::atomic<int> failures{0};
    const double cpu = cpu_seconds(server.pid());
    const auto begin = Clock::now();
    const auto end = begin + std::chrono::seconds(seconds);
    std::vector<std::thread> threads;
    for (auto& mine : times) {
        threads.emplace_back([&] {
            Person caller = person.at(server.port());
            while (Clock::now() < end) {
                const Request request = make(number++);
                const auto sent = Clock::now();
                const HttpAnswer answer = caller.send(request.verb, request.path, request.body);
                mine.push_back(std::chrono::duration<double, std::milli>(Clock::now() - sent).count());
                if (!answer.is_ok()) ++failures;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    const double took = std::chrono::duration<double>(Clock::now() - begin).count();
    std::vector<double> all;
    for (const auto& mine : times) all.insert(all.end(), mine.begin(), mine.end());
    std::sort(all.begin(), all.end());
    const auto count = static_cast<double>(all.size());
    return {count / took, all[all.size() / 2], all[all.size() * 99 / 100], (cpu_seconds(server.pid()) - cpu) * 1000 / count, failures};
}

// --- the table

struct Line {
    std::string name;
    double cpu_limit_ms;  ///< 0: none is promised
    std::function<Request(int)> make;
    double bare_ms = 0;
};

bool print_line(const Line& line, int connections, const Measured& found) {
    const bool slow = connections == 16 && found.p99_ms >= 25;
    const bool costly = line.cpu_limit_ms > 0 && connections == 16 && found.cpu_ms > line.cpu_limit_ms;
    std::printf("%-28s %3d  %8.0f/s  p50 %7.2f ms  p99 %7.2f ms%s  cpu %6.3f ms%s", line.name.c_str(), connections, found.per_second, found.p50_ms,
                found.p99_ms, slow ? " !" : "  ", found.cpu_ms, costly ? " !" : "  ");
    if (line.bare_ms > 0) std::printf("  %5.1f x bare SQL", found.cpu_ms / line.bare_ms);
    if (found.failures > 0) std::printf("  %d FAILED", found.failures);
    std::printf("\n");
    std::fflush(stdout);
    return !costly && found.failures == 0;
}

std::vector<std::string> some_ids(Person& person) {
    std::vector<std::string> ids;
    const auto list = json::parse(person.get("/accounts?limit=200&fields=id&sort=-revenue_12m").body);
    for (std::size_t i = 0; list && i < list->find("items")->items().size(); ++i) ids.push_back(text_at(list->find("items")->items()[i], "id"));
    if (ids.empty()) throw std::runtime_error("the list of clients is empty");
    return ids;
}

std::string deep_cursor(Person& person) {
    std::string cursor;
    for (int page = 0; page < 50; ++page) {
        const std::string next = text_at(person.get("/accounts?limit=200&fields=id&sort=name" + (cursor.empty() ? "" : "&after=" + cursor)), "next");
        if (next.empty()) break;
        cursor = next;
    }
    return cursor;
}

std::vector<Line> lines_of(Person& person) {
    const auto ids = some_ids(person);
    const std::string cursor = deep_cursor(person);
    const auto get = [](std::string path) { return Request{"GET", std::move(path), {}}; };
    const auto id_of = [ids](int i) { return ids[static_cast<std::size_t>(i) % ids.size()]; };
    return {
        {"list of 50, filter, sort", 0.3, [=](int i) { return get(std::string("/accounts?limit=50&sort=-revenue_12m&tier=") + "ABCD"[i % 4]); }},
        {"page deep in the list", 0.3, [=](int) { return get("/accounts?limit=50&sort=name&after=" + cursor); }},
        {"one record", 0.1, [=](int i) { return get("/accounts/" + id_of(i)); }},
        {"search, selective", 2, [=](int i) { return get("/search?q=novak" + std::to_string(10'000 + i % 5'000)); }},
        {"search, broad", 2, [=](int i) { return get(i % 2 == 0 ? "/search?q=pivovar" : "/search?q=s.r.o"); }},
        {"client page, its calls", 0, [=](int i) {
             const std::string id = id_of(i / 5);
             switch (i % 5) {
                 case 0: return get("/accounts/" + id);
                 case 1: return get("/contacts?account_id=" + id);
                 case 2: return get("/account_assignments?sort=-from_on&account_id=" + id);
                 case 3: return get("/accounts/" + id + "/revenue?months=36");
                 default: return get("/ledger_entries?limit=20&sort=-document_date&account_id=" + id);
             }
         }},
        {"create, durable, audited", 0.4, [](int i) { return Request{"POST", "/accounts", R"({"name":"Nový klient )" + std::to_string(i) + R"("})"}; }},
    };
}

bool promise(const char* what, double value, double limit, const char* unit) {
    std::printf("%-48s %9.1f %s (promised < %.0f)%s\n", what, value, unit, limit, value < limit ? "" : " !");
    return value < limit;
}

/// The owner set up on an empty firm; the sample firm is loaded, and gone again with its folder.
bool run_sample_firm(const std::filesystem::path& data) {
    bool kept = true;
    const std::filesystem::path folder = data.string() + "-sample";
    std::filesystem::remove_all(folder);
    {
        test::ServerProcess server(folder);
        kept = promise("memory of an empty server", memory_mib(server.pid()), 30, "MiB") && kept;
    }
    if (test::run_program({"--data", folder.string(), "sample", "load"}).exit_code != 0) throw std::runtime_error("the sample firm was not loaded");
    {
        test::ServerProcess server(folder);
        kept = promise("memory with the sample firm", memory_mib(server.pid()), 30, "MiB") && kept;
        kept = promise("start to ready with the sample firm", static_cast<double>(server.time_to_ready().count()), 300, "ms") && kept;
    }
    std::filesystem::remove_all(folder);
    return kept;
}

void fill(const std::filesystem::path& data, const Size& size) {
    {
        test::ServerProcess server(data);
        Person owner(server.port());
        if (!owner.set_up(server.setup_token(), "Olga", owner_email)) throw std::runtime_error("the set-up failed");
    }
    const auto app = open(data);
    const auto begin = Clock::now();
    Filling(*app, size).run();
    std::printf("%d clients, %d people, %lld lines in %.0f s\n", size.accounts, size.accounts * size.contacts_each,
                static_cast<long long>(size.accounts) * size.lines_each, std::chrono::duration<double>(Clock::now() - begin).count());
}

/// What is measured: the database itself, or a copy of the one to be measured again, which the creates would make grow.
std::filesystem::path prepared(const Plan& plan) {
    if (!std::filesystem::exists(plan.data / "klicnik.sqlite")) fill(plan.data, plan.size);
    if (!plan.keep) return plan.data;
    const std::filesystem::path copy = plan.data.string() + "-run";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(plan.data, copy, std::filesystem::copy_options::recursive);
    ::sync();  // or the first durable writes would wait for it
    return copy;
}

int run(const Plan& plan) {
    bool kept = plan.only.empty() ? run_sample_firm(plan.data) : true;
    const std::filesystem::path data = prepared(plan);
    const std::vector<double> bare = measure_bare(*open(data));
    test::ServerProcess server(data);
    kept = promise("start to ready", static_cast<double>(server.time_to_ready().count()), 1'000, "ms") && kept;
    Person owner(server.port());
    if (!owner.sign_in(owner_email)) throw std::runtime_error("the owner cannot sign in");
    // The books of a large firm are read into memory once after a start; what is measured is the day after that.
    const auto begin = Clock::now();
    if (!owner.get("/indicators").is_ok()) throw std::runtime_error("the indicators do not answer");
    std::printf("first report after the start: %.0f ms\n", std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    auto lines = lines_of(owner);
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].bare_ms = bare[i];
    for (const Line& line : lines) {
        if (line.name.find(plan.only) == std::string::npos) continue;
        for (const int connections : {1, 16, 64}) {
            if (plan.connections != 0 && plan.connections != connections) continue;
            kept = print_line(line, connections, put_load_on(server, owner, connections, plan.size.seconds, line.make)) && kept;
        }
    }
    kept = promise("memory after all that", memory_mib(server.pid()), 200, "MiB") && kept;
    std::printf("%s\n", kept ? "Every promise that does not depend on neighbours is kept." : "Not every promise is kept (!).");
    return kept ? 0 : 1;
}

}  // namespace
}  // namespace klicnik::bench

int main(int argc, char** argv) {
    using namespace klicnik;
    bench::Plan plan;
    plan.data = std::filesystem::temp_directory_path() / ("klicnik-bench-" + std::to_string(::getpid()));
    for (int i = 1; i < argc; ++i) {
        const std::string_view option = argv[i];
        const bool has_value = i + 1 < argc;
        if (option == "--quick") {
            plan.size = {.accounts = 4'000, .contacts_each = 3, .lines_each = 50, .seconds = 1};
        } else if (option == "--data" && has_value) {
            plan.data = argv[++i];
            plan.keep = true;
        } else if (option == "--only" && has_value) {
            plan.only = argv[++i];
        } else if (option == "--connections" && has_value) {
            plan.connections = std::atoi(argv[++i]);
        } else {
            std::fprintf(stderr, "klicnik_bench [--quick] [--data FOLDER] [--only PART-OF-NAME] [--connections 1|16|64]\n"
                                 "  --data  makes the database there once and measures it again the next time\n");
            return 2;
        }
    }
    int code = 2;
    try {
        code = bench::run(plan);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "klicnik_bench: %s\n", error.what());
    }
    std::filesystem::remove_all(plan.keep ? plan.data.string() + "-run" : plan.data.string());
    return code;
}
