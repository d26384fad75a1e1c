#include "table/csv_source.hpp"

#include <algorithm>
#include <cstring>

#include "base/utf8.hpp"
#include "table/csv_decode.hpp"
#include "table/csv_guess.hpp"

namespace tenon {

namespace {

constexpr std::size_t readable_past_end = 64;
constexpr std::size_t most_window_bytes = (std::size_t{1} << 30) - readable_past_end;
constexpr std::size_t guessed_bytes = std::size_t{1} << 16;

[[noreturn]] void refuse_rewind() {
    throw Error(Status::unsupported,
                "this source can be read once only, and the reader needs it twice; give the types "
                "of all columns",
                {.argument = "types"});
}

}  // namespace

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
    constexpr std::size_t marks_bytes = 64;  // room for several of them
    const std::size_t wanted = encoding_ == Encoding::guess ? guessed_bytes : marks_bytes;
    raw_.resize(wanted);
    raw_.resize(bytes_.read(raw_.data(), wanted));
    ended_ = raw_.size() < wanted;
    find_encoding();
    const std::string_view mark = mark_of(encoding_);
    mark_bytes_ = 0;
    marks_ = 0;
    for (; !mark.empty() && raw_.starts_with(mark); ++marks_) {
        mark_bytes_ += static_cast<std::int64_t>(mark.size());
        raw_.erase(0, mark.size());
    }
    memory_at_ = static_cast<std::size_t>(mark_bytes_);
    unchecked_ = 0;
}

void CsvText::find_encoding() {
    if (encoding_ != Encoding::detect && encoding_ != Encoding::guess) return;
    const bool guessed = encoding_ == Encoding::guess;
    encoding_ = encoding_by_mark(raw_);
    if (encoding_ != Encoding::utf8)
        evidence_ =
            std::string("the file is ") + encoding_name(encoding_) + " by its byte-order mark";
    else if (guessed)
        guess();
}

// By the front of the text; where that is sound UTF-8, by the first part that is not, if the bytes
// can be had again.
void CsvText::guess() {
    EncodingSample sample{raw_, 0, 0, ended_};
    encoding_ = guess_encoding(sample, evidence_);
    if (encoding_ != Encoding::utf8 || !evidence_.empty() || ended_ || !bytes_.comes_again())
        return;
    while (!sample.ends && encoding_ == Encoding::utf8 && evidence_.empty()) {
        context_.check_cancelled();
        // What a line begins with tells more than its end.
        const std::size_t bad = std::min(invalid_utf8_at(sample.bytes), sample.bytes.size());
        const std::size_t line = sample.bytes.rfind('\n', bad);
        const std::size_t done = line == std::string::npos || line == 0 ? bad : line;
        sample.sound_before += wide_characters(std::string_view(sample.bytes).substr(0, done));
        sample.at += static_cast<std::int64_t>(done);
        sample.bytes.erase(0, done);
        const std::size_t kept = sample.bytes.size();
        sample.bytes.resize(kept + guessed_bytes);
        const std::size_t got = bytes_.read(sample.bytes.data() + kept, guessed_bytes);
        sample.bytes.resize(kept + got);
        sample.ends = got < guessed_bytes;
        encoding_ = guess_encoding(sample, evidence_);
    }
    if (!bytes_.rewind()) refuse_rewind();
    raw_.resize(guessed_bytes);
    raw_.resize(bytes_.read(raw_.data(), guessed_bytes));
    ended_ = raw_.size() < guessed_bytes;
}

void CsvText::rewind() {
    if (!bytes_.rewind()) refuse_rewind();
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

std::string_view CsvText::without_end_mark(std::string_view text) {
    constexpr char end_of_file = 0x1A;
    if (!text.ends_with(end_of_file)) return text;
    end_mark_ = true;
    return text.substr(0, text.size() - 1);
}

// Memory that is UTF-8 is looked at where it lies, but for its end, behind which nothing may be.
bool CsvText::take_memory(CsvWindow& window, std::size_t rest, std::size_t more) {
    const std::string_view all = bytes_.memory();
    if (encoding_ != Encoding::utf8 || all.data() == nullptr) return false;
    const std::size_t from = memory_at_ - rest;
    if (all.size() - memory_at_ < more + readable_past_end) {
        if (all.size() - from > most_window_bytes) return false;
        const std::string_view tail = without_end_mark(all.substr(from));
        window.storage.clear();
        char* to = window.storage.room(tail.size() + readable_past_end);
        if (!tail.empty()) std::memcpy(to, tail.data(), tail.size());
        std::memset(to + tail.size(), 0, readable_past_end);
        window.text = {to, tail.size()};
        memory_at_ = from + tail.size();
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
    if (ended_) window.text = without_end_mark(window.text);
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
                   " is not valid UTF-8; set encoding to guess, or to latin1 or gb18030 if the "
                   "file "
                   "is in one of them";
    }
}

}  // namespace tenon
