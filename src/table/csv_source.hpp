// The bytes of a delimited file as valid UTF-8, a window at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "table/buffer.hpp"
#include "table/csv_bytes.hpp"
#include "table/csv_places.hpp"
#include "table/gb18030.hpp"
#include "tenon/context.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

namespace tenon {

// A part of the text. What lies before `sound` is valid UTF-8 without NUL, but for a character that
// the end of the window cuts.
struct CsvWindow {
    Buffer<char> storage;
    std::string_view text;
    std::size_t sound = 0;  // text.size(), or the place of a byte that is not text
    bool complete = false;  // the text ends here
};

class CsvText {
  public:
    CsvText(const Context& context, CsvBytes& bytes, Encoding encoding);

    Encoding encoding() const noexcept { return encoding_; }
    // What told the encoding, as a sentence; empty where it was given, or is plain UTF-8.
    const std::string& evidence() const noexcept { return evidence_; }
    std::int64_t mark_bytes() const noexcept { return mark_bytes_; }
    // Byte-order marks at the front; files that are joined or written twice have several.
    int marks() const noexcept { return marks_; }
    // Whether the text ended in a byte 0x1A, which is passed over: the end of a file to DOS.
    bool end_mark() const noexcept { return end_mark_; }

    // `rest`, the unused end of the window before, and about `more` bytes; or this window and more.
    // 64 bytes after the text may be looked at. Throws Error(io, unsupported: over a gigabyte).
    void next(CsvWindow& window, std::string_view rest, std::size_t more);
    void grow(CsvWindow& window, std::size_t more);
    // Looks anew from window.text[from] on, behind bytes that are left out.
    void check_again(CsvWindow& window, std::size_t from) { check(window, from); }
    void rewind();  // throws Error(unsupported) where the bytes cannot be had again

    // What is wrong with the byte at window.sound, in words.
    std::string fault_text(const CsvWindow& window) const;

  private:
    void begin();
    void find_encoding();
    void guess();
    static void check_size(std::size_t held, std::size_t more);
    std::string_view without_end_mark(std::string_view text);
    bool take_memory(CsvWindow& window, std::size_t rest, std::size_t more);
    void take_bytes(CsvWindow& window, std::size_t more);
    void take_plain(CsvWindow& window, std::size_t more);
    void take_decoded(CsvWindow& window, std::size_t more);
    std::size_t decode(std::string_view raw, bool last, std::string& out) const;
    void check(CsvWindow& window, std::size_t from);

    const Context& context_;
    CsvBytes& bytes_;
    Encoding encoding_;
    bool detected_ = false;
    std::string evidence_;
    std::int64_t mark_bytes_ = 0;
    int marks_ = 0;
    std::size_t memory_at_ = 0;  // of bytes_.memory(), where windows are parts of it
    std::string raw_, decoded_;  // read, but not decoded yet; decoded just now
    std::size_t unchecked_ = 0;  // bytes at the end of the last window that may not be sound
    bool ended_ = false, end_mark_ = false;
    std::optional<Gb18030> codes_;
};

}  // namespace tenon
