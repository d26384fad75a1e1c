#include "base/json.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

#include "base/number_text.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// Reads the text and tells how far it got, so that any complaint can name its byte.
class TrackingIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    TrackingIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}
    reference operator*() const { return *at_; }
    TrackingIterator& operator++() {
        *reached_ = ++at_;
        return *this;
    }
    bool operator==(const TrackingIterator& other) const { return at_ == other.at_; }
    bool operator!=(const TrackingIterator& other) const { return at_ != other.at_; }

  private:
    const char* at_;
    const char** reached_;
};

// Builds the value from the events of nlohmann's parser, whose own builder knows no bounds.
class BoundedBuilder {
  public:
    BoundedBuilder(std::string_view text, const JsonLimits& limits)
        : text_(text), limits_(limits), reached_(text.data()) {}

    const char** reached() { return &reached_; }
    Json take() { return std::move(root_); }

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(std::int64_t value) { return add(value); }
    bool number_unsigned(std::uint64_t value) { return add(value); }
    // The parser's value went through strtod and so through the locale; the digits did not, apart
    // from the decimal point, which the parser may have replaced.
    bool number_float(double, const std::string& digits) {
        std::string text = digits;
        for (char& c : text)
            if (!(c >= '0' && c <= '9') && c != '-' && c != '+' && c != 'e' && c != 'E') c = '.';
        const auto value = parse_double(text);
        if (!value || !std::isfinite(*value)) fail("a number is too large");
        return add(*value);
    }
    bool string(std::string& value) { return add(std::move(value)); }
    bool binary(Json::binary_t&) { return false; }  // JSON text has none
    bool start_object(std::size_t) { return open(Json::object()); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        Json& object = *open_.back();
        if (object.contains(name)) fail("the member \"" + name + "\" is there twice");
        if (static_cast<std::int64_t>(object.size()) >= limits_.members)
            fail("an object has more than " + std::to_string(limits_.members) + " members");
        key_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
        if (error.id == number_out_of_range) fail("a number is too large");
        fail(reached_ == text_.data() + text_.size() ? "it is cut short or malformed at its end"
                                                     : "the text does not go on like this");
    }

  private:
    static constexpr int number_out_of_range = 406;  // nlohmann's name for it

    [[noreturn]] void fail(const std::string& what) const {
        const std::int64_t byte = std::max<std::int64_t>(0, reached_ - text_.data() - 1);
        const auto before = text_.substr(0, static_cast<std::size_t>(byte));
        const std::int64_t line = 1 + std::count(before.begin(), before.end(), '\n');
        throw Error(Status::parse,
                    "not a valid JSON document: line " + std::to_string(line) + ", byte " +
                        std::to_string(byte) + ": " + what,
                    {.argument = "document", .line = line, .byte = byte});
    }

    bool add(Json value) {
        place(std::move(value));
        return true;
    }
    bool open(Json empty) {
        if (static_cast<std::int64_t>(open_.size()) >= limits_.depth)
            fail("more than " + std::to_string(limits_.depth) + " levels of nesting");
        open_.push_back(place(std::move(empty)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    Json* place(Json value) {
        if (++values_ > limits_.values)
            fail("more than " + std::to_string(limits_.values) + " values");
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        Json& parent = *open_.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        return &(parent[key_] = std::move(value));
    }

    std::string_view text_;
    const JsonLimits& limits_;
    const char* reached_;
    Json root_;
    std::vector<Json*> open_;  // stable: a parent does not grow while its child is open
    std::string key_;
    std::int64_t values_ = 0;
};

class Fnv1a {
  public:
    void byte(unsigned char b) noexcept { state_ = (state_ ^ b) * 0x100000001b3ULL; }
    void eight(std::uint64_t bits) noexcept {
        for (int i = 0; i < 8; ++i) byte(static_cast<unsigned char>(bits >> (8 * i)));
    }
    void text(char kind, std::string_view bytes) noexcept {
        byte(static_cast<unsigned char>(kind));
        eight(bytes.size());
        for (const char c : bytes) byte(static_cast<unsigned char>(c));
    }
    std::uint64_t value() const noexcept { return state_; }

  private:
    std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

// Up to here every integer is a double.
constexpr std::uint64_t largest_exact_integer = std::uint64_t{1} << 53;

void hash_double(Fnv1a& hash, double value) {
    hash.byte('d');
    hash.eight(std::bit_cast<std::uint64_t>(value));
}

void hash_number(Fnv1a& hash, const Json& value) {
    if (value.is_number_float()) return hash_double(hash, value.get<double>());
    const bool negative = !value.is_number_unsigned() && value.get<std::int64_t>() < 0;
    const std::uint64_t magnitude =
        negative ? std::uint64_t{0} - static_cast<std::uint64_t>(value.get<std::int64_t>())
                 : value.get<std::uint64_t>();
    if (magnitude <= largest_exact_integer)
        hash_double(hash,
                    negative ? -static_cast<double>(magnitude) : static_cast<double>(magnitude));
    else
        hash.text('i', (negative ? "-" : "") + std::to_string(magnitude));
}

void hash_value(Fnv1a& hash, const Json& value) {
    switch (value.type()) {
        case Json::value_t::boolean:
            hash.byte(value.get<bool>() ? 't' : 'f');
            return;
        case Json::value_t::string:
            hash.text('s', value.get_ref<const std::string&>());
            return;
        case Json::value_t::number_float:
        case Json::value_t::number_integer:
        case Json::value_t::number_unsigned:
            hash_number(hash, value);
            return;
        case Json::value_t::array:
            hash.byte('[');
            for (const Json& item : value) hash_value(hash, item);
            hash.byte(']');
            return;
        case Json::value_t::object: {
            std::vector<std::pair<std::string_view, const Json*>> members;
            for (const auto& [name, member] : value.items()) members.emplace_back(name, &member);
            std::sort(members.begin(), members.end());
            hash.byte('{');
            for (const auto& [name, member] : members) {
                hash.text('s', name);
                hash_value(hash, *member);
            }
            hash.byte('}');
            return;
        }
        default:
            hash.byte('n');
            return;
    }
}

}  // namespace

Json parse_json(std::string_view text, const JsonLimits& limits) {
    if (static_cast<std::int64_t>(text.size()) > limits.bytes)
        throw Error(Status::parse,
                    "the JSON document has " + std::to_string(text.size()) +
                        " bytes, more than the " + std::to_string(limits.bytes) +
                        " that are allowed",
                    {.argument = "document", .byte = limits.bytes});
    BoundedBuilder builder(text, limits);
    const TrackingIterator first(text.data(), builder.reached());
    const TrackingIterator last(text.data() + text.size(), builder.reached());
    Json::sax_parse(first, last, &builder);  // failures throw from inside
    return builder.take();
}

std::uint64_t json_checksum(const Json& value) {
    Fnv1a hash;
    hash_value(hash, value);
    return hash.value();
}

std::string json_checksum_text(const Json& value) {
    constexpr char digits[] = "0123456789abcdef";
    const std::uint64_t sum = json_checksum(value);
    std::string out = "fnv1a64:";
    for (int shift = 60; shift >= 0; shift -= 4) out.push_back(digits[(sum >> shift) & 15]);
    return out;
}

}  // namespace tenon
