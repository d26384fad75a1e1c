#include "base/bytes.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::size_t mark_bytes = 8, sum_bytes = 8;

std::uint64_t fnv1a(std::string_view bytes) {
    std::uint64_t sum = 0xcbf29ce484222325;
    for (const char c : bytes) {
        sum ^= static_cast<unsigned char>(c);
        sum *= 0x100000001b3;
    }
    return sum;
}

void append(std::string& out, std::uint64_t value, int bytes) {
    for (int k = 0; k < bytes; ++k) out.push_back(static_cast<char>(value >> (8 * k) & 0xff));
}

std::uint64_t number_at(const unsigned char* from, int bytes) {
    std::uint64_t value = 0;
    for (int k = bytes - 1; k >= 0; --k) value = value << 8 | from[k];
    return value;
}

}  // namespace

std::optional<ByteSeal> byte_seal(std::string_view bytes) noexcept {
    if (bytes.size() < mark_bytes + 4 + sum_bytes) return std::nullopt;
    const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
    const std::size_t content = bytes.size() - sum_bytes;
    return ByteSeal{static_cast<std::uint32_t>(number_at(from + mark_bytes, 4)),
                    number_at(from + content, 8), fnv1a(bytes.substr(0, content))};
}

std::string fnv1a_text(std::uint64_t sum) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out = "fnv1a64:";
    for (int shift = 60; shift >= 0; shift -= 4) out.push_back(digits[(sum >> shift) & 15]);
    return out;
}

ByteWriter::ByteWriter(const ByteFormat& format) : bytes_(format.mark) {
    u32(format.newest_version);
}

void ByteWriter::u32(std::uint32_t value) {
    append(bytes_, value, 4);
}

void ByteWriter::i64(std::int64_t value) {
    append(bytes_, static_cast<std::uint64_t>(value), 8);
}

void ByteWriter::real(double value) {
    append(bytes_, std::bit_cast<std::uint64_t>(value), 8);
}

void ByteWriter::text(std::string_view value) {
    i64(static_cast<std::int64_t>(value.size()));
    bytes_ += value;
}

std::string ByteWriter::seal() {
    append(bytes_, fnv1a(bytes_), 8);
    return std::move(bytes_);
}

ByteReader::ByteReader(std::string_view bytes, const ByteFormat& format) : noun_(format.noun) {
    const auto seal = byte_seal(bytes);
    if (!seal || !bytes.starts_with(format.mark))
        throw Error(Status::parse, std::string("these bytes are no ") + noun_,
                    {.argument = "bytes", .byte = 0});
    bytes_ = bytes.substr(0, bytes.size() - sum_bytes);
    at_ = mark_bytes;
    version_ = u32();
    if (version_ > format.newest_version)
        throw Error(Status::version, std::string("the ") + noun_ + " has format version " +
                                         std::to_string(version_) +
                                         ", this library reads up to version " +
                                         std::to_string(format.newest_version));
    if (version_ == 0) refuse("format version 0 does not exist");
    if (seal->written != seal->computed)
        refuse("the checksum is not that of the content; it was cut short or changed");
}

const unsigned char* ByteReader::take(std::size_t bytes) {
    if (bytes > bytes_.size() - at_) refuse("it ends too early");
    const auto* from = reinterpret_cast<const unsigned char*>(bytes_.data() + at_);
    at_ += bytes;
    return from;
}

std::uint32_t ByteReader::u32() {
    return static_cast<std::uint32_t>(number_at(take(4), 4));
}

std::int64_t ByteReader::i64() {
    return static_cast<std::int64_t>(number_at(take(8), 8));
}

std::int64_t ByteReader::count(std::int64_t bytes_each) {
    const std::int64_t value = i64();
    if (value < 0 || value > static_cast<std::int64_t>(bytes_.size() - at_) / bytes_each)
        refuse("a count of " + std::to_string(value) + " is more than it can hold");
    return value;
}

double ByteReader::real() {
    return std::bit_cast<double>(number_at(take(8), 8));
}

double ByteReader::finite() {
    const double value = real();
    if (!std::isfinite(value)) refuse("a number is not finite");
    return value;
}

std::string ByteReader::text() {
    const auto length = static_cast<std::size_t>(count(1));
    const auto* from = reinterpret_cast<const char*>(take(length));
    std::string value(from, length);
    if (invalid_utf8_at(value) != std::string_view::npos) refuse("a text is not UTF-8");
    return value;
}

void ByteReader::end() {
    if (at_ != bytes_.size()) refuse("bytes are left behind its end");
}

void ByteReader::refuse(const std::string& what) const {
    throw Error(Status::corrupt, std::string("the ") + noun_ + " is damaged: " + what,
                {.argument = "bytes", .byte = static_cast<std::int64_t>(at_)});
}

}  // namespace tenon
