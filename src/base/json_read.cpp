// The grammar of RFC 8259 is nlohmann/json's; this file tells what its parser reports, as events
// and as values made of them.
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
#include "tenon/context.hpp"
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
    Reader(std::string_view text, const JsonLimits& limits, JsonEvents& events)
        : text_(text),
          limits_(limits),
          events_(events),
          at_(text.data()),
          end_(text.data() + text.size()) {}

    void read() {
        check_bytes();
        nlohmann::json::sax_parse(Taken(at_), Taken(end_), this);
    }

    bool null() { return scalar(JsonScalar()); }
    bool boolean(bool value) { return scalar(JsonScalar(value)); }
    bool number_unsigned(std::uint64_t value);
    bool number_integer(std::int64_t value);
    bool number_float(double, const std::string& token);
    bool string(std::string& value) { return scalar(JsonScalar(std::move(value))); }
    bool binary(nlohmann::json::binary_t&) { return false; }  // of formats other than JSON
    bool start_object(std::size_t) { return open(true); }
    bool key(std::string& name) {
        events_.key(std::move(name), place());
        return true;
    }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(false); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t bytes, const std::string& token, const nlohmann::json::exception&);
    bool parse_error(std::size_t bytes, const std::string& token,
                     const nlohmann::json::out_of_range&);

  private:
    std::size_t place() const noexcept { return static_cast<std::size_t>(at_ - text_.data()); }
    [[noreturn]] void fail(const std::string& what) const {  // at the byte taken last
        refuse_json(text_, place() - 1, what);
    }
    void check_bytes() const;
    void count_value() {
        if (++values_ > limits_.values)
            fail("more than " + std::to_string(limits_.values) + " values");
    }
    bool scalar(JsonScalar value) {
        count_value();
        events_.scalar(std::move(value), place());
        return true;
    }
    bool number(double value, std::string_view written) {
        count_value();
        events_.number(value, written, place());
        return true;
    }
    bool open(bool object) {
        count_value();
        if (++depth_ > limits_.depth)
            fail("more than " + std::to_string(limits_.depth) + " levels");
        events_.open(object, place());
        return true;
    }
    bool close() {
        --depth_;
        events_.close(place());
        return true;
    }

    std::string_view text_;
    const JsonLimits& limits_;
    JsonEvents& events_;
    const char* at_;
    const char* end_;
    std::int64_t values_ = 0, depth_ = 0;
};

void Reader::check_bytes() const {
    if (static_cast<std::int64_t>(text_.size()) > limits_.bytes)
        throw Error(Status::parse,
                    "the JSON document has " + std::to_string(text_.size()) +
                        " bytes, more than the " + std::to_string(limits_.bytes) +
                        " that are allowed",
                    {.argument = "document", .byte = limits_.bytes});
    // The parser would take a zero byte for the end of the text.
    const std::size_t zero = text_.find('\0');
    if (zero != std::string_view::npos) refuse_json(text_, zero, "a zero byte");
}

bool Reader::number_unsigned(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return number(static_cast<double>(value), std::to_string(value));
    return scalar(JsonScalar(static_cast<std::int64_t>(value)));
}

bool Reader::number_integer(std::int64_t value) {
    // These come with a minus sign, so zero is -0, which only a double can tell from 0.
    return scalar(value == 0 ? JsonScalar(-0.0) : JsonScalar(value));
}

bool Reader::number_float(double, const std::string& token) {
    // The parser's double has gone through the C library's locale, and so has the decimal point.
    std::string plain = token;
    for (char& c : plain)
        if (std::string_view("0123456789+-eE").find(c) == std::string_view::npos) c = '.';
    const auto real = parse_double(plain);
    if (!real || !std::isfinite(*real)) fail("this number is too large");
    return number(*real, plain);
}

bool Reader::parse_error(std::size_t bytes, const std::string&,
                         const nlohmann::json::exception& fault) {
    // "[json.exception...] parse error at line ..., column ...: what", and what may quote the text.
    constexpr std::size_t enough_to_say_what = 200;
    const std::string_view message = fault.what();
    const std::size_t colon = message.find(": ");
    refuse_json(
        text_, bytes - 1,
        excerpt(colon == message.npos ? message : message.substr(colon + 2), enough_to_say_what));
}

