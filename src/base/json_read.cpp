// A recursive descent over the grammar of RFC 8259; the depth limit bounds the recursion.
#include <algorithm>
#include <cmath>

#include "base/json.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

class Reader {
  public:
    Reader(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

    Json document() {
        check_bytes();
        if (text_.substr(0, byte_order_mark.size()) == byte_order_mark)
            at_ = byte_order_mark.size();
        skip_blanks();
        Json out = value(0);
        skip_blanks();
        if (at_ < text_.size()) fail("something follows the end of the document");
        return out;
    }

  private:
    static constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

    [[noreturn]] void fail(const std::string& what) const { fail_at(at_, what); }
    [[noreturn]] void fail_at(std::size_t place, const std::string& what) const;
    void check_bytes() const;

    // The next character, '\0' at the end, which begins nothing in the grammar.
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) {
        if (peek() != c || at_ == text_.size()) return false;
        ++at_;
        return true;
    }
    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' ||
                                      text_[at_] == '\r' || text_[at_] == '\t'))
            ++at_;
    }
    [[noreturn]] void unexpected(const char* wanted) const {
        fail(at_ == text_.size() ? std::string("it ends where ") + wanted + " is expected"
                                 : std::string(wanted) + " is expected");
    }

    Json value(std::int64_t depth);
    Json object(std::int64_t depth);
    Json array(std::int64_t depth);
    Json number();
    Json word(std::string_view word, Json meaning);
    std::string text();
    void escape(std::string& out);
    std::uint32_t four_hex_digits();
    void digits();

    std::string_view text_;
    const JsonLimits& limits_;
    std::size_t at_ = 0;
    std::int64_t values_ = 0;
};

void Reader::fail_at(std::size_t place, const std::string& what) const {
    const auto before = text_.substr(0, place);
    const std::int64_t line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto byte = static_cast<std::int64_t>(place);
    throw Error(Status::parse,
                "not a valid JSON document: line " + std::to_string(line) + ", byte " +
                    std::to_string(byte) + ": " + what,
                {.argument = "document", .line = line, .byte = byte});
}

void Reader::check_bytes() const {
    if (static_cast<std::int64_t>(text_.size()) > limits_.bytes)
        throw Error(Status::parse,
                    "the JSON document has " + std::to_string(text_.size()) +
                        " bytes, more than the " + std::to_string(limits_.bytes) +
                        " that are allowed",
                    {.argument = "document", .byte = limits_.bytes});
    const std::size_t bad = invalid_utf8_at(text_);
    if (bad != std::string_view::npos) fail_at(bad, "this byte is not UTF-8");
}

Json Reader::value(std::int64_t depth) {
    if (++values_ > limits_.values) fail("more than " + std::to_string(limits_.values) + " values");
    switch (peek()) {
        case '{':
            return object(depth + 1);
        case '[':
            return array(depth + 1);
        case '"':
            return Json(text());
        case 't':
            return word("true", Json(true));
        case 'f':
            return word("false", Json(false));
        case 'n':
            return word("null", Json());
        default:
            if (peek() == '-' || is_digit(peek())) return number();
            unexpected("a value");
    }
}

Json Reader::object(std::int64_t depth) {
    if (depth > limits_.depth) fail("more than " + std::to_string(limits_.depth) + " levels");
    ++at_;
    Json out = Json::object();
    skip_blanks();
    if (take('}')) return out;
    for (std::int64_t members = 1;; ++members) {
        if (members > limits_.members)
            fail("an object has more than " + std::to_string(limits_.members) + " members");
        const std::size_t place = at_;
        if (peek() != '"') unexpected("the name of a member");
        const std::string name = text();
        if (out.find(name)) fail_at(place, "the member \"" + excerpt(name) + "\" is there twice");
        skip_blanks();
        if (!take(':')) unexpected("a colon");
        skip_blanks();
        out.set(name, value(depth));
        skip_blanks();
        if (take('}')) return out;
        if (!take(',')) unexpected("a comma or a closing brace");
        skip_blanks();
    }
}

Json Reader::array(std::int64_t depth) {
    if (depth > limits_.depth) fail("more than " + std::to_string(limits_.depth) + " levels");
    ++at_;
    Json out = Json::array();
    skip_blanks();
    if (take(']')) return out;
    for (;;) {
        out.push(value(depth));
        skip_blanks();
        if (take(']')) return out;
        if (!take(',')) unexpected("a comma or a closing bracket");
        skip_blanks();
    }
}

Json Reader::word(std::string_view word, Json meaning) {
    for (const char c : word)
        if (!take(c)) unexpected("true, false or null");
    return meaning;
}

void Reader::digits() {
    if (!is_digit(peek())) unexpected("a digit");
    while (is_digit(peek())) ++at_;
}

Json Reader::number() {
    const std::size_t begin = at_;
    take('-');
    if (!take('0')) digits();
    const std::size_t integral = at_;
    if (take('.')) digits();
    if (take('e') || take('E')) {
        if (!take('+')) take('-');
        digits();
    }
    const std::string_view token = text_.substr(begin, at_ - begin);
    if (at_ == integral && token != "-0")  // which only a double can tell from 0
        if (const auto integer = parse_int64(token)) return Json(*integer);
    const auto real = parse_double(token);
    if (!real || !std::isfinite(*real)) fail_at(begin, "this number is too large");
    return Json(*real);
}

std::string Reader::text() {
    ++at_;
    std::string out;
    for (;;) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
               static_cast<unsigned char>(text_[at_]) >= 0x20)
            ++at_;
        out.append(text_.substr(begin, at_ - begin));
        if (take('"')) return out;
        if (at_ == text_.size()) fail("it ends within a text");
        if (!take('\\')) fail("a control character within a text; write it as an escape");
        escape(out);
    }
}

std::uint32_t Reader::four_hex_digits() {
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = peek();
        std::uint32_t digit = 0;
        if (is_digit(c))
            digit = static_cast<std::uint32_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = static_cast<std::uint32_t>(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            digit = static_cast<std::uint32_t>(c - 'A') + 10;
        else
            unexpected("a hexadecimal digit");
        code = code * 16 + digit;
        ++at_;
    }
    return code;
}

void Reader::escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t known = at_ < text_.size() ? names.find(text_[at_]) : names.npos;
    if (known != names.npos) {
        out.push_back(meanings[known]);
        ++at_;
        return;
    }
    if (!take('u')) unexpected("an escape of JSON");
    const std::size_t place = at_;
    std::uint32_t code = four_hex_digits();
    if (code >= 0xD800 && code <= 0xDBFF) {  // a surrogate pair stands for one character
        if (!take('\\') || !take('u')) unexpected("the second half of a surrogate pair");
        const std::uint32_t low = four_hex_digits();
        if (low < 0xDC00 || low > 0xDFFF) fail_at(place, "half a surrogate pair");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
        fail_at(place, "half a surrogate pair");
    }
    append_utf8(out, code);
}

}  // namespace

Json parse_json(std::string_view text, const JsonLimits& limits) {
    return Reader(text, limits).document();
}

}  // namespace tenon
