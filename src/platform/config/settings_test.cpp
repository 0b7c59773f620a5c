#include "platform/config/settings.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/databases.hpp"

namespace klicnik::config {
namespace {

class SettingsFile : public ::testing::Test {
  protected:
    Sources with_file(const std::string& text) {
        std::ofstream(path_) << text;
        Sources sources;
        sources.file = path_;
        return sources;
    }

    test::TemporaryFolder folder_;
    std::filesystem::path path_ = folder_.path() / "klicnik.conf";
};

std::string first_fault(const Sources& sources) {
    const auto result = load(sources);
    if (result || result.error().fields.empty()) return "none";
    const FieldError& fault = result.error().fields[0];
    return fault.params[0].second + " " + fault.field + " " + fault.code;
}

std::string fault_of_flag(const std::string& name, const std::string& value) {
    Sources sources;
    sources.flags = {{name, value}};
    const auto result = load(sources);
    return result ? "ok" : result.error().fields[0].code;
}

TEST_F(SettingsFile, nothing_set_means_the_defaults) {
    const auto settings = load({});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->listen_address, "127.0.0.1");
    EXPECT_EQ(settings->port, 8780);
    EXPECT_EQ(settings->durability, db::Durability::full);
    EXPECT_EQ(settings->sqlite_file(), std::filesystem::path("data/klicnik.sqlite"));
    EXPECT_EQ(settings->database_options().postgres, "");
    EXPECT_FALSE(settings->has_tls());
}

TEST_F(SettingsFile, a_file_is_read_with_its_comments_and_windows_line_ends) {
    const auto settings = load(with_file("\xEF\xBB\xBF# our server\r\n\r\nport = 9000\r\n  public_url =https://kam.firma.cz/\r\n"
                                         "trusted_proxies = 10.0.0.0/8, ::1\r\nlog_level=warning\r\n"
                                         "database = postgres://kam:se#cr=et@db/kam"));
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->port, 9000);
    EXPECT_EQ(settings->public_url, "https://kam.firma.cz");
    EXPECT_EQ(settings->trusted_proxies, (std::vector<std::string>{"10.0.0.0/8", "::1"}));
    EXPECT_EQ(settings->log_level, log::Level::warning);
    EXPECT_EQ(settings->database, "postgres://kam:se#cr=et@db/kam");
}

TEST_F(SettingsFile, flags_win_over_the_environment_which_wins_over_the_file) {
    Sources sources = with_file("port = 1\nworkers = 1\nreaders = 1\n");
    sources.environment = {{"KLICNIK_PORT", "2"}, {"KLICNIK_WORKERS", "2"}, {"PATH", "/bin"}, {"KLICNIK_TEST_POSTGRES", "x"}};
    sources.flags = {{"port", "3"}};
    const auto settings = load(sources);
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->port, 3);
    EXPECT_EQ(settings->workers, 2);
    EXPECT_EQ(settings->readers, 1);
}

TEST_F(SettingsFile, a_fault_names_its_file_and_line) {
    EXPECT_EQ(first_fault(with_file("port = 80\n\nprot = 81\n")), "klicnik.conf:3 prot unknown");
    EXPECT_EQ(first_fault(with_file("port = eighty\n")), "klicnik.conf:1 port not_a_number");
    EXPECT_EQ(first_fault(with_file("port = 70000\n")), "klicnik.conf:1 port out_of_range");
    EXPECT_EQ(first_fault(with_file("port = 80\nport = 81\n")), "klicnik.conf:2 port twice");
    EXPECT_EQ(first_fault(with_file("port\n")), "klicnik.conf:1 port syntax");
    Sources sources;
    sources.environment = {{"KLICNIK_PORT", "x"}};
    EXPECT_EQ(first_fault(sources), "environment KLICNIK_PORT port not_a_number");
}

