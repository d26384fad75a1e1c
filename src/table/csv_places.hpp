// The way back from a place in the UTF-8 of a text to a line and byte of its file.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "table/gb18030.hpp"
#include "tenon/csv.hpp"

namespace tenon {

// Lines and file offsets of places in a text that is gone through once.
class CsvPlaces {
  public:
    CsvPlaces() = default;
    CsvPlaces(Encoding encoding, std::int64_t mark_bytes) : encoding_(encoding), byte_(mark_bytes) {
        if (encoding == Encoding::gb18030) codes_ = std::make_shared<const Gb18030>();
    }

    struct Place {
        std::int64_t line;  // from 1
        std::int64_t byte;  // of the file, from 0
    };
    // Of text[at], where text[0] is the place gone to.
    Place find(std::string_view text, std::size_t at) const noexcept;
    // Goes on to text[count].
    void advance(std::string_view text, std::size_t count) noexcept;

  private:
    Encoding encoding_ = Encoding::utf8;
    std::shared_ptr<const Gb18030> codes_;
    std::int64_t line_ = 1;
    std::int64_t byte_ = 0;
};

}  // namespace tenon
