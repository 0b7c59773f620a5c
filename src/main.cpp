#include <cstdio>
#include <exception>

#include "app/cli.hpp"

int main(int argc, char** argv) {
    try {
        return klicnik::run_command_line(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "klicnik: %s\n", error.what());
        return 1;
    }
}