bool Reader::parse_error(std::size_t bytes, const std::string& token,
                         const nlohmann::json::out_of_range&) {
    refuse_json(text_, bytes - token.size(), "this number is too large");
}

// The value that the events make.
class Builder : public JsonEvents {
  public:
    Builder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}
    Builder(const Builder&) = delete;
    Builder& operator=(const Builder&) = delete;
    ~Builder() {
        if (limits_.budget) limits_.budget->release(charged_);
    }

    Json take() { return std::move(root_); }

    void scalar(JsonScalar value, std::size_t place) override {
        const std::string* text = value.if_text();
        weigh(text ? box + text->size() : 0, place);
        placed(Json(std::move(value)));
    }
    void open(bool object, std::size_t place) override {
        weigh(box, place);
        open_.push_back(&placed(object ? Json::object() : Json::array()));
    }
    void close(std::size_t) override { open_.pop_back(); }
    void key(std::string name, std::size_t place) override {
        const Json& parent = *open_.back();
        if (parent.find(name))
            refuse_json(text_, place - 1, "the member \"" + excerpt(name) + "\" is there twice");
        if (static_cast<std::int64_t>(parent.if_object()->size()) >= limits_.members)
            refuse_json(text_, place - 1,
                        "an object has more than " + std::to_string(limits_.members) + " members");
        weigh(member + name.size(), place);
        name_ = std::move(name);
    }

  private:
    // Bytes of an item of a list that grows by doubling, of what a text or a list holds beside its
    // content, and of a member of an object.
    static constexpr std::size_t item = 48, box = 48, member = 48;
    static constexpr std::int64_t step = 1 << 20;

    void weigh(std::size_t bytes, std::size_t place) {
        weight_ += static_cast<std::int64_t>(bytes + item);
        if (weight_ > limits_.memory)
            refuse_json(
                text_, place - 1,
                "it takes more than " + std::to_string(limits_.memory) + " bytes of memory");
        if (!limits_.budget || weight_ < charged_ + step) return;
        limits_.budget->charge(weight_ - charged_);
        charged_ = weight_;
    }

    Json& placed(Json value) {
        if (open_.empty()) return root_ = std::move(value);
        Json& parent = *open_.back();
        return parent.if_array() ? parent.push(std::move(value))
                                 : parent.set(name_, std::move(value));
    }

    std::string_view text_;
    const JsonLimits& limits_;
    Json root_;
    std::vector<Json*> open_;  // each in the one before it, which does not grow until it is closed
    std::string name_;         // of the member whose value comes next
    std::int64_t weight_ = 0, charged_ = 0;
};

}  // namespace

void refuse_json(std::string_view text, std::size_t place, const std::string& what) {
    const auto before = text.substr(0, place);
    const std::int64_t line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto byte = static_cast<std::int64_t>(place);
    throw Error(Status::parse,
                "not a valid JSON document: line " + std::to_string(line) + ", byte " +
                    std::to_string(byte) + ": " + what,
                {.argument = "document", .line = line, .byte = byte});
}

void read_json(std::string_view text, const JsonLimits& limits, JsonEvents& events) {
    Reader(text, limits, events).read();
}

Json parse_json(std::string_view text, const JsonLimits& limits) {
    Builder builder(text, limits);
    read_json(text, limits, builder);
    return builder.take();
}

Json parse_json_object(std::string_view text, const JsonLimits& limits) {
    constexpr std::string_view mark_of_utf8 = "\xef\xbb\xbf";
    const std::size_t begin = text.starts_with(mark_of_utf8) ? mark_of_utf8.size() : 0;
    const std::size_t first = text.find_first_not_of(" \t\r\n", begin);
    if (first < text.size() && text[first] != '{')
        refuse_json(text, first, "an object is expected, which begins with '{'");
    return parse_json(text, limits);
}

}  // namespace tenon
