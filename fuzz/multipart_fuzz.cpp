// The same body must be understood alike in memory and on disk, and no part may lie outside it.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "platform/http/multipart.hpp"

using klicnik::http::Multipart;
using klicnik::http::Request;
using klicnik::http::TemporaryFile;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    // The first line is the content type, the rest the body.
    const std::size_t end = text.find('\n');
    Request request;
    request.headers.add("Content-Type", text.substr(0, end));
    if (end != std::string_view::npos) request.body = text.substr(end + 1);
    const auto form = Multipart::parse(request);
    if (!form) return 0;
    for (const auto& part : form->parts()) {
        if (part.offset + part.size > request.body.size() || part.name.empty()) std::abort();
        if (part.file_name && part.file_name->find('/') != std::string::npos) std::abort();
    }
    Request stored = request;
    stored.body_file = TemporaryFile::create("/tmp");
    if (!stored.body_file || !stored.body_file->append(request.body)) return 0;
    const auto from_disk = Multipart::parse(stored);
    if (!from_disk || from_disk->parts().size() != form->parts().size()) std::abort();
    for (std::size_t i = 0; i < form->parts().size(); ++i) {
        const auto& part = form->parts()[i];
        const auto expected = form->read(part, 0, size);
        const auto read = from_disk->read(from_disk->parts()[i], 0, size);
        if (!expected || !read || *read != *expected) std::abort();
    }
    return 0;
}
