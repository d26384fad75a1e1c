#include "table/csv_source.hpp"

#include <algorithm>
#include <cstring>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "table/gb18030.hpp"
#include "table/structural_scan.hpp"

namespace tenon {

namespace {

// Windows-1252 from 0x80 to 0x9F; 0 where it has no character (the C1 control is kept).
constexpr std::uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

constexpr std::size_t readable_past_end = 64;
constexpr std::size_t most_window_bytes = (std::size_t{1} << 30) - readable_past_end;
constexpr char not_text = '\xFF';  // stands for bytes that their encoding does not know

std::string hexadecimal(char c) {
    constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

Encoding detect(std::string_view bytes) noexcept {
    if (bytes.starts_with("\xFF\xFE")) return Encoding::utf16le;
    if (bytes.starts_with("\xFE\xFF")) return Encoding::utf16be;
    if (bytes.starts_with("\x84\x31\x95\x33")) return Encoding::gb18030;
    return Encoding::utf8;
}

std::string_view mark_of(Encoding encoding) noexcept {
    switch (encoding) {
        case Encoding::utf16le:
            return "\xFF\xFE";
        case Encoding::utf16be:
            return "\xFE\xFF";
        case Encoding::gb18030:
            return "\x84\x31\x95\x33";
        case Encoding::latin1:
            return {};
        default:
            return "\xEF\xBB\xBF";
    }
}

class MemoryBytes : public CsvBytes {
  public:
    explicit MemoryBytes(std::string_view bytes) : bytes_(bytes) {}
    std::size_t read(char* to, std::size_t capacity) override {
        const std::size_t count = std::min(capacity, bytes_.size() - at_);
        if (count > 0) std::memcpy(to, bytes_.data() + at_, count);
        at_ += count;
        return count;
    }
    bool rewind() override {
        at_ = 0;
        return true;
    }
    std::int64_t size() const noexcept override { return static_cast<std::int64_t>(bytes_.size()); }
    std::string_view memory() const noexcept override { return bytes_; }

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

class OwnedBytes : public MemoryBytes {
  public:
    explicit OwnedBytes(std::unique_ptr<std::string> bytes)
        : MemoryBytes(*bytes), kept_(std::move(bytes)) {}

  private:
    std::unique_ptr<std::string> kept_;
};

class FileBytes : public CsvBytes {
  public:
    FileBytes(const std::string& path, std::int64_t size) : file_(path), size_(size) {}
    std::size_t read(char* to, std::size_t capacity) override { return file_.read(to, capacity); }
    bool rewind() override { return file_.rewind(); }
    std::int64_t size() const noexcept override { return size_; }

  private:
    InputFile file_;
    std::int64_t size_;
};

class SourceBytes : public CsvBytes {
  public:
    explicit SourceBytes(const CsvSource& source) : source_(source) {
        if (!source_.read)
            throw Error(Status::argument, "the source has no function that reads",
                        {.argument = "read"});
    }
    std::size_t read(char* to, std::size_t capacity) override {
        std::size_t got = 0;
        while (got < capacity && !ended_) {
            const std::size_t count = source_.read(to + got, capacity - got);
            if (count > capacity - got)
                throw Error(Status::argument,
                            "the source gave " + std::to_string(count) + " bytes where " +
                                std::to_string(capacity - got) + " were asked for",
                            {.argument = "read"});
            ended_ = count == 0;
            got += count;
        }
        return got;
    }
    bool rewind() override {
        if (!source_.rewind || !source_.rewind()) return false;
        ended_ = false;
        return true;
    }
    std::int64_t size() const noexcept override { return source_.size; }
    bool any_thread() const noexcept override { return false; }

  private:
    CsvSource source_;
    bool ended_ = false;  // it is not asked again behind its end
};

void decode_latin1(std::string_view bytes, std::string& out) {
    for (const char byte : bytes) {
        const auto c = static_cast<unsigned char>(byte);
        const std::uint32_t special = c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : 0;
        append_utf8(out, special ? special : c);
    }
}

std::size_t decode_utf16(std::string_view bytes, bool low_first, bool last, std::string& out) {
    const auto unit = [&](std::size_t i) {
        const auto byte = [&bytes](std::size_t k) { return static_cast<unsigned char>(bytes[k]); };
        return static_cast<std::uint32_t>(low_first ? byte(i) | byte(i + 1) << 8
                                                    : byte(i + 1) | byte(i) << 8);
    };
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) {
        std::uint32_t c = unit(i);
        if (c >= 0xD800 && c < 0xE000) {
            if (c < 0xDC00 && i + 3 >= bytes.size() && !last) return i;
            const bool paired =
                c < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000;
            if (!paired) {
                out.push_back(not_text);
                continue;
            }
            c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
            i += 2;
        }
        append_utf8(out, c);
    }
    if (i < bytes.size() && last) {
        out.push_back(not_text);
        ++i;
    }
    return i;
}

std::size_t decode_gb18030(const Gb18030& codes, std::string_view bytes, bool last,
                           std::string& out) {
    constexpr std::size_t longest = 4;
    std::size_t i = 0;
    while (i < bytes.size()) {
        if (!last && bytes.size() - i < longest && static_cast<unsigned char>(bytes[i]) >= 0x80)
            return i;
        const auto character = codes.front(bytes.substr(i));
        if (character.bytes == 0)
            out.push_back(not_text);
        else
            append_utf8(out, character.code_point);
        i += static_cast<std::size_t>(std::max(character.bytes, 1));
    }
    return i;
}

// Whether bytes at the end of a window are the front of a character that goes on behind it.
bool is_cut_character(std::string_view tail) noexcept {
    if (tail.empty() || tail.size() > 3) return false;
    const auto lead = static_cast<unsigned char>(tail[0]);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length <= tail.size()) return false;
    for (const char c : tail.substr(1))
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) return false;
    return true;
}

constexpr std::size_t guessed_bytes = std::size_t{1} << 16;

const char* encoding_name(Encoding encoding) noexcept {
    switch (encoding) {
        case Encoding::latin1:
            return "Latin-1";
        case Encoding::utf16le:
            return "UTF-16 (low byte first)";
        case Encoding::utf16be:
            return "UTF-16 (high byte first)";
        case Encoding::gb18030:
            return "GB18030";
        default:
            return "UTF-8";
    }
}

// Characters past ASCII without the signs of GB 2312 (first byte A1 to A9), and those of them that
// are among its 3,755 most frequent ones (B0 to D7, and A1 to FE); -1 where the bytes are not
// GB18030. Two letters of Latin-1 side by side, as in a German word, rarely give one of those.
struct ChineseShare {
    std::int64_t characters = 0, common = 0;
};

ChineseShare chinese_share(std::string_view bytes, bool all) {
    const Gb18030 codes;
    ChineseShare share;
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        if (!all && bytes.size() - i < 4) break;
        const auto character = codes.front(bytes.substr(i));
        if (character.bytes < 2) return {-1, 0};
        const auto trail = static_cast<unsigned char>(bytes[i + 1]);
        const bool plain = character.bytes == 2 && trail >= 0xA1;
        share.characters += !(plain && lead <= 0xA9);
        share.common += plain && lead >= 0xB0 && lead <= 0xD7;
        i += static_cast<std::size_t>(character.bytes);
    }
    return share;
}

