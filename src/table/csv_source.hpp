// The bytes of a delimited file as valid UTF-8, and the way back from a place in it to the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "table/gb18030.hpp"
#include "tenon/context.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

namespace tenon {

struct CsvSource {
    std::string decoded;    // empty where the bytes were UTF-8 already
    std::string_view text;  // valid UTF-8 without byte-order mark and NUL
    Encoding encoding = Encoding::utf8;
    std::int64_t mark_bytes = 0;  // length of the byte-order mark
};

// Throws Error(parse) with line and byte for what is not valid in its encoding.
// The result may point into `bytes`, and into itself: keep it where it was made.
void decode_csv(const Context& context, std::string_view bytes, Encoding encoding, CsvSource& out);

// Lines and file offsets of places in a source, asked in ascending order.
class CsvPlaces {
  public:
    explicit CsvPlaces(const CsvSource& source) noexcept
        : source_(source), byte_(source.mark_bytes) {
        if (source.encoding == Encoding::gb18030) codes_.emplace();
    }

    struct Place {
        std::int64_t line;  // from 1
        std::int64_t byte;  // of the file, from 0
    };
    Place find(std::size_t at) noexcept;

  private:
    // Bytes that the character at `at` takes in the file; 0 inside a character.
    int file_bytes(std::size_t at) const noexcept;

    const CsvSource& source_;
    std::optional<Gb18030> codes_;
    std::size_t at_ = 0;
    std::int64_t line_ = 1;
    std::int64_t byte_;
};

}  // namespace tenon
