// The grammar of RFC 8259 is nlohmann/json's; this file makes values of what its parser reports.
//
// Not its document type: destroying one allocates, and with no memory left that ends the process.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>

// The parser asserts that strtod understood its number, which it does not where the decimal point
// of the locale has several bytes; we do not use what strtod says.
#define JSON_ASSERT(condition) static_cast<void>(0)
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// Bytes for the parser, taken through a pointer kept elsewhere: so we know how far it has come.
class Taken {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    explicit Taken(const char*& at) : at_(&at) {}
    const char& operator*() const { return **at_; }
    Taken& operator++() {
        ++*at_;
        return *this;
    }
    bool operator==(const Taken& other) const { return *at_ == *other.at_; }

  private:
    const char** at_;
};

// What the parser calls, with names and signatures it asks for. Every failure throws.
class Reader {
  public:
    Reader(std::string_view text, const JsonLimits& limits)
        : text_(text), limits_(limits), at_(text.data()), end_(text.data() + text.size()) {}

    Json document() {
        check_bytes();
        nlohmann::json::sax_parse(Taken(at_), Taken(end_), this);
        return std::move(root_);
    }

    bool null() { return add(Json()); }
    bool boolean(bool value) { return add(Json(value)); }
    bool number_unsigned(std::uint64_t value);
    bool number_integer(std::int64_t value);
    bool number_float(double, const std::string& token);
    bool string(std::string& value) { return add(Json(std::move(value))); }
    bool binary(nlohmann::json::binary_t&) { return false; }  // of formats other than JSON
    bool start_object(std::size_t) { return open(Json::object()); }
    bool key(std::string& name);
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t bytes, const std::string& token, const nlohmann::json::exception&);
    bool parse_error(std::size_t bytes, const std::string& token,
                     const nlohmann::json::out_of_range&);

  private:
    [[noreturn]] void fail_at(std::size_t place, const std::string& what) const;
    [[noreturn]] void fail(const std::string& what) const {  // at the byte taken last
        fail_at(static_cast<std::size_t>(at_ - text_.data()) - 1, what);
    }
    void check_bytes() const;
    Json& placed(Json value);
    bool add(Json value) {
        placed(std::move(value));
        return true;
    }
    bool open(Json container);
    bool close() {
        open_.pop_back();
        return true;
    }

    std::string_view text_;
    const JsonLimits& limits_;
    const char* at_;
    const char* end_;
    std::int64_t values_ = 0;
    Json root_;
    std::vector<Json*> open_;  // each in the one before it, which does not grow until it is closed
    std::string name_;         // of the member whose value comes next
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
    // The parser would take a zero byte for the end of the text.
    const std::size_t zero = text_.find('\0');
    if (zero != std::string_view::npos) fail_at(zero, "a zero byte");
}

Json& Reader::placed(Json value) {
    if (++values_ > limits_.values) fail("more than " + std::to_string(limits_.values) + " values");
    if (open_.empty()) return root_ = std::move(value);
    Json& parent = *open_.back();
    return parent.if_array() ? parent.push(std::move(value)) : parent.set(name_, std::move(value));
}

bool Reader::open(Json container) {
    if (static_cast<std::int64_t>(open_.size()) >= limits_.depth)
        fail("more than " + std::to_string(limits_.depth) + " levels");
    open_.push_back(&placed(std::move(container)));
    return true;
}

bool Reader::key(std::string& name) {
    const Json& parent = *open_.back();
    if (parent.find(name)) fail("the member \"" + excerpt(name) + "\" is there twice");
    if (static_cast<std::int64_t>(parent.if_object()->size()) >= limits_.members)
        fail("an object has more than " + std::to_string(limits_.members) + " members");
    name_ = std::move(name);
    return true;
}

bool Reader::number_unsigned(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return add(Json(static_cast<double>(value)));
    return add(Json(value));
}

bool Reader::number_integer(std::int64_t value) {
    // These come with a minus sign, so zero is -0, which only a double can tell from 0.
    return add(value == 0 ? Json(-0.0) : Json(value));
}

bool Reader::number_float(double, const std::string& token) {
    // The parser's double has gone through the C library's locale, and so has the decimal point.
    std::string plain = token;
    for (char& c : plain)
        if (std::string_view("0123456789+-eE").find(c) == std::string_view::npos) c = '.';
    const auto real = parse_double(plain);
    if (!real || !std::isfinite(*real)) fail("this number is too large");
    return add(Json(*real));
}

bool Reader::parse_error(std::size_t bytes, const std::string&,
                         const nlohmann::json::exception& fault) {
    // "[json.exception...] parse error at line ..., column ...: what", and what may quote the text.
    constexpr std::size_t enough_to_say_what = 200;
    const std::string_view message = fault.what();
    const std::size_t colon = message.find(": ");
    fail_at(bytes - 1, excerpt(colon == message.npos ? message : message.substr(colon + 2),
                               enough_to_say_what));
}

bool Reader::parse_error(std::size_t bytes, const std::string& token,
                         const nlohmann::json::out_of_range&) {
    fail_at(bytes - token.size(), "this number is too large");
}

}  // namespace

Json parse_json(std::string_view text, const JsonLimits& limits) {
    return Reader(text, limits).document();
}

}  // namespace tenon
