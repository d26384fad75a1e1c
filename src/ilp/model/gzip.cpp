#include "ilp/model/gzip.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <new>

#include "base/memory.hpp"
#include "tenon/error.hpp"

#if defined(TENON_HAVE_ZLIB)
#include <zlib.h>
#endif

namespace tenon::ilp {

bool is_gzip(std::string_view bytes) noexcept {
    return bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
}

#if defined(TENON_HAVE_ZLIB)

namespace {

constexpr std::size_t first_block = std::size_t{1} << 16;  // where the length is not told
constexpr int gzip_window_bits = 15 + 16;                  // largest window; gzip frames only
constexpr std::size_t usual_ratio = 16;  // of model texts; more is not believed at once
// Model texts shrink to a third or to a hundredth. What grows more, from a size on that no longer
// is small, is a bomb.
constexpr std::size_t bomb_ratio = 200, bomb_bytes = std::size_t{64} << 20;

class Inflater {
  public:
    Inflater() {
        if (inflateInit2(&stream_, gzip_window_bits) != Z_OK) throw std::bad_alloc();
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { inflateEnd(&stream_); }
    z_stream& stream() noexcept { return stream_; }

  private:
    z_stream stream_{};
};

[[noreturn]] void refuse(std::size_t byte, const std::string& what) {
    throw Error(Status::parse, "byte " + std::to_string(byte) + ": " + what,
                {.argument = {}, .byte = static_cast<std::int64_t>(byte)});
}

class Deflater {
  public:
    Deflater() {
        constexpr int memory_level = 8;  // zlib's default
        if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window_bits,
                         memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
    ~Deflater() { deflateEnd(&stream_); }
    z_stream& stream() noexcept { return stream_; }

  private:
    z_stream stream_{};
};

// The length of the last member's text, as its frame says modulo 2^32; a guess to begin with.
std::size_t told_length(std::string_view bytes) noexcept {
    std::size_t length = 0;
    for (std::size_t k = 1; k <= 4 && k <= bytes.size(); ++k)
        length = length << 8 | static_cast<unsigned char>(bytes[bytes.size() - k]);
    return std::clamp(length, first_block, bytes.size() * usual_ratio + first_block);
}

std::size_t most_bytes(std::size_t packed) noexcept {
    const std::int64_t memory = physical_memory_bytes();
    const std::size_t most = std::max(bomb_bytes, packed * bomb_ratio);
    return memory > 0 ? std::min(most, static_cast<std::size_t>(memory / 2)) : most;
}

}  // namespace

std::string gunzip(const Context& context, std::string_view bytes) {
    const std::size_t most = most_bytes(bytes.size());
    std::string out;
    std::deque<Charge> charges;
    Inflater inflater;
    z_stream& stream = inflater.stream();
    std::size_t used = 0;  // bytes handed to zlib
    // One byte more than told: so the end is seen without another block.
    std::size_t block = std::min(told_length(bytes), most) + 1;
    for (;;) {
        context.check_cancelled();
        if (stream.avail_in == 0) {
            // zlib counts in 32 bits.
            const std::size_t take = std::min(bytes.size() - used, std::size_t{1} << 24);
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + used));
            stream.avail_in = static_cast<uInt>(take);
            used += take;
        }
        const std::size_t before = out.size();
        if (before > most)
            throw Error(Status::data,
                        "the unpacked text is larger than " + std::to_string(most) +
                            " bytes, which is " + std::to_string(bomb_ratio) +
                            " times the file or half of this machine's memory; if that is meant, "
                            "unpack it first (gunzip FILE)");
        block = std::min(block, std::size_t{1} << 30);
        charges.emplace_back(context, static_cast<std::int64_t>(block));
        out.resize(before + block);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = static_cast<uInt>(block);
        const int code = inflate(&stream, Z_NO_FLUSH);
        out.resize(before + block - stream.avail_out);
        block = std::max(out.size() / 2, first_block);
        const std::size_t at = used - stream.avail_in;
        if (code == Z_MEM_ERROR) throw std::bad_alloc();
        if (code == Z_STREAM_END) {
            // Another member may follow; anything else after the end is padding.
            if (!is_gzip(bytes.substr(at))) return out;
            if (inflateReset2(&stream, gzip_window_bits) != Z_OK) throw std::bad_alloc();
        } else if (code != Z_OK && code != Z_BUF_ERROR) {
            refuse(at, "the gzip data are damaged; copy or pack the file again");
        } else if (at == bytes.size() && stream.avail_out > 0) {
            refuse(at, "the gzip data end too early; copy the file again");
        }
    }
}

std::string gzip(std::string_view text) {
    constexpr std::size_t most_at_once = std::size_t{1} << 24;  // zlib counts in 32 bits
    std::string out;
    Deflater deflater;
    z_stream& stream = deflater.stream();
    int code = Z_OK;
    for (std::size_t used = 0; code != Z_STREAM_END;) {
        if (stream.avail_in == 0) {
            const std::size_t take = std::min(text.size() - used, most_at_once);
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data() + used));
            stream.avail_in = static_cast<uInt>(take);
            used += take;
        }
        const std::size_t before = out.size();
        out.resize(before + first_block);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = static_cast<uInt>(first_block);
        code = deflate(&stream, used == text.size() ? Z_FINISH : Z_NO_FLUSH);
        out.resize(before + first_block - stream.avail_out);
    }
    return out;
}

#else

std::string gzip(std::string_view) {
    throw Error(Status::unsupported,
                "this build has no zlib, so it cannot pack a file by gzip; write it without .gz",
                {.argument = "path"});
}

std::string gunzip(const Context&, std::string_view) {
    throw Error(Status::unsupported,
                "the file is packed by gzip and this build has no zlib; unpack it first "
                "(gunzip FILE)");
}

#endif

}  // namespace tenon::ilp
