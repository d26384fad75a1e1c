// Numbers and texts as bytes, least significant first, the same on every machine; and back, under
// suspicion. A sealed text begins with a mark of eight letters and a format version and ends with
// the 64-bit FNV-1a sum of all before it (G. Fowler, L. C. Noll, K.-P. Vo).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenon {

struct ByteFormat {
    const char* mark;  // eight letters
    const char* noun;  // "linear partial", for messages
    std::uint32_t newest_version;
};

// What a sealed text says of itself, right or wrong; nothing where it is too short to say it.
struct ByteSeal {
    std::uint32_t version = 0;
    std::uint64_t written = 0, computed = 0;  // the sum at its end, and of all before it
};
std::optional<ByteSeal> byte_seal(std::string_view bytes) noexcept;

// "fnv1a64:" and 16 hexadecimal digits.
std::string fnv1a_text(std::uint64_t sum);

class ByteWriter {
  public:
    explicit ByteWriter(const ByteFormat& format);
    void u32(std::uint32_t value);
    void i64(std::int64_t value);
    void real(double value);  // its bits
    void text(std::string_view value);
    std::string seal();  // the writer is used up

  private:
    std::string bytes_;
};

// Every fault throws Error: parse (no such format), version, corrupt (cut short, wrong sum, a value
// out of range), with the byte.
class ByteReader {
  public:
    ByteReader(std::string_view bytes, const ByteFormat& format);
    std::uint32_t version() const noexcept { return version_; }
    std::uint32_t u32();
    std::int64_t i64();
    // A count of things that take at least `bytes_each` of what is left, so that no hostile number
    // asks for more memory than the text has bytes.
    std::int64_t count(std::int64_t bytes_each);
    double real();
    double finite();
    std::string text();
    void end();  // all must be read
    [[noreturn]] void refuse(const std::string& what) const;

  private:
    const unsigned char* take(std::size_t bytes);

    std::string_view bytes_;
    const char* noun_;
    std::size_t at_ = 0;
    std::uint32_t version_ = 0;
};

}  // namespace tenon