struct Utf8Share {
    std::int64_t characters = 0, faults = 0;  // of several bytes; runs of bytes that are none
};

Utf8Share utf8_share(std::string_view bytes) {
    Utf8Share share;
    bool in_fault = false;
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        const std::string_view character = bytes.substr(i, length);
        const bool sound = length == 1 || (character.size() == length &&
                                           invalid_utf8_at(character) == std::string_view::npos);
        share.characters += sound && length > 1;
        share.faults += !sound && !in_fault;
        in_fault = !sound;
        i += sound ? length : 1;
    }
    return share;
}

// `bytes` are the front of the file, or all of it. Fills in why.
Encoding guess_encoding(std::string_view bytes, bool all, std::string& evidence) {
    const std::size_t bad = invalid_utf8_at(bytes);
    std::int64_t nul[2] = {0, 0};  // at even and at odd places
    for (std::size_t i = 0; i < bytes.size(); ++i) nul[i % 2] += bytes[i] == 0;
    const auto pairs = static_cast<std::int64_t>(bytes.size() / 2);
    for (const int high : {1, 0}) {
        // Text of any script has ASCII digits, delimiters and line ends: their high bytes are NUL.
        if (4 * nul[high] < pairs || 16 * nul[1 - high] > nul[high] || nul[high] == 0) continue;
        const Encoding found = high == 1 ? Encoding::utf16le : Encoding::utf16be;
        evidence = std::string("the file is taken for ") + encoding_name(found) + ": " +
                   std::to_string(nul[high]) + " of " + std::to_string(pairs) +
                   " high bytes are NUL";
        return found;
    }
    if (bad == std::string_view::npos || (!all && is_cut_character(bytes.substr(bad))))
        return Encoding::utf8;
    const std::string why =
        "the byte " + hexadecimal(bytes[bad]) + " at " + std::to_string(bad) + " is not UTF-8";
    // Other encodings are valid UTF-8 by chance in few places.
    constexpr std::int64_t sound_for_a_fault = 4;
    if (const Utf8Share share = utf8_share(bytes);
        share.characters >= sound_for_a_fault * share.faults) {
        evidence = "the file is taken for UTF-8, as " + std::to_string(share.characters) +
                   " characters past ASCII are; " + why + " and damaged";
        return Encoding::utf8;
    }
    const ChineseShare share = chinese_share(bytes, all);
    constexpr std::int64_t least_common = 2;  // one may be two letters of Latin-1
    if (share.common >= least_common && 4 * share.common >= 3 * share.characters) {
        evidence = "the file is taken for GB18030: " + why + ", and " +
                   std::to_string(share.common) + " of " + std::to_string(share.characters) +
                   " characters past ASCII are common Chinese ones";
        return Encoding::gb18030;
    }
    evidence = "the file is taken for Latin-1: " + why +
               (share.characters < 0 ? ", nor are all bytes GB18030"
                                     : ", and few characters past ASCII would be common Chinese "
                                       "ones");
    return Encoding::latin1;
}

}  // namespace

