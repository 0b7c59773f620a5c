#include "modules/intake/import_store.hpp"

#include <cstdio>
#include <fstream>
#include <memory>
#include <system_error>

#include "modules/intake/import_engine.hpp"
#include "platform/crypto/encoding.hpp"
#include "platform/crypto/hash.hpp"

namespace klicnik::intake {

namespace {

std::filesystem::path& data_folder() {
    static std::filesystem::path folder;
    return folder;
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

Result<std::filesystem::path> import_folder() {
    std::error_code failure;
    const std::filesystem::path folder = data_folder() / "imports";
    std::filesystem::create_directories(folder, failure);
    if (failure) return unavailable("import.cannot_keep_file", failure.message());
    return folder;
}

/// Under a name of its own first, so that nobody sees half a file.
Result<> write_whole_file(const std::filesystem::path& path, std::string_view bytes) {
    std::filesystem::path part = path;
    part += ".part";
    {
        std::ofstream stream(part, std::ios::binary | std::ios::trunc);
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!stream.flush()) return unavailable("import.cannot_keep_file", part.string());
    }
    std::error_code failure;
    std::filesystem::rename(part, path, failure);
    if (failure) return unavailable("import.cannot_keep_file", failure.message());
    return {};
}

}  // namespace

void use_data_folder(std::filesystem::path folder) {
    data_folder() = std::move(folder);
}

std::string content_hash(std::string_view bytes) {
    return crypto::hex(crypto::view(crypto::sha256(bytes)));
}

Result<> keep_file(const std::string& hash, std::string_view bytes) {
    TRY(const std::filesystem::path folder, import_folder());
    std::error_code failure;
    if (std::filesystem::file_size(folder / hash, failure) == bytes.size() && !failure) return {};
    return write_whole_file(folder / hash, bytes);
}

Result<std::string> read_whole_file(const std::filesystem::path& path) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    const std::unique_ptr<std::FILE, CloseFile> file(failure ? nullptr : std::fopen(path.c_str(), "rb"));
    if (!file) return invalid("file", "unreadable", {{"path", path.string()}});
    std::string bytes(size, '\0');
    bytes.resize(std::fread(bytes.data(), 1, size, file.get()));
    return bytes;
}

Result<std::string> kept_file(const ImportRun& run) {
    TRY(const std::filesystem::path folder, import_folder());
    return read_whole_file(folder / run.content_sha256);
}

std::filesystem::path refused_path(Id<ImportRun> run) {
    return data_folder() / "imports" / (to_text(run) + ".refused.csv");
}

void keep_refused(const ImportRun& run, std::string_view heading, char delimiter, const std::vector<RefusedRow>& rows) {
    std::error_code failure;
    std::filesystem::remove(refused_path(run.id), failure);
    if (rows.empty() || !import_folder()) return;
    std::string text = "\xEF\xBB\xBF";
    const auto add_line = [&](std::string_view cells, std::string_view last) {
        text.append(cells).append(1, delimiter).append("\"").append(last).append("\"\r\n");
    };
    if (!heading.empty()) add_line(heading, "reason");
    for (const RefusedRow& row : rows) add_line(row.source, row.reason);
    (void)write_whole_file(refused_path(run.id), text);
}

}  // namespace klicnik::intake
