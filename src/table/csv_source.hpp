// The bytes of a delimited file as valid UTF-8, a window at a time, and the way back from a place
// in it to the file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "table/buffer.hpp"
#include "table/gb18030.hpp"
#include "tenon/context.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

namespace tenon {

// Where bytes come from: a file, memory, or a caller's function.
class CsvBytes {
  public:
    virtual ~CsvBytes() = default;
    // Up to `capacity` bytes, fewer only at the end.
    virtual std::size_t read(char* to, std::size_t capacity) = 0;
    // Begins again; false where that cannot be.
    virtual bool rewind() = 0;
    virtual std::int64_t size() const noexcept { return -1; }  // -1: not known
    // All of them, where they lie in memory.
    virtual std::string_view memory() const noexcept { return {}; }
    // False where read() must stay on the thread of the call, as a caller's function must.
    virtual bool any_thread() const noexcept { return true; }
};

// Keeps the front of bytes that come once only, so that it can be had again.
class CsvFrontBytes : public CsvBytes {
  public:
    explicit CsvFrontBytes(std::unique_ptr<CsvBytes> bytes) : bytes_(std::move(bytes)) {}
    std::size_t read(char* to, std::size_t capacity) override;
    bool rewind() override;
    std::int64_t size() const noexcept override { return bytes_->size(); }
    bool any_thread() const noexcept override { return bytes_->any_thread(); }
    // From now on bytes come once; those that are kept go when they are read.
    void stop_keeping() noexcept { keeping_ = false; }

  private:
    std::unique_ptr<CsvBytes> bytes_;
    std::string kept_;
    std::size_t at_ = 0;  // in kept_
    bool keeping_ = true;
};

std::unique_ptr<CsvBytes> csv_bytes_of_memory(std::string_view bytes);
std::unique_ptr<CsvBytes> csv_bytes_of_source(const CsvSource& source);
// All bytes, taken into memory.
std::unique_ptr<CsvBytes> csv_bytes_kept(const Context& context, CsvBytes& bytes);
// Throws Error(io). A file that cannot be read twice is taken into memory if `again`.
std::unique_ptr<CsvBytes> csv_bytes_of_file(const Context& context, const std::string& path,
                                            bool again);

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
    void find_encoding(std::string_view seen, bool all);
    static void check_size(std::size_t held, std::size_t more);
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
    std::size_t memory_at_ = 0;  // of bytes_.memory(), where windows are parts of it
    std::string raw_, decoded_;  // read, but not decoded yet; decoded just now
    std::size_t unchecked_ = 0;  // bytes at the end of the last window that may not be sound
    bool ended_ = false;
    std::optional<Gb18030> codes_;
};

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
