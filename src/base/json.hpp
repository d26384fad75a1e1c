// JSON (RFC 8259) as a value, read from strangers and written for keeps.
//
// The parser is nlohmann/json's, bounded in depth, size and count. The value is our own: a document
// read under a memory limit must be given up without asking for more memory, so destroying one
// allocates nothing; and numbers go through base/number_text.hpp, not through the locale. A value
// is 16 bytes, so that a document of millions of numbers takes a few times its text.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tenon {

class Budget;

// A value that holds no others, as readers of events are told it.
class JsonScalar {
  public:
    JsonScalar() noexcept = default;  // null
    explicit JsonScalar(bool value) noexcept : value_(value) {}
    explicit JsonScalar(std::int64_t value) noexcept : value_(value) {}
    explicit JsonScalar(double value) noexcept : value_(value) {}
    explicit JsonScalar(std::string value) noexcept : value_(std::move(value)) {}

    bool is_null() const noexcept { return std::holds_alternative<std::monostate>(value_); }
    // Null where the value is of another kind.
    const bool* if_boolean() const noexcept { return std::get_if<bool>(&value_); }
    const std::int64_t* if_integer() const noexcept { return std::get_if<std::int64_t>(&value_); }
    const double* if_real() const noexcept { return std::get_if<double>(&value_); }
    const std::string* if_text() const noexcept { return std::get_if<std::string>(&value_); }

  private:
    friend class Json;
    std::variant<std::monostate, bool, std::int64_t, double, std::string> value_;
};

class Json {
  public:
    struct Member;
    using Array = std::vector<Json>;
    using Object = std::vector<Member>;  // in the order of the text; no name twice

    Json() noexcept;  // null
    explicit Json(bool value);
    explicit Json(double value);  // finite: JSON has no other numbers
    explicit Json(std::integral auto value) : Json(static_cast<std::int64_t>(value), 0) {}
    explicit Json(std::string value);
    explicit Json(std::string_view value);
    explicit Json(const char* value);
    explicit Json(const std::vector<std::string>& texts);
    explicit Json(JsonScalar value);
    static Json array();
    static Json object();

    Json(const Json&);
    Json(Json&&) noexcept;
    Json& operator=(const Json&);
    Json& operator=(Json&&) noexcept;
    ~Json();

    bool is_null() const noexcept { return std::holds_alternative<std::monostate>(value_); }
    // Null where the value is of another kind.
    const bool* if_boolean() const noexcept { return std::get_if<bool>(&value_); }
    const std::int64_t* if_integer() const noexcept { return std::get_if<std::int64_t>(&value_); }
    const double* if_real() const noexcept { return std::get_if<double>(&value_); }
    const std::string* if_text() const noexcept { return boxed<std::string>(); }
    const Array* if_array() const noexcept { return boxed<Array>(); }
    Array* if_array() noexcept { return boxed<Array>(); }
    const Object* if_object() const noexcept { return boxed<Object>(); }

    // The member of an object; null if it has none of that name, or is no object.
    const Json* find(std::string_view name) const noexcept;
    Json* find(std::string_view name) noexcept;

    // Of an object: replaces or appends a member. Of an array: appends. Null becomes one of them.
    // Each returns the value in its place, good until the next change.
    Json& set(std::string_view name, Json value);
    template <class T>
    Json& set(std::string_view name, const T& value) {
        return set(name, Json(value));
    }
    Json& push(Json value);
    void remove(std::string_view name) noexcept;

  private:
    template <class T>
    using Box = std::unique_ptr<T>;

    Json(std::int64_t value, int) noexcept;
    template <class T>
    T* boxed() const noexcept {
        const Box<T>* box = std::get_if<Box<T>>(&value_);
        return box ? box->get() : nullptr;
    }
    Object* own_object() noexcept { return boxed<Object>(); }

    std::variant<std::monostate, bool, std::int64_t, double, Box<std::string>, Box<Array>,
                 Box<Object>>
        value_;
};

struct Json::Member {
    std::string name;
    Json value;
};

// Bounds on a document, so that a hostile one costs little.
struct JsonLimits {
    std::int64_t bytes = std::int64_t{64} << 20;
    std::int64_t depth = 32;                        // objects and arrays inside one another
    std::int64_t values = 1'000'000;                // in all
    std::int64_t members = 128;                     // of one object: they are looked up one by one
    std::int64_t memory = std::int64_t{512} << 20;  // of the value, by an estimate from above
    Budget* budget = nullptr;  // charged with that estimate while the value is made
};

// A number, or the word (nan, inf, -inf) that JsonMember::real() reads where JSON has no number.
Json json_real(double value);

// What a document says, in its order, for a reader that keeps no document: one that would take many
// times the memory of what it holds. `place` is the byte where reading stands, right after what is
// told. Events may throw; read_json lets that through.
class JsonEvents {
  public:
    virtual ~JsonEvents() = default;
    virtual void scalar(JsonScalar value, std::size_t place) = 0;
    // A number that is no int64, as it is written.
    virtual void number(double value, std::string_view /*written*/, std::size_t place) {
        scalar(JsonScalar(value), place);
    }
    virtual void key(std::string name, std::size_t place) = 0;
    virtual void open(bool object, std::size_t place) = 0;
    virtual void close(std::size_t place) = 0;
};

// Tells the whole text, or up to the first fault. Throws Error(parse) as parse_json does, but for
// members that are there twice, of which the events know.
void read_json(std::string_view text, const JsonLimits& limits, JsonEvents& events);

// Error(parse) at a byte of the document, with its line.
[[noreturn]] void refuse_json(std::string_view text, std::size_t place, const std::string& what);

// The whole text as one value. A number without fraction and exponent that an int64 holds is an
// integer, any other the nearest double. Throws Error(parse) for bad syntax, bad UTF-8, a member
// that is there twice, a number too large for a double, or a limit passed; line and byte are where
// reading stopped. Error(budget).
Json parse_json(std::string_view text, const JsonLimits& limits = {});

// The same of a text that has to be an object: another is refused at its first byte.
Json parse_json_object(std::string_view text, const JsonLimits& limits = {});

// Objects and arrays of these on lines of their own, indented by blanks; shortest numbers that read
// back equal. Throws Error(data) for a text that is not UTF-8.
std::string json_text(const Json& value);

// A text in quotes, for writers that keep no document. Throws Error(data) as json_text does.
void append_json_text(std::string& out, std::string_view text);

// 64-bit FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo) over the canonical form of a value, in which
//   null, true, false   one byte: n t f
//   a number            d and the 8 bytes of its IEEE double, least significant first; an integer
//                       that no double equals: i and its decimal digits as a text
//   a text              s, its length in bytes as 8 bytes, its UTF-8 bytes
//   an array            [ its values ]
//   an object           { its members in byte order of their names, each name as a text }
// Blanks, the order of members, and 1 or 1.0 make no difference, so a document survives a database
// column or a pretty-printer; any change of a value shows.
std::uint64_t json_checksum(const Json& value);

// "fnv1a64:" and 16 hexadecimal digits.
std::string json_checksum_text(const Json& value);

}  // namespace tenon
