#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/server_process.hpp"
#include "tests/support/temporary_folder.hpp"

/// `--as EMAIL`: a command with an author, his roles and his clients, the same with a server and without one.
namespace klicnik::test {
namespace {

class CommandsAs : public ::testing::Test {
  protected:
    CommandsAs() {
        for (const auto& [name, email, role] : {std::tuple{"Hana", "hana@firma.cz", "head_of_accounts"}, {"Marek", "marek@firma.cz", "account_manager"},
                                                {"Adam", "adam@firma.cz", "admin"}}) {
            const Ran made = run({"user", "create", "--full_name", name, "--email", email, "--roles", role, "--json"});
            EXPECT_EQ(made.exit_code, 0) << made.output;
            ids_[email] = id_in(made);
        }
        account_ = id_in(run({"account", "create", "--name", "Ryba", "--json"}));
    }
    Ran run(std::vector<std::string> words) const {
        words.insert(words.begin(), {"--data", data()});
        return run_program(words);
    }
    static std::string id_in(const Ran& ran) {
        const auto made = json::parse(ran.output);
        return made ? text_at(*made, "id") : ran.output;
    }
    std::string data() const { return (folder_.path() / "data").string(); }
    std::vector<std::string> judgement(const std::string& as = {}) const {
        std::vector<std::string> words = {"account_judgement", "create", "--account_id", account_, "--criterion", "potential",
                                          "--value", "70", "--reason", "Nová hala", "--json"};
        if (!as.empty()) words.insert(words.end(), {"--as", as});
        return words;
    }
    std::vector<std::string> decision(const std::string& as = {}) const {
        std::vector<std::string> words = {"tier_decision", "create", "--account_id", account_, "--to_tier", "A",
                                          "--reason", "Zakázka pro stát", "--review_on", "2030-01-01", "--json"};
        if (!as.empty()) words.insert(words.end(), {"--as", as});
        return words;
    }
    void expect_authors() const {
        const auto judged = json::parse(run(judgement("Hana@firma.cz")).output);
        ASSERT_TRUE(judged);
        EXPECT_EQ(text_at(*judged, "judged_by_id"), ids_.at("hana@firma.cz"));
        const Ran decided = run(decision("hana@firma.cz"));
        EXPECT_EQ(decided.exit_code, 0) << decided.output;
        const auto body = json::parse(decided.output);
        ASSERT_TRUE(body);
        EXPECT_EQ(text_at(*body, "decided_by_id"), ids_.at("hana@firma.cz"));
    }
    void expect_refusals() const {
        for (const auto& words : {judgement(), decision()}) {
            const Ran refused = run(words);
            EXPECT_EQ(refused.exit_code, 2) << refused.output;
            EXPECT_NE(refused.output.find("command.author_required"), std::string::npos) << refused.output;
        }
        const Ran unknown = run(judgement("nikdo@firma.cz"));
        EXPECT_EQ(unknown.exit_code, 4);
        EXPECT_NE(unknown.output.find("command.unknown_user"), std::string::npos) << unknown.output;
    }

    TemporaryFolder folder_;
    std::map<std::string, std::string> ids_;
    std::string account_;
};

TEST_F(CommandsAs, a_judgement_and_a_decision_have_an_author_or_are_refused) {
    expect_refusals();
    expect_authors();
    const ServerProcess server(data());
    expect_refusals();
    expect_authors();
}

TEST_F(CommandsAs, a_command_may_do_what_its_colleague_may) {
    EXPECT_EQ(run({"account", "list", "--json"}).output.find("Ryba") != std::string::npos, true);
    const Ran other_clients = run({"account", "list", "--as", "marek@firma.cz", "--json"});
    EXPECT_EQ(other_clients.exit_code, 0) << other_clients.output;
    EXPECT_EQ(other_clients.output.find("Ryba"), std::string::npos) << "a manager sees his clients";
    EXPECT_EQ(run(decision("marek@firma.cz")).exit_code, 3) << run(decision("marek@firma.cz")).output;
    EXPECT_EQ(run({"segment", "--as", "marek@firma.cz"}).exit_code, 3);
    EXPECT_EQ(run({"check", "--as", "marek@firma.cz"}).exit_code, 3);
    EXPECT_EQ(run({"check", "--as", "adam@firma.cz"}).exit_code, 0);
    EXPECT_EQ(run({"backup", (folder_.path() / "copy.sqlite").string(), "--as", "marek@firma.cz"}).exit_code, 3);
    std::ofstream(folder_.path() / "clients.csv") << "Název\nKapr\n";
    const std::string file = (folder_.path() / "clients.csv").string();
    EXPECT_EQ(run({"import", "accounts", file, "--as", "nikdo@firma.cz"}).exit_code, 4);
    const Ran imported = run({"import", "accounts", file, "--as", "hana@firma.cz"});
    EXPECT_EQ(imported.exit_code, 0) << imported.output;
    const ServerProcess server(data());
    EXPECT_EQ(run({"import", "accounts", file, "--as", "nikdo@firma.cz"}).exit_code, 4);
    EXPECT_EQ(run({"segment", "--as", "marek@firma.cz"}).exit_code, 3);
}

TEST_F(CommandsAs, who_has_left_is_nobody_to_act_as) {
    ASSERT_EQ(run({"user", "deactivate", ids_.at("hana@firma.cz")}).exit_code, 0);
    EXPECT_EQ(run(judgement("hana@firma.cz")).exit_code, 4);
    EXPECT_NE(run({"account", "list", "--as", "hana@firma.cz", "--language", "cs"}).output.find("Aktivní uživatel"), std::string::npos);
    EXPECT_NE(run({"account", "list", "--as", "hana@firma.cz", "--language", "en"}).output.find("no active user"), std::string::npos);
}

}  // namespace
}  // namespace klicnik::test