std::unique_ptr<CsvBytes> csv_bytes_of_memory(std::string_view bytes) {
    return std::make_unique<MemoryBytes>(bytes);
}

std::unique_ptr<CsvBytes> csv_bytes_of_file(const Context& context, const std::string& path,
                                            bool again) {
    auto file = std::make_unique<FileBytes>(path, file_size_bytes(path));
    if (!again || file->rewind()) return file;
    return csv_bytes_kept(context, *file);  // of a pipe, which opened anew would be another
}

std::unique_ptr<CsvBytes> csv_bytes_of_source(const CsvSource& source) {
    return std::make_unique<SourceBytes>(source);
}

std::unique_ptr<CsvBytes> csv_bytes_kept(const Context& context, CsvBytes& bytes) {
    constexpr std::size_t part = std::size_t{1} << 20;
    auto all = std::make_unique<std::string>();
    for (std::size_t got = part; got == part;) {
        context.check_cancelled();
        const std::size_t front = all->size();
        all->resize(front + part);
        got = bytes.read(all->data() + front, part);
        all->resize(front + got);
    }
    return std::make_unique<OwnedBytes>(std::move(all));
}

std::size_t CsvFrontBytes::read(char* to, std::size_t capacity) {
    const std::size_t again = std::min(capacity, kept_.size() - at_);
    if (again > 0) std::memcpy(to, kept_.data() + at_, again);
    at_ += again;
    if (again == capacity) return capacity;
    const std::size_t got = bytes_->read(to + again, capacity - again);
    if (keeping_) {
        kept_.append(to + again, got);
        at_ = kept_.size();
    } else {
        std::string().swap(kept_);
        at_ = 0;
    }
    return again + got;
}

bool CsvFrontBytes::rewind() {
    if (!keeping_) return false;
    at_ = 0;
    return true;
}

CsvText::CsvText(const Context& context, CsvBytes& bytes, Encoding encoding)
    : context_(context), bytes_(bytes), encoding_(encoding) {
    constexpr auto last = static_cast<int>(Encoding::guess);
    if (static_cast<int>(encoding) < 0 || static_cast<int>(encoding) > last)
        throw Error(Status::argument,
                    "csv option encoding: " + std::to_string(static_cast<int>(encoding)) +
                        " is no encoding",
                    {.argument = "encoding"});
    detected_ = encoding == Encoding::detect || encoding == Encoding::guess;
    begin();
    if (encoding_ == Encoding::gb18030) codes_.emplace();
}

// Reads the byte-order mark, which may tell the encoding, and more where that is to be guessed.
void CsvText::begin() {
    constexpr std::size_t longest_mark = 4;
    const std::size_t wanted = encoding_ == Encoding::guess ? guessed_bytes : longest_mark;
    raw_.resize(wanted);
    raw_.resize(bytes_.read(raw_.data(), wanted));
    ended_ = raw_.size() < wanted;
    find_encoding(raw_, ended_);
    const std::string_view mark = mark_of(encoding_);
    const bool marked = !mark.empty() && raw_.starts_with(mark);
    mark_bytes_ = marked ? static_cast<std::int64_t>(mark.size()) : 0;
    raw_.erase(0, static_cast<std::size_t>(mark_bytes_));
    memory_at_ = static_cast<std::size_t>(mark_bytes_);
    unchecked_ = 0;
}

