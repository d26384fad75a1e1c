#include <algorithm>
#include <bit>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/number_text.hpp"

namespace tenon {

namespace {

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
    void real(double value) noexcept {
        byte('d');
        eight(std::bit_cast<std::uint64_t>(value));
    }
    std::uint64_t value() const noexcept { return state_; }

  private:
    std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

bool equals_a_double(std::int64_t value) {
    constexpr double past_all = 9223372036854775808.0;  // 2^63, which no int64 reaches
    const auto real = static_cast<double>(value);
    return real < past_all && static_cast<std::int64_t>(real) == value;
}

void hash(Fnv1a& sum, const Json& value);

void hash_members(Fnv1a& sum, const Json::Object& members) {
    std::vector<const Json::Member*> ordered;
    ordered.reserve(members.size());
    for (const Json::Member& member : members) ordered.push_back(&member);
    std::sort(ordered.begin(), ordered.end(),
              [](const auto* a, const auto* b) { return a->name < b->name; });
    sum.byte('{');
    for (const Json::Member* member : ordered) {
        sum.text('s', member->name);
        hash(sum, member->value);
    }
    sum.byte('}');
}

void hash(Fnv1a& sum, const Json& value) {
    if (const auto* members = value.if_object()) {
        hash_members(sum, *members);
    } else if (const auto* items = value.if_array()) {
        sum.byte('[');
        for (const Json& item : *items) hash(sum, item);
        sum.byte(']');
    } else if (const auto* text = value.if_text()) {
        sum.text('s', *text);
    } else if (const auto* real = value.if_real()) {
        sum.real(*real);
    } else if (const auto* integer = value.if_integer()) {
        if (equals_a_double(*integer))
            sum.real(static_cast<double>(*integer));
        else
            sum.text('i', std::to_string(*integer));
    } else if (const auto* boolean = value.if_boolean()) {
        sum.byte(*boolean ? 't' : 'f');
    } else {
        sum.byte('n');
    }
}

}  // namespace

std::uint64_t json_checksum(const Json& value) {
    Fnv1a sum;
    hash(sum, value);
    return sum.value();
}

std::string json_checksum_text(const Json& value) {
    return fnv1a_text(json_checksum(value));
}

}  // namespace tenon