TEST_F(SettingsFile, a_variable_that_sets_nothing_is_worth_a_warning_while_the_file_and_flags_are_strict) {
    Sources sources;
    sources.environment = {{"KLICNIK_BINARY", "/bin/klicnik"}, {"KLICNIK_CONFIG", "x"}, {"KLICNIK_PORT", "80"}, {"KLICNIK_PROT", "1"},
                           {"KLICNIK_TEST_POSTGRES", "x"}, {"PATH", "/bin"}};
    const auto settings = load(sources);
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->port, 80);
    EXPECT_EQ(unknown_variables(sources), (std::vector<std::string>{"KLICNIK_BINARY", "KLICNIK_PROT"}));
    sources.flags = {{"prot", "1"}};
    EXPECT_EQ(first_fault(sources), "flag --prot prot unknown");
}

TEST_F(SettingsFile, all_faults_are_told_at_once_and_as_lines_for_the_terminal) {
    const auto result = load(with_file("port = x\nlog_level = loud\n"));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fields.size(), 2U);
    EXPECT_EQ(result.error().internal,
              "klicnik.conf:1: port: not_a_number, expected a whole number from 0 to 65535\n"
              "klicnik.conf:2: log_level: not_a_choice, expected one of debug, info, warning, error\n");
}

TEST_F(SettingsFile, a_named_file_must_exist_and_the_usual_one_need_not) {
    Sources sources;
    sources.file = folder_.path() / "missing.conf";
    EXPECT_EQ(first_fault(sources), sources.file.string() + " file unreadable");
    sources.file_may_be_missing = true;
    EXPECT_TRUE(load(sources));
    EXPECT_TRUE(load(with_file("")));
}

TEST(Settings, values_are_checked) {
    EXPECT_EQ(fault_of_flag("listen_address", "0.0.0.0"), "ok");
    EXPECT_EQ(fault_of_flag("listen_address", "::"), "ok");
    EXPECT_EQ(fault_of_flag("listen_address", "example.com"), "not_an_address");
    EXPECT_EQ(fault_of_flag("public_url", "http://localhost:8780"), "ok");
    EXPECT_EQ(fault_of_flag("public_url", "ftp://x"), "not_a_url");
    EXPECT_EQ(fault_of_flag("public_url", "https://"), "not_a_url");
    EXPECT_EQ(fault_of_flag("public_url", "https://x/path"), "not_a_url");
    EXPECT_EQ(fault_of_flag("trusted_proxies", "10.0.0.0/33"), "not_an_address");
    EXPECT_EQ(fault_of_flag("trusted_proxies", "10.0.0.0/8,"), "ok");
    EXPECT_EQ(fault_of_flag("trusted_proxies", "proxy"), "not_an_address");
    EXPECT_EQ(fault_of_flag("durability", "off"), "not_a_choice");
    EXPECT_EQ(fault_of_flag("session_idle_minutes", "0"), "out_of_range");
    EXPECT_EQ(fault_of_flag("port", "99999999999"), "out_of_range");
    EXPECT_EQ(fault_of_flag("port", ""), "not_a_number");
    EXPECT_EQ(fault_of_flag("port", "80 "), "not_a_number");
    EXPECT_EQ(fault_of_flag("data_dir", ""), "required");
    EXPECT_EQ(fault_of_flag("tls_key", "key.pem"), "needs_partner");
}

TEST(Settings, every_setting_is_described_and_its_default_is_accepted) {
    const std::string text = describe();
    for (const Description& setting : descriptions()) {
        EXPECT_FALSE(setting.text.empty());
        EXPECT_NE(text.find("# " + setting.name + " ="), std::string::npos);
        if (!setting.default_text.empty()) {
            EXPECT_EQ(fault_of_flag(setting.name, setting.default_text), "ok") << setting.name;
        }
    }
    EXPECT_EQ(fault_of_flag("port", "8780"), "ok");
}

TEST(Settings, only_our_part_of_the_environment_is_taken) {
    ::setenv("KLICNIK_TEST_EXAMPLE", "1", 1);
    const auto environment = process_environment();
    EXPECT_EQ(environment.at("KLICNIK_TEST_EXAMPLE"), "1");
    EXPECT_EQ(environment.count("PATH"), 0U);
    ::unsetenv("KLICNIK_TEST_EXAMPLE");
}

}  // namespace
}  // namespace klicnik::config