void CsvText::find_encoding(std::string_view seen, bool all) {
    if (encoding_ != Encoding::detect && encoding_ != Encoding::guess) return;
    const bool guess = encoding_ == Encoding::guess;
    encoding_ = detect(seen);
    if (encoding_ != Encoding::utf8)
        evidence_ =
            std::string("the file is ") + encoding_name(encoding_) + " by its byte-order mark";
    else if (guess)
        encoding_ = guess_encoding(seen, all, evidence_);
}

void CsvText::rewind() {
    if (!bytes_.rewind())
        throw Error(Status::unsupported,
                    "this source can be read once only, and the reader needs it twice; give the "
                    "types of all columns",
                    {.argument = "types"});
    begin();
}

void CsvText::next(CsvWindow& window, std::string_view rest, std::size_t more) {
    check_size(rest.size(), more);
    if (!take_memory(window, rest.size(), more)) {
        window.storage.clear();
        if (!rest.empty()) std::memcpy(window.storage.room(rest.size()), rest.data(), rest.size());
        window.storage.advance(rest.size());
        take_bytes(window, more);
    }
    check(window, rest.size() - std::min(rest.size(), unchecked_));
}

void CsvText::grow(CsvWindow& window, std::size_t more) {
    const std::size_t held = window.text.size();
    check_size(held, more);
    if (!take_memory(window, held, more)) take_bytes(window, more);
    check(window, held - std::min(held, unchecked_));
}

void CsvText::check_size(std::size_t held, std::size_t more) {
    if (held + more > most_window_bytes)
        throw Error(Status::unsupported,
                    "a record has more than a gigabyte; check quote marks and the delimiter",
                    {.argument = {}});
}

// Memory that is UTF-8 is looked at where it lies, but for its end, behind which nothing may be.
bool CsvText::take_memory(CsvWindow& window, std::size_t rest, std::size_t more) {
    const std::string_view all = bytes_.memory();
    if (encoding_ != Encoding::utf8 || all.data() == nullptr) return false;
    const std::size_t from = memory_at_ - rest;
    if (all.size() - memory_at_ < more + readable_past_end) {
        if (all.size() - from > most_window_bytes) return false;
        const std::string_view tail = all.substr(from);
        window.storage.clear();
        char* to = window.storage.room(tail.size() + readable_past_end);
        if (!tail.empty()) std::memcpy(to, tail.data(), tail.size());
        std::memset(to + tail.size(), 0, readable_past_end);
        window.text = {to, tail.size()};
        memory_at_ = all.size();
        window.complete = true;
        return true;
    }
    window.text = all.substr(from, rest + more);
    memory_at_ += more;
    window.complete = false;
    return true;
}

void CsvText::take_bytes(CsvWindow& window, std::size_t more) {
    window.storage.reserve(window.storage.size() + more + readable_past_end);
    if (encoding_ == Encoding::utf8)
        take_plain(window, more);
    else
        take_decoded(window, more);
    std::memset(window.storage.room(readable_past_end), 0, readable_past_end);
    window.text = {window.storage.data(), window.storage.size()};
    window.complete = ended_;
}

void CsvText::take_plain(CsvWindow& window, std::size_t more) {
    const std::size_t front = std::min(more, raw_.size());
    if (front > 0) std::memcpy(window.storage.room(more), raw_.data(), front);
    raw_.erase(0, front);
    window.storage.advance(front);
    if (ended_ || front == more) return;
    const std::size_t want = more - front;
    const std::size_t got = bytes_.read(window.storage.room(want), want);
    window.storage.advance(got);
    ended_ = got < want;
}

void CsvText::take_decoded(CsvWindow& window, std::size_t more) {
    if (!ended_) {
        const std::size_t front = raw_.size();
        raw_.resize(front + more);
        const std::size_t got = bytes_.read(raw_.data() + front, more);
        raw_.resize(front + got);
        ended_ = got < more;
    }
    decoded_.clear();
    const std::size_t used = decode(raw_, ended_, decoded_);
    raw_.erase(0, used);
    if (!decoded_.empty())
        std::memcpy(window.storage.room(decoded_.size()), decoded_.data(), decoded_.size());
    window.storage.advance(decoded_.size());
}

std::size_t CsvText::decode(std::string_view raw, bool last, std::string& out) const {
    switch (encoding_) {
        case Encoding::utf16le:
        case Encoding::utf16be:
            return decode_utf16(raw, encoding_ == Encoding::utf16le, last, out);
        case Encoding::gb18030:
            return decode_gb18030(*codes_, raw, last, out);
        default:
            decode_latin1(raw, out);
            return raw.size();
    }
}

