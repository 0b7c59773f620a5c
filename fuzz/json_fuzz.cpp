// Whatever is accepted must survive writing and reading again unchanged.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "platform/http/json.hpp"

namespace json = klicnik::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto value = json::parse(text);
    if (value) {
        const auto again = json::parse(json::to_text(*value));
        if (!again || !(*again == *value)) std::abort();
    }
    // Any bytes at all must come out of the writer as one valid JSON string, unless they hold NUL,
    // which only the reader refuses.
    json::Writer writer;
    writer.string(text);
    if (!json::parse(writer.take()) && text.find('\0') == std::string_view::npos) std::abort();
    return 0;
}
