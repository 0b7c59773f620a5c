// Help of the command line speaks both languages.

#include <gtest/gtest.h>

#include "platform/config/settings.hpp"
#include "platform/text/messages.hpp"
#include "tests/support/source_tree.hpp"

namespace klicnik::test {

TEST(CommandHelp, every_text_that_the_commands_ask_for_is_there) {
    const text::Messages messages(files::klicnik_assets());
    int asked = 0;
    for (const SourceFile* file : product_sources()) {
        if (!file->path.starts_with("src/app/cli")) continue;
        for (const std::string& key : literals(without_comments(file->text))) {
            if (!key.starts_with("command.") || key.ends_with('.')) continue;
            ++asked;
            EXPECT_TRUE(messages.has("cs", key) && messages.has("en", key)) << file->path << ": " << key;
        }
    }
    EXPECT_GT(asked, 20);
}

TEST(CommandHelp, every_setting_is_explained_as_in_the_configuration_file) {
    const text::Messages messages(files::klicnik_assets());
    for (const config::Description& setting : config::descriptions()) {
        if (setting.name == "data_dir" || setting.name == "database") continue;  // flags of every command, explained as such
        EXPECT_EQ(messages.format("en", "setting." + setting.name), setting.text);
        EXPECT_TRUE(messages.has("cs", "setting." + setting.name)) << setting.name;
    }
}

}  // namespace klicnik::test