namespace {

// How many bytes from the front on are valid UTF-8 without NUL. They are looked at piece by piece:
// where faults stand close together, finding one must not cost a look at all that follows it.
std::size_t sound_bytes(std::string_view text) noexcept {
    constexpr std::size_t piece_bytes = std::size_t{1} << 12;
    for (std::size_t sound = 0;;) {
        const std::string_view piece = text.substr(sound, piece_bytes);
        const std::string_view plain = piece.substr(0, piece.find('\0'));
        const std::size_t valid = std::min(invalid_utf8_at(plain), plain.size());
        sound += valid;
        const bool ends = plain.size() < piece.size() || piece.size() < piece_bytes;
        if (ends || (valid < plain.size() && !is_cut_character(plain.substr(valid)))) return sound;
    }
}

}  // namespace

void CsvText::check(CsvWindow& window, std::size_t from) {
    context_.check_cancelled();
    const std::string_view fresh = window.text.substr(from);
    std::size_t sound = sound_bytes(fresh);
    unchecked_ = fresh.size() - sound;
    if (!window.complete && is_cut_character(fresh.substr(sound))) sound = fresh.size();
    window.sound = from + sound;
}

std::string CsvText::fault_text(const CsvWindow& window) const {
    const char c = window.text[window.sound];
    if (c == 0) {
        const bool wide = detected_ && encoding_ == Encoding::utf8;
        return wide ? "a NUL byte; if the file is UTF-16 set encoding to utf16le or utf16be, else "
                      "it "
                      "is damaged"
                    : "a NUL byte; the file is damaged or not text";
    }
    switch (encoding_) {
        case Encoding::utf16le:
        case Encoding::utf16be:
            return "half of a UTF-16 character stands alone; the file is cut or of another "
                   "encoding";
        case Encoding::gb18030:
            return "this byte begins no GB18030 character; check the encoding";
        default:
            if (!evidence_.empty())  // other encodings were thought of
                return "the byte " + hexadecimal(c) +
                       " is not valid UTF-8, and the rest of the file is; correct the line, or "
                       "read leniently to leave it out";
            return "the byte " + hexadecimal(c) +
                   " is not valid UTF-8; set encoding to latin1 or gb18030 if the file is in one "
                   "of them";
    }
}

namespace {

// Bytes that the character at text[at] takes in the file; 0 inside a character.
int file_bytes(Encoding encoding, const Gb18030* codes, std::string_view text,
               std::size_t at) noexcept {
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    const bool wide = encoding == Encoding::utf16le || encoding == Encoding::utf16be;
    if (text[at] == not_text) return wide ? 2 : 1;
    if ((lead & 0xC0) == 0x80) return 0;
    switch (encoding) {
        case Encoding::utf16le:
        case Encoding::utf16be:
            return lead >= 0xF0 ? 4 : 2;
        case Encoding::gb18030:
            break;
        default:
            return 1;
    }
    if (lead < 0x80) return 1;
    if (lead >= 0xF0) return 4;
    const auto tail = [&byte](std::size_t i) { return static_cast<std::uint32_t>(byte(i) & 0x3F); };
    const std::uint32_t code_point =
        lead < 0xE0
            ? static_cast<std::uint32_t>(lead & 0x1F) << 6 | tail(at + 1)
            : static_cast<std::uint32_t>(lead & 0x0F) << 12 | tail(at + 1) << 6 | tail(at + 2);
    return codes->length_of(code_point);
}

// Line ends in text[0, count): LF, CRLF and CR.
std::int64_t line_ends(std::string_view text, std::size_t count) noexcept {
    bool returned = false;  // the byte before is a '\r'
    std::int64_t lines = fastest_structural_form().lines(text.data(), count / 64, returned);
    for (std::size_t i = count / 64 * 64; i < count; ++i) {
        lines += text[i] == '\r' || (text[i] == '\n' && !returned);
        returned = text[i] == '\r';
    }
    // A CRLF that `count` cuts ends its line behind it.
    return lines - (returned && count < text.size() && text[count] == '\n');
}

}  // namespace

CsvPlaces::Place CsvPlaces::find(std::string_view text, std::size_t at) const noexcept {
    at = std::min(at, text.size());
    std::int64_t byte = byte_;
    if (encoding_ == Encoding::utf8)
        byte += static_cast<std::int64_t>(at);
    else
        for (std::size_t i = 0; i < at; ++i) byte += file_bytes(encoding_, codes_.get(), text, i);
    return {line_ + line_ends(text, at), byte};
}

void CsvPlaces::advance(std::string_view text, std::size_t count) noexcept {
    const Place place = find(text, count);
    line_ = place.line;
    byte_ = place.byte;
}

}  // namespace tenon
