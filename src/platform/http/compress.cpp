#include "platform/http/compress.hpp"

#include <zlib.h>

#include <stdexcept>

#include "base/text.hpp"

namespace klicnik::http {

namespace {

constexpr int gzip_window = 15 + 16;  // zlib's way to ask for the gzip wrapper

/// One deflate state per thread: setting one up costs more than compressing a small answer.
class Deflater {
  public:
    Deflater() {
        if (deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) !=
            Z_OK) {
            throw std::bad_alloc();
        }
    }
    ~Deflater() { deflateEnd(&stream_); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    std::string run(std::string_view bytes) {
        deflateReset(&stream_);
        std::string out(deflateBound(&stream_, bytes.size()), '\0');
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream_.avail_in = static_cast<uInt>(bytes.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) throw std::logic_error("deflate");
        out.resize(out.size() - stream_.avail_out);
        return out;
    }

  private:
    z_stream stream_{};
};

/// The q-value of one element of Accept-Encoding in thousandths.
int quality(std::string_view parameters) {
    const std::size_t at = parameters.find("q=");
    if (at == std::string_view::npos) return 1000;
    const std::string_view text = parameters.substr(at + 2);
    if (text.starts_with("1")) return 1000;
    int value = 0;
    int weight = 100;
    for (std::size_t i = 2; i < text.size() && is_digit(text[i]) && weight > 0; ++i) {
        value += (text[i] - '0') * weight;
        weight /= 10;
    }
    return value;
}

}  // namespace

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
    bool by_star = false;
    while (!accept_encoding.empty()) {
        const std::size_t end = accept_encoding.find(',');
        const std::string_view element = trimmed(accept_encoding.substr(0, end));
        accept_encoding =
            end == std::string_view::npos ? std::string_view{} : accept_encoding.substr(end + 1);
        const std::size_t semicolon = element.find(';');
        const std::string name = ascii_lower(trimmed(element.substr(0, semicolon)));
        const bool is_wanted =
            semicolon == std::string_view::npos || quality(element.substr(semicolon)) > 0;
        if (name == coding) return is_wanted;
        if (name == "*") by_star = is_wanted;
    }
    return by_star;
}

std::string gzip(std::string_view bytes) {
    static thread_local Deflater deflater;
    return deflater.run(bytes);
}

std::optional<std::string> gunzip(std::string_view bytes, std::size_t limit) {
    z_stream stream{};
    if (inflateInit2(&stream, gzip_window) != Z_OK) return std::nullopt;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    int status = Z_OK;
    while (status == Z_OK && out.size() <= limit) {
        constexpr std::size_t step = 65536;
        const std::size_t before = out.size();
        out.resize(before + step);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = step;
        status = inflate(&stream, Z_NO_FLUSH);
        out.resize(before + step - stream.avail_out);
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END || out.size() > limit) return std::nullopt;
    return out;
}

}  // namespace klicnik::http
